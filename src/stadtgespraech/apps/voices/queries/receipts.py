"""The receipt: whoever has it sees how far a voice is, never what it says. Good for guests, on the phone, on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core.errors import NotFound


@dataclass(frozen=True)
class Step:
    """A step on the way of a voice, as the thread draws it."""

    kind_label: str
    title: str
    state: str
    note: str = ""
    on: date | None = None
    url: str = ""
    is_example: bool = False


@dataclass(frozen=True)
class Receipt:
    """How far a voice is.

    Attributes:
        steps: the way behind and before it.
        is_public: whether its page can be read by everybody.
    """

    slug: str
    number: str
    state: str
    state_in_words: Any
    refusal: str
    refusal_note: str
    url: str
    is_public: bool
    is_example: bool
    steps: tuple[Step, ...]


def slug_in(number: str) -> str:
    """What somebody typed from their receipt, as a slug: spaces, dashes and capitals don't matter."""
    return "".join(letter for letter in number.lower()[:40] if letter.isascii() and letter.isalnum())


def receipt_of(slug: str) -> Receipt:
    """The receipt with this number (one statement).

    Raises:
        NotFound: there is none.
    """
    if "\x00" in slug:
        raise NotFound
    voice = Voice.objects.select_related("answer").filter(slug=slug, archived_at=None).first()
    if voice is None:
        raise NotFound(_("Diese Quittung kennen wir nicht. Bitte prüfen Sie die acht Zeichen."))
    return Receipt(
        slug=voice.slug,
        number=voice.receipt,
        state=voice.state,
        state_in_words=voice.get_state_display(),
        refusal=voice.get_refusal_display() if voice.refusal else "",
        refusal_note=voice.refusal_note,
        url=voice.get_absolute_url(),
        is_public=voice.state == Voice.State.PUBLISHED,
        is_example=voice.is_example,
        steps=tuple(_steps(voice)),
    )


def _steps(voice: Voice) -> list[Step]:
    arrived = Step(_("Ihre Stimme"), _("ist angekommen"), "done", on=timezone.localdate(voice.given_at))
    if voice.state == Voice.State.REJECTED:
        return [arrived, Step(_("Prüfung"), _("wird nicht veröffentlicht"), "here")]
    if voice.state == Voice.State.WITHDRAWN:
        return [arrived, Step(_("Zurückgezogen"), _("ist nicht mehr öffentlich"), "here")]
    is_public, answer = voice.state == Voice.State.PUBLISHED, getattr(voice, "answer", None)
    return [
        arrived,
        Step(
            _("Prüfung"),
            _("Jemand liest sie"),
            "done" if is_public else "here",
            _("Geprüft wird nur, ob die Regeln eingehalten sind. Niemand ändert ein Wort."),
        ),
        Step(
            _("Veröffentlichung"),
            _("Alle können sie lesen"),
            "next" if not is_public else "done" if answer else "here",
            on=timezone.localdate(voice.published_at) if is_public and voice.published_at else None,
            url=voice.get_absolute_url() if is_public else "",
        ),
        *([] if answer else [_merging()]),
        Step(
            pgettext("voices", "Antwort"),
            answer.get_disposition_display() if answer else _("Die Stadt sagt, was daraus wird"),
            "here" if answer else "next",
            on=timezone.localdate(answer.given_at) if answer else None,
            url=answer.get_absolute_url() if answer else "",
        ),
    ]


def _merging() -> Step:
    return Step(
        _("Zusammenführung"),
        _("Viele Stimmen ergeben ein Bild"),
        "next",
        _("Ihre Worte bleiben stehen, auch wenn sie Teil eines Bildes werden."),
    )
