from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialogueConfig(AppConfig):
    name = "stadtgespraech.apps.dialogue"
    label = "dialogue"

    def ready(self) -> None:
        from stadtgespraech.apps.dialogue import nodes, queues, rules  # noqa: F401 -- they register themselves
        from stadtgespraech.apps.dialogue.actions import forget_registrations
        from stadtgespraech.apps.dialogue.queries import registrations_of
        from stadtgespraech.apps.people import own_data
        from stadtgespraech.core.journal.names import name_kinds
        from stadtgespraech.core.web import navigation

        queues.register()
        navigation.register(_("Mitreden"), "dialogue:overview", order=20)
        own_data.hide("dialogue.registration", "token")
        own_data.register(
            "registrations",
            lambda person: [
                {"event": one.event.slug, "state": one.state, "name": one.name, "needs": one.needs}
                for one in registrations_of(person)
            ],
            erase=forget_registrations,
        )
        name_kinds(
            {
                "stage.changed": _("Eine Stufe wurde geändert"),
                "format.changed": _("Ein Format wurde geändert"),
                "event.announced": _("Ein Termin wurde angekündigt"),
                "event.changed": _("Ein Termin wurde geändert"),
                "event.cancelled": _("Ein Termin wurde abgesagt"),
                "registration.added": _("Jemand hat sich zu einem Termin angemeldet"),
                "registration.cancelled": _("Jemand hat sich von einem Termin abgemeldet"),
                "registration.moved_up": _("Plätze gingen an die Warteliste"),
                "registration.forgotten": _("Anmeldungen wurden gelöscht"),
                "topic.added": _("Ein Thema kam dazu"),
                "topic.changed": _("Ein Thema wurde geändert"),
                "topic.archived": _("Ein Thema wurde aus der Liste genommen"),
                "topic.restored": _("Ein Thema wurde wieder aufgenommen"),
                "timeline_entry.added": _("Der Zeitplan wurde ergänzt"),
                "timeline_entry.changed": _("Der Zeitplan wurde geändert"),
            }
        )
