from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VoicesConfig(AppConfig):
    name = "stadtgespraech.apps.voices"
    label = "voices"

    def ready(self) -> None:
        from stadtgespraech.apps.voices import nodes, rules, speaking_boxes  # noqa: F401 -- they register themselves
        from stadtgespraech.core import access
        from stadtgespraech.core.journal.names import name_kinds
        from stadtgespraech.core.web import navigation

        speaking_boxes.register()
        _register_own_data()
        navigation.register(_("Stimmen"), "voices:voices", order=10)
        for order, label, route, permission in (
            (20, _("Stimmen prüfen"), "voices:queue", "voices.publish_voice"),
            (21, _("Stimmen eintragen"), "voices:enter_voice", "voices.enter_voice"),
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
            }
        )
        _register_clock()


def _who(access: Any, permission: str) -> Any:
    return lambda person: access.may(person, permission)


def _register_own_data() -> None:
    from stadtgespraech.apps.people import own_data
    from stadtgespraech.apps.voices.actions import forget_author
    from stadtgespraech.apps.voices.models import Voice

    # Foreign keys lead to every row; here it only says where each voice can be read.
    own_data.register(
        "pages_of_voices",
        lambda person: [voice.get_absolute_url() for voice in Voice.objects.filter(author=person).order_by("pk")],
        erase=forget_author,
    )


def _register_clock() -> None:
    from stadtgespraech.apps.voices import deadline_boxes
    from stadtgespraech.core import access
    from stadtgespraech.core.journal.names import name_kinds
    from stadtgespraech.core.web import navigation

    deadline_boxes.register()
    navigation.register(
        _("Fristen"),
        "voices:deadlines",
        order=20,
        place="staff",
        shown_to=lambda person: access.may(person, "voices.see_deadlines"),
    )
    navigation.register(_("Antwortet die Stadt rechtzeitig?"), "voices:answer_rate", order=65, place="footer")
    name_kinds(
        {
            "voice.routed": _("Eine Stimme ging an die zuständige Stelle"),
            "voice.rerouted": _("Die Zuständigkeit oder die Frist einer Stimme wurde geändert"),
            "voice.acknowledged": _("Eine Stelle nahm eine Stimme an"),
            "voice.escalated": _("Eine Antwort ist überfällig und wurde angemahnt"),
            "voice.answered": _("Eine Stimme wurde beantwortet"),
            "voices.answered": _("Mehrere Stimmen wurden mit einem Text beantwortet"),
            "answer.corrected": _("Eine Antwort wurde berichtigt"),
            "answer.told": _("Eine Antwort wurde am Telefon oder per Brief ausgerichtet"),
        }
    )
