from django.apps import AppConfig


class OpendataConfig(AppConfig):
    name = "stadtgespraech.apps.opendata"
    label = "opendata"
