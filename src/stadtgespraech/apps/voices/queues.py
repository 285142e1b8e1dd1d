"""What of voices waits for whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from stadtgespraech.apps.voices import queries
from stadtgespraech.apps.voices.queries import deadlines
from stadtgespraech.core import access
from stadtgespraech.core.web import queues
from stadtgespraech.core.web.queues import Queue

# Word in the address → what waits, in the order in which somebody looks at it.
_CLOCKS = {
    "ueberfaellig": ngettext_lazy(
        "Eine Stimme wartet zu lange auf Antwort", "%(n)s Stimmen warten zu lange auf Antwort", "n"
    ),
    "ohne-zustaendigkeit": ngettext_lazy(
        "Für eine Stimme ist noch niemand zuständig", "Für %(n)s Stimmen ist noch niemand zuständig", "n"
    ),
    "zu-bestaetigen": ngettext_lazy(
        "Bei einer Stimme ist der Eingang zu bestätigen", "Bei %(n)s Stimmen ist der Eingang zu bestätigen", "n"
    ),
    "in-arbeit": ngettext_lazy("Eine Antwort ist in Arbeit", "%(n)s Antworten sind in Arbeit", "n"),
}


def of_moderation(person: Any, now: datetime) -> Iterator[Queue]:
    """What nobody has read yet, and what somebody complained about."""
    if access.may(person, "voices.publish_voice"):
        yield Queue(
            queries.waiting(seen_by=person),
            ngettext_lazy("Eine Stimme hat noch niemand gelesen", "%(n)s Stimmen hat noch niemand gelesen", "n"),
            reverse("voices:queue"),
        )
    if access.may(person, "voices.see_complaints"):
        yield Queue(
            queries.open_complaints(seen_by=person),
            ngettext_lazy("Ein gemeldeter Text wartet", "%(n)s gemeldete Texte warten", "n"),
            reverse("voices:complaints"),
        )


def of_answers(person: Any, now: datetime) -> Iterator[Queue]:
    """Voices that this person has to see to, and answers that reach their author only by phone or letter."""
    if not access.may(person, "voices.see_deadlines"):
        return
    today, page = timezone.localdate(now), reverse("voices:deadlines")
    for word, words in _CLOCKS.items():
        state = deadlines.WORDS[word]
        rows = deadlines.deadlines(seen_by=person, today=today, state=state)
        yield Queue(rows, words, f"{page}?stand={word}", is_overdue=state == deadlines.OVERDUE)
    yield Queue(
        deadlines.to_be_told(seen_by=person),
        ngettext_lazy(
            "Eine Antwort ist am Telefon oder per Brief auszurichten",
            "%(n)s Antworten sind am Telefon oder per Brief auszurichten",
            "n",
        ),
        reverse("voices:answers_to_tell"),
    )


def register() -> None:
    """Show them at the workplace."""
    queues.register(_("Stimmen, die auf Antwort warten"), of_answers, order=20)
    queues.register(_("Moderation"), of_moderation, order=30)
