from __future__ import annotations

from functools import partial
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What stands in the menu of the offices: place, label, route, permission.
STAFF_MENU = (
    (20, _("Stimmen prüfen"), "voices:queue", "voices.publish_voice"),
    (21, _("Stimmen eintragen"), "voices:enter_voice", "voices.enter_voice"),
    (22, _("Fristen"), "voices:deadlines", "voices.see_deadlines"),
    (25, _("Meldungen"), "voices:complaints", "voices.see_complaints"),
)
JOURNAL = {
    "voice.submitted": _("Eine Stimme wurde abgegeben"),
    "voice.entered": _("Eine Stimme wurde eingetragen"),
    "event.minuted": _("Die Beiträge eines Termins wurden eingetragen"),
    "voice.published": _("Eine Stimme wurde veröffentlicht"),
    "voice.refused": _("Eine Stimme wurde nicht veröffentlicht"),
    "voice.sorted": _("Eine Stimme wurde eingeordnet"),
    "voice.withdrawn": _("Eine Stimme wurde zurückgezogen"),
    "voice.removed": _("Eine Stimme wurde mit dem Konto gelöscht"),
    "voice.supported": _("Jemand stellte sich hinter eine Stimme"),
    "voice.unsupported": _("Jemand nahm eine Unterstützung zurück"),
    "voice.routed": _("Eine Stimme ging an die zuständige Stelle"),
    "voice.rerouted": _("Die Zuständigkeit oder die Frist einer Stimme wurde geändert"),
    "voice.acknowledged": _("Eine Stelle nahm eine Stimme an"),
    "voice.escalated": _("Eine Antwort ist überfällig und wurde angemahnt"),
    "voice.answered": _("Eine Stimme wurde beantwortet"),
    "voices.answered": _("Mehrere Stimmen wurden mit einem Text beantwortet"),
    "answer.corrected": _("Eine Antwort wurde berichtigt"),
    "answer.told": _("Eine Antwort wurde am Telefon oder per Brief ausgerichtet"),
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


class VoicesConfig(AppConfig):
    name = "stadtgespraech.apps.voices"
    label = "voices"

    def ready(self) -> None:
        from stadtgespraech.apps.voices import (  # noqa: F401 -- they register themselves
            commenting_boxes,
            deadline_boxes,
            nodes,
            queues,
            rules,
            speaking_boxes,
        )
        from stadtgespraech.core.journal.names import name_kinds
        from stadtgespraech.core.web import navigation

        for boxes in (speaking_boxes, deadline_boxes, commenting_boxes):
            boxes.register()
        queues.register()
        _register_own_data()
        name_kinds(JOURNAL)
        navigation.register(_("Stimmen"), "voices:voices", order=10)
        navigation.register(_("Antwortet die Stadt rechtzeitig?"), "voices:answer_rate", order=65, place="footer")
        for order, label, route, permission in STAFF_MENU:
            navigation.register(
                label,
                route,
                order=order,
                place="staff",
                shown_to=partial(_may, permission),
            )


def _may(permission: str, person: Any) -> bool:
    from stadtgespraech.core import access

    return access.may(person, permission)


def _register_own_data() -> None:
    from stadtgespraech.apps.people import own_data
    from stadtgespraech.apps.voices.actions import forget_author
    from stadtgespraech.apps.voices.actions.commenting import forget_commenter
    from stadtgespraech.apps.voices.actions.complaining import forget_complainant
    from stadtgespraech.apps.voices.models import Voice
    from stadtgespraech.apps.voices.queries.attaching import pictures_by

    # Comments and complaints are found through foreign keys; pictures go with their voice.
    own_data.register("comments", lambda person: [], erase=forget_commenter)
    own_data.register("complaints", lambda person: [], erase=forget_complainant)
    own_data.register("pictures_of_voices", pictures_by)
    # Foreign keys lead to every row; here it only says where each voice can be read.
    own_data.register(
        "pages_of_voices",
        lambda person: [voice.get_absolute_url() for voice in Voice.objects.filter(author=person).order_by("pk")],
        erase=forget_author,
    )
