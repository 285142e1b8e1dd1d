from django.urls import path

from stadtgespraech.apps.opendata import views

app_name = "opendata"

urlpatterns = [
    path("daten/", views.catalogue, name="catalogue"),
    path("daten/api/", views.api, name="api"),
    path("daten/<slug:name>/", views.data_set, name="data_set"),
    path("daten/<slug:name>.<slug:format>", views.download, name="download"),
]
