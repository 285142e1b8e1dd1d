from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StrategyConfig(AppConfig):
    name = "stadtgespraech.apps.strategy"
    label = "strategy"

    def ready(self) -> None:
        from stadtgespraech.apps.strategy import boxes, nodes, queries, rules  # noqa: F401 -- they register themselves
        from stadtgespraech.apps.voices import sponsors
        from stadtgespraech.core.journal.names import name_kinds
        from stadtgespraech.core.web import navigation

        boxes.register()
        sponsors.register(queries.sponsor_for)
        navigation.register(_("Ziele"), "strategy:goals", order=30)
        navigation.register(_("Handlungsfelder"), "strategy:fields", order=30, place="staff")
        navigation.register(_("Projekte"), "strategy:projects", order=31, place="staff")
        navigation.register(_("Beteiligung"), "strategy:matrix", order=32, place="staff")
        name_kinds(
            {
                "goal.added": _("Ein Ziel wurde angelegt"),
                "goal.made_of_picture": _("Aus einem Zielbild wurde ein Ziel"),
                "goal.supported": _("Ein Zielbild stützt jetzt ein Ziel"),
                "project.took_up_picture": _("Ein Projekt greift ein Zielbild auf"),
                "project.put_down_picture": _("Ein Projekt greift ein Zielbild nicht mehr auf"),
                "goal.picture_released": _("Ein Zielbild gehört nicht mehr zu einem Ziel"),
                "goal.changed": _("Ein Ziel wurde geändert"),
                "goal.archived": _("Ein Ziel wurde archiviert"),
                "goal.restored": _("Ein Ziel wurde wieder aufgenommen"),
                "package.added": _("Ein Maßnahmenpaket wurde angelegt"),
                "package.changed": _("Ein Maßnahmenpaket wurde geändert"),
                "package.archived": _("Ein Maßnahmenpaket wurde archiviert"),
                "package.restored": _("Ein Maßnahmenpaket wurde wieder aufgenommen"),
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
