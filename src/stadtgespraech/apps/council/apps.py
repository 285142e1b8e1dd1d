from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouncilConfig(AppConfig):
    name = "stadtgespraech.apps.council"
    label = "council"

    def ready(self) -> None:
        from stadtgespraech.apps.council import boxes, nodes, rules  # noqa: F401 -- they register themselves
        from stadtgespraech.core.journal.names import name_kinds
        from stadtgespraech.core.web import navigation

        boxes.register()
        navigation.register(_("Beschlüsse"), "council:papers", order=50)
        name_kinds(
            {
                "paper.changed": _("Eine Vorlage wurde geändert"),
                "consultation.added": _("Eine Beratung kam dazu"),
                "consultation.result_set": _("Das Ergebnis einer Beratung wurde eingetragen"),
                "consultation.removed": _("Eine Beratung wurde herausgenommen"),
            }
        )
