from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VoicesConfig(AppConfig):
    name = "stadtgespraech.apps.voices"
    label = "voices"

    def ready(self) -> None:
        from stadtgespraech.apps.voices import boxes, comment_boxes, nodes, rules  # noqa: F401 -- they register themselves
        from stadtgespraech.core import access
        from stadtgespraech.core.journal.names import name_kinds
        from stadtgespraech.core.web import navigation

        boxes.register()
        comment_boxes.register()
        _register_own_data()
        navigation.register(_("Stimmen"), "voices:voices", order=10)
        for order, label, route, permission in (
            (20, _("Stimmen prüfen"), "voices:queue", "voices.publish_voice"),
            (21, _("Stimmen eintragen"), "voices:enter_voice", "voices.enter_voice"),
            (25, _("Meldungen"), "voices:complaints", "voices.see_complaints"),
        ):
            navigation.register(label, route, order=order, place="staff", shown_to=_who(access, permission))
        name_kinds(
            {
                "voice.submitted": _("Eine Stimme wurde abgegeben"),
                "voice.entered": _("Eine Stimme wurde eingetragen"),
                "voice.published": _("Eine Stimme wurde veröffentlicht"),
                "voice.refused": _("Eine Stimme wurde nicht veröffentlicht"),
                "voice.sorted": _("Eine Stimme wurde eingeordnet"),
                "voice.withdrawn": _("Eine Stimme wurde zurückgezogen"),
                "voice.removed": _("Eine Stimme wurde mit dem Konto gelöscht"),
                "voice.supported": _("Jemand stellte sich hinter eine Stimme"),
                "voice.unsupported": _("Jemand nahm eine Unterstützung zurück"),
                "voice.picture_added": _("Zu einer Stimme kam ein Bild"),
                "voice.picture_removed": _("Ein Bild wurde entfernt"),
                "voices.imported": _("Stimmen wurden eingelesen"),
                "voices.moderated": _("Eingelesene Stimmen wurden geprüft"),
                "comment.written": _("Ein Kommentar wurde geschrieben"),
                "comment.hidden": _("Ein Kommentar wurde ausgeblendet"),
                "comment.shown": _("Ein Kommentar wird wieder gezeigt"),
                "comment.deleted": _("Ein Kommentar wurde gelöscht"),
                "complaint.made": _("Ein Text wurde gemeldet"),
                "complaint.closed": _("Eine Meldung wurde abgeschlossen"),
            }
        )


def _who(access: Any, permission: str) -> Any:
    return lambda person: access.may(person, permission)


def _register_own_data() -> None:
    from stadtgespraech.apps.people import own_data
    from stadtgespraech.apps.voices.actions import forget_author, forget_commenter, forget_complainant
    from stadtgespraech.apps.voices.models import Voice
    from stadtgespraech.apps.voices.queries import pictures_by

    # Foreign keys lead to every row; here it only says where each voice can be read.
    own_data.register(
        "pages_of_voices",
        lambda person: [voice.get_absolute_url() for voice in Voice.objects.filter(author=person).order_by("pk")],
        erase=forget_author,
    )
    # Comments and complaints point to the person and are found by themselves.
    own_data.register("comments", lambda person: [], erase=forget_commenter)
    own_data.register("complaints", lambda person: [], erase=forget_complainant)
    own_data.register("pictures_of_voices", pictures_by)
