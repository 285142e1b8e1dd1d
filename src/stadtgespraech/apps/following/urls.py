from django.urls import path

from stadtgespraech.apps.following import views

app_name = "following"

urlpatterns = [
    path("folgen/<str:token>/bestaetigen/", views.confirm, name="confirm"),
]
