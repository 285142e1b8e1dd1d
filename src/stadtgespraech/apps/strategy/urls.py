from django.urls import path

from stadtgespraech.apps.strategy import views

app_name = "strategy"

urlpatterns = [
    path("ziele/", views.goals, name="goals"),
    path("ziele/<slug:slug>/", views.goal, name="goal"),
    path("ziele/<slug:slug>/bearbeiten/", views.change_goal, name="change_goal"),
]
