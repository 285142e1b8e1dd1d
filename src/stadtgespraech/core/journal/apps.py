from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "stadtgespraech.core.journal"
    label = "journal"
