from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouncilConfig(AppConfig):
    name = "stadtgespraech.apps.council"
    label = "council"

    def ready(self) -> None:
        from stadtgespraech.apps.council import boxes, nodes, queues, rules  # noqa: F401 -- they register themselves
        from stadtgespraech.core.journal.names import name_kinds
        from stadtgespraech.core.web import navigation

        boxes.register()
        queues.register()
        navigation.register(_("Beschlüsse"), "council:papers", order=50)
        navigation.register(_("Beschlusskontrolle"), "council:follow_ups", order=50, place="staff")
        name_kinds(
            {
                "paper.drafted": _("Eine Vorlage wurde entworfen"),
                "paper.submitted": _("Eine Vorlage wurde eingereicht"),
                "paper.changed": _("Eine Vorlage wurde geändert"),
                "paper.sources_changed": _("Woraus eine Vorlage entstanden ist, wurde geändert"),
                "consultation.added": _("Eine Beratung kam dazu"),
                "consultation.changed": _("Eine Beratung wurde verlegt oder geändert"),
                "consultation.referred": _("Eine Vorlage wurde an ein anderes Gremium verwiesen"),
                "consultation.deferred": _("Eine Beratung wurde vertagt"),
                "consultation.result_set": _("Das Ergebnis einer Beratung wurde eingetragen"),
                "consultation.removed": _("Eine Beratung wurde herausgenommen"),
                "resolution.made": _("Ein Beschluss wurde gefasst"),
                "resolution.changed": _("Ein Beschluss wurde geändert"),
                "resolution.withdrawn": _("Ein Beschluss wurde zurückgenommen"),
                "resolution.measured": _("Ein Beschluss wird an anderen Kennzahlen gemessen"),
                "follow_up.added": _("Aus einem Beschluss folgt ein Auftrag"),
                "follow_up.changed": _("Ein Auftrag aus einem Beschluss wurde geändert"),
                "follow_up.reported": _("Der Stand eines Auftrags wurde gemeldet"),
            }
        )
