from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "stadtgespraech.apps.pages"
    label = "pages"
