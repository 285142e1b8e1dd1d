from django.apps import AppConfig


class TablesConfig(AppConfig):
    name = "stadtgespraech.core.tables"
    label = "tables"
