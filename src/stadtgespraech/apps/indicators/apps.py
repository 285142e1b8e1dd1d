from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "stadtgespraech.apps.indicators"
    label = "indicators"
