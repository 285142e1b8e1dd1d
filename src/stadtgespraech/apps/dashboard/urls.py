from django.urls import path

from stadtgespraech.apps.dashboard import views

app_name = "dashboard"

urlpatterns = [
    path("", views.start, name="start"),
    path("arbeitsplatz/", views.workplace, name="workplace"),
]
