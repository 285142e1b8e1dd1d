from django.apps import AppConfig


class ChartsConfig(AppConfig):
    name = "stadtgespraech.core.charts"
    label = "charts"
