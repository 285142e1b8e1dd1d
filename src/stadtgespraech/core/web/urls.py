from django.urls import path

from stadtgespraech.core.web import views

app_name = "web"

urlpatterns = [
    path("suche/", views.search, name="search"),
    path("stil/", views.components, name="components"),
]
