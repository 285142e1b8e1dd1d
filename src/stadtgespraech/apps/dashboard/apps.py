from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "stadtgespraech.apps.dashboard"
    label = "dashboard"
