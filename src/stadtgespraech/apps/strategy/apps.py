from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StrategyConfig(AppConfig):
    name = "stadtgespraech.apps.strategy"
    label = "strategy"

    def ready(self) -> None:
        from stadtgespraech.apps.strategy import nodes, rules  # noqa: F401 -- they register themselves
        from stadtgespraech.core.journal.names import name_kinds
        from stadtgespraech.core.web import navigation

        navigation.register(_("Ziele"), "strategy:goals", order=30)
        name_kinds({"goal.changed": _("Ein Ziel wurde geändert")})
