from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "stadtgespraech.apps.packs"
    label = "packs"
