from django.urls import path

from stadtgespraech.apps.council import views

app_name = "council"

urlpatterns = [
    path("vorlagen/", views.papers, name="papers"),
    path("vorlagen/liste.<slug:format>", views.download_papers, name="download_papers"),
    path("vorlagen/beratungen.<slug:format>", views.download_consultations, name="download_consultations"),
    path("vorlagen/ohne-ergebnis/", views.without_result, name="without_result"),
    path("vorlagen/<slug:slug>/", views.paper, name="paper"),
    path("vorlagen/<slug:slug>/haushalt.<slug:format>", views.download_budget, name="download_budget"),
    path("vorlagen/<slug:slug>/bearbeiten/", views.change_paper, name="change_paper"),
    path("vorlagen/<slug:slug>/beratungen/neu/", views.add_consultation, name="add_consultation"),
    path("vorlagen/<slug:slug>/beratungen/<int:pk>/ergebnis/", views.set_result, name="set_result"),
    path("vorlagen/<slug:slug>/beratungen/<int:pk>/entfernen/", views.remove_consultation, name="remove_consultation"),
    path("gremien/", views.bodies, name="bodies"),
    path("gremien/<slug:slug>/", views.body, name="body"),
]
