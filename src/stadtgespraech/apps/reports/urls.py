from django.urls import path

from stadtgespraech.apps.reports import views

app_name = "reports"

urlpatterns = [
    path("berichte/pruefung/", views.strategy_check, name="strategy_check"),
]
