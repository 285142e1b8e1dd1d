from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "stadtgespraech.core.access"
    label = "access"
