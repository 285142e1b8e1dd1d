from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardConfig(AppConfig):
    name = "stadtgespraech.apps.dashboard"
    label = "dashboard"

    def ready(self) -> None:
        from stadtgespraech.apps.dashboard import rules  # noqa: F401 -- registers the permissions
        from stadtgespraech.core import access
        from stadtgespraech.core.web import navigation

        navigation.register(
            _("Mein Arbeitsplatz"),
            "dashboard:workplace",
            order=10,
            place="staff",
            shown_to=lambda person: access.may(person, "dashboard.see_workplace"),
        )
