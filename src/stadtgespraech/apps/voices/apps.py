from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VoicesConfig(AppConfig):
    name = "stadtgespraech.apps.voices"
    label = "voices"

    def ready(self) -> None:
        from stadtgespraech.apps.voices import boxes, nodes, rules  # noqa: F401 -- they register themselves
        from stadtgespraech.core import access
        from stadtgespraech.core.journal.names import name_kinds
        from stadtgespraech.core.web import navigation

        boxes.register()
        _register_own_data()
        navigation.register(
            _("Meldungen"),
            "voices:complaints",
            order=25,
            place="staff",
            shown_to=lambda person: access.may(person, "voices.see_complaints"),
        )
        navigation.register(
            _("Eingelesene Stimmen"),
            "voices:imported",
            order=26,
            place="staff",
            shown_to=lambda person: access.may(person, "voices.import_voices"),
        )
        name_kinds(
            {
                "comment.written": _("Ein Kommentar wurde geschrieben"),
                "comment.hidden": _("Ein Kommentar wurde ausgeblendet"),
                "comment.shown": _("Ein Kommentar wird wieder gezeigt"),
                "comment.deleted": _("Ein Kommentar wurde gelöscht"),
                "complaint.made": _("Ein Text wurde gemeldet"),
                "complaint.closed": _("Eine Meldung wurde abgeschlossen"),
                "voice.picture_added": _("Zu einer Stimme kam ein Bild"),
                "voice.picture_removed": _("Ein Bild wurde entfernt"),
                "voices.imported": _("Stimmen wurden eingelesen"),
                "voices.moderated": _("Eingelesene Stimmen wurden geprüft"),
            }
        )


def _register_own_data() -> None:
    from stadtgespraech.apps.people import own_data
    from stadtgespraech.apps.voices.actions.attaching import forget_pictures
    from stadtgespraech.apps.voices.actions.commenting import forget_commenter
    from stadtgespraech.apps.voices.actions.complaining import forget_complainant
    from stadtgespraech.apps.voices.queries.attaching import pictures_by

    # Comments and complaints point to the person and are found by themselves.
    own_data.register("comments", lambda person: [], erase=forget_commenter)
    own_data.register("complaints", lambda person: [], erase=forget_complainant)
    own_data.register("pictures_of_voices", pictures_by, erase=forget_pictures)
