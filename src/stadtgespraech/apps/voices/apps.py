from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VoicesConfig(AppConfig):
    name = "stadtgespraech.apps.voices"
    label = "voices"

    def ready(self) -> None:
        from stadtgespraech.apps.voices import nodes, rules  # noqa: F401 -- they register themselves

        _register_clock()


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
