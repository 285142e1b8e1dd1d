from django.urls import path

from stadtgespraech.apps.council import views

app_name = "council"

_PAPER = "vorlagen/<slug:slug>/"
_STEP = "vorlagen/<slug:slug>/beratungen/<int:pk>/"
_RESOLUTION = "beschluesse/<slug:slug>/"

urlpatterns = [
    path("vorlagen/", views.papers, name="papers"),
    path("vorlagen/liste.<slug:format>", views.download_papers, name="download_papers"),
    path("vorlagen/beratungen.<slug:format>", views.download_consultations, name="download_consultations"),
    path("vorlagen/ohne-ergebnis/", views.without_result, name="without_result"),
    path("vorlagen/neu/", views.draft_paper, name="draft_paper"),
    path(_PAPER, views.paper, name="paper"),
    path(f"{_PAPER}haushalt.<slug:format>", views.download_budget, name="download_budget"),
    path(f"{_PAPER}bearbeiten/", views.change_paper, name="change_paper"),
    path(f"{_PAPER}einreichen/", views.submit_paper, name="submit_paper"),
    path(f"{_PAPER}woher/", views.set_sources, name="set_sources"),
    path(f"{_PAPER}beratungen/neu/", views.add_consultation, name="add_consultation"),
    path(f"{_STEP}aendern/", views.change_consultation, name="change_consultation"),
    path(f"{_STEP}ergebnis/", views.set_result, name="set_result"),
    path(f"{_STEP}verweisen/", views.refer_consultation, name="refer_consultation"),
    path(f"{_STEP}vertagen/", views.defer_consultation, name="defer_consultation"),
    path(f"{_STEP}entfernen/", views.remove_consultation, name="remove_consultation"),
    path("beschluesse/", views.resolutions, name="resolutions"),
    path("beschluesse/liste.<slug:format>", views.download_resolutions, name="download_resolutions"),
    path("beschluesse/auftraege/", views.follow_ups, name="follow_ups"),
    path("beschluesse/auftraege.<slug:format>", views.download_follow_ups, name="download_follow_ups"),
    path(_RESOLUTION, views.resolution, name="resolution"),
    path(f"{_RESOLUTION}bearbeiten/", views.change_resolution, name="change_resolution"),
    path(f"{_RESOLUTION}zuruecknehmen/", views.withdraw_resolution, name="withdraw_resolution"),
    path(f"{_RESOLUTION}auftraege/neu/", views.add_follow_up, name="add_follow_up"),
    path(f"{_RESOLUTION}auftraege/<int:pk>/aendern/", views.change_follow_up, name="change_follow_up"),
    path(f"{_RESOLUTION}auftraege/<int:pk>/melden/", views.report_follow_up, name="report_follow_up"),
    path("gremien/", views.bodies, name="bodies"),
    path("gremien/<slug:slug>/", views.body, name="body"),
]
