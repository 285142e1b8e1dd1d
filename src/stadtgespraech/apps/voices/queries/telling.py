""" "Was wurde daraus?" in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core.thread import Station
from stadtgespraech.core.web.templatetags.formatting import day


@dataclass(frozen=True)
class Sentence:
    """One thing that became of a voice."""

    text: str
    url: str
    on: date | None
    is_example: bool


@dataclass(frozen=True)
class Telling:
    """What became of a voice, in words.

    Attributes:
        about: "Ihre Stimme" to its author, "Diese Stimme" to everybody else.
        sentences: in the order of the chain.
        nothing_yet: said instead of them.
    """

    about: str
    sentences: tuple[Sentence, ...]
    nothing_yet: str


def telling(voice: Voice, stations: Iterable[Station], *, is_author: bool, today: date) -> Telling:
    """The stations after a voice as sentences; asks the database nothing."""
    said = [
        Sentence(station.sentence, station.url, station.on, station.is_example)
        for station in stations
        if station.position == "after" and station.sentence
    ]
    about = _("Ihre Stimme") if is_author else _("Diese Stimme")
    return Telling(about, tuple(dict.fromkeys(said)), "" if said else _nothing_yet(voice, about, today))


def _nothing_yet(voice: Voice, about: str, today: date) -> str:
    words: dict[str, Any] = {"about": about, "day": day(voice.due_on)}
    if voice.state != Voice.State.PUBLISHED:
        return ""
    if voice.due_on and voice.due_on < today:
        return _("Noch nichts. Die Antwort der Stadt war am %(day)s fällig.") % words
    if voice.due_on:
        return _("Noch nichts. Die Stadt antwortet bis zum %(day)s.") % words
    return (
        _("Noch nichts. %(about)s ist veröffentlicht und wird gelesen. Sobald etwas daraus wird, steht es hier.")
        % words
    )


def days_to_answer(voice: Voice) -> int | None:
    """Days between speaking and answer."""
    answer = getattr(voice, "answer", None)
    if answer is None:
        return None
    return (timezone.localdate(answer.given_at) - timezone.localdate(voice.given_at)).days
