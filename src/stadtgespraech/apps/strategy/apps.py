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
        navigation.register(_("Handlungsfelder"), "strategy:fields", order=30, place="staff")
        navigation.register(_("Projekte"), "strategy:projects", order=31, place="staff")
        navigation.register(_("Beteiligung"), "strategy:matrix", order=32, place="staff")
        name_kinds(
            {
                "goal.changed": _("Ein Ziel wurde geändert"),
                "field.changed": _("Ein Handlungsfeld wurde geändert"),
                "field.sponsor_changed": _("Eine Patenschaft wurde geändert"),
                "field.workshop_changed": _("Ein Workshop wurde eingetragen"),
                "involvement.changed": _("Die Beteiligung an einem Handlungsfeld wurde geändert"),
                "project.added": _("Ein Projekt wurde angelegt"),
                "project.changed": _("Ein Projekt wurde geändert"),
                "project.reported": _("Der Stand eines Projekts wurde gemeldet"),
                "project.archived": _("Ein Projekt wurde archiviert"),
                "project.restored": _("Ein Projekt wurde wieder aufgenommen"),
                "milestone.added": _("Ein Meilenstein wurde geplant"),
                "milestone.changed": _("Ein Meilenstein wurde geändert"),
                "milestone.reached": _("Ein Meilenstein wurde erreicht"),
                "milestone.removed": _("Ein Meilenstein wurde entfernt"),
            }
        )
