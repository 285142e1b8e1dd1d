from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "stadtgespraech.core.languages"
    label = "languages"
