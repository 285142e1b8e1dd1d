from django.apps import AppConfig


class TextConfig(AppConfig):
    name = "stadtgespraech.core.text"
    label = "text"
