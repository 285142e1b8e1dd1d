from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "stadtgespraech.apps.indicators"
    label = "indicators"

    def ready(self) -> None:
        from stadtgespraech.apps.indicators import boxes, nodes, queries, queues, rules  # noqa: F401 -- they register themselves
        from stadtgespraech.apps.strategy import lights
        from stadtgespraech.core import access
        from stadtgespraech.core.journal.names import name_kinds
        from stadtgespraech.core.web import navigation

        boxes.register()
        queues.register()
        lights.register("goal", lambda person: queries.lights_of_goals(seen_by=person))
        lights.register("field", lambda person: queries.lights_of_fields(seen_by=person))
        navigation.register(_("Kennzahlen"), "indicators:indicators", order=40)
        navigation.register(
            _("Werte melden"),
            "indicators:reporting",
            order=30,
            place="staff",
            shown_to=lambda person: access.may(person, "indicators.report_value"),
        )
        name_kinds(
            {
                "indicator.value_reported": _("Ein Wert wurde gemeldet"),
                "indicator.changed": _("Der Steckbrief einer Kennzahl wurde geändert"),
                "indicator.target_set": _("Ein Zielwert wurde festgelegt"),
                "indicator.target_removed": _("Ein Zielwert wurde zurückgenommen"),
            }
        )
