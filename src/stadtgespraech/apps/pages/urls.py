from django.urls import path

from stadtgespraech.apps.pages import views

app_name = "pages"

urlpatterns = [
    path("seiten/", views.pages, name="pages"),
    path("seiten/<slug:slug>/", views.page, name="page"),
    path("seiten/<slug:slug>/leichte-sprache/", views.easy_page, name="easy_page"),
    path("seiten/<slug:slug>/bearbeiten/", views.change_page, name="change_page"),
    path("barriere-melden/", views.report_barrier, name="report_barrier"),
    path("barriere-melden/danke/", views.barrier_thanks, name="barrier_thanks"),
    path("barrieren/", views.barrier_reports, name="barrier_reports"),
    path("barrieren/<int:pk>/schliessen/", views.close_barrier_report, name="close_barrier_report"),
]
