from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialogueConfig(AppConfig):
    name = "stadtgespraech.apps.dialogue"
    label = "dialogue"

    def ready(self) -> None:
        from stadtgespraech.apps.dialogue import nodes, rules  # noqa: F401 -- they register themselves
        from stadtgespraech.core.journal.names import name_kinds
        from stadtgespraech.core.web import navigation

        navigation.register(_("Mitreden"), "dialogue:overview", order=20)
        name_kinds(
            {
                "stage.changed": _("Eine Stufe wurde geändert"),
                "format.changed": _("Ein Format wurde geändert"),
                "event.announced": _("Ein Termin wurde angekündigt"),
                "event.changed": _("Ein Termin wurde geändert"),
                "event.cancelled": _("Ein Termin wurde abgesagt"),
                "topic.added": _("Ein Thema kam dazu"),
                "topic.changed": _("Ein Thema wurde geändert"),
                "topic.archived": _("Ein Thema wurde aus der Liste genommen"),
                "topic.restored": _("Ein Thema wurde wieder aufgenommen"),
                "timeline_entry.added": _("Der Zeitplan wurde ergänzt"),
                "timeline_entry.changed": _("Der Zeitplan wurde geändert"),
            }
        )
