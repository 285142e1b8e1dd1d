from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "stadtgespraech.apps.reports"
    label = "reports"

    def ready(self) -> None:
        from stadtgespraech.apps.reports import rules  # noqa: F401 -- registers the permissions
        from stadtgespraech.core import access
        from stadtgespraech.core.web import navigation

        navigation.register(
            _("Prüfung der Strategie"),
            "reports:strategy_check",
            order=60,
            place="staff",
            shown_to=lambda person: access.may(person, "reports.see_strategy_check"),
        )
