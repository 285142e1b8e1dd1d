from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpendataConfig(AppConfig):
    name = "stadtgespraech.apps.opendata"
    label = "opendata"

    def ready(self) -> None:
        from stadtgespraech.core.web import navigation

        navigation.register(_("Offene Daten"), "opendata:catalogue", order=60, place="footer")
        navigation.register(_("Schnittstelle (API)"), "opendata:api", order=61, place="footer")
