from django.urls import path

from stadtgespraech.core.jobs import views

app_name = "jobs"

urlpatterns = [
    path("gesund", views.health_check, name="health"),
    path("postfach-demo/", views.demo_mailbox, name="demo_mailbox"),
]
