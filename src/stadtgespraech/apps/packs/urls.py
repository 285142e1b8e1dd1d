from django.urls import path

from stadtgespraech.apps.packs import views

app_name = "packs"

urlpatterns = [
    path("stadtpaket/", views.overview, name="overview"),
    path("stadtpaket/<int:pk>/uebernehmen/", views.take_value, name="take_value"),
]
