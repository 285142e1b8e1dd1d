from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    name = "stadtgespraech.core.journal"
    label = "journal"

    def ready(self) -> None:
        from stadtgespraech.core.web import navigation

        navigation.register(_("Protokoll"), "journal:overview", order=50, place="footer")
