from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "stadtgespraech.apps.reports"
    label = "reports"
