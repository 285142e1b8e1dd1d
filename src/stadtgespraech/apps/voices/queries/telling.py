"""How a voice's page speaks of it: to its author, to everybody else, and while nothing has become of it yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core.thread import Station
from stadtgespraech.core.web.templatetags.formatting import day


def addressed(outcomes: Sequence[Station], *, is_author: bool) -> list[Station]:
    """The thread from a voice on, which calls it "Ihre Stimme" to its author and "Diese Stimme" to everybody else."""
    return [
        replace(station, kind_label=_about(is_author)) if station.position == "here" else station
        for station in outcomes
    ]


def _about(is_author: bool) -> str:
    return _("Ihre Stimme") if is_author else _("Diese Stimme")


def nothing_yet(voice: Voice, outcomes: Sequence[Station], *, is_author: bool, today: date) -> str:
    """What to expect, in one sentence; "" when there is something to see. Asks the database nothing."""
    if voice.state != Voice.State.PUBLISHED or any(station.position == "after" for station in outcomes):
        return ""
    words: dict[str, Any] = {"about": _about(is_author), "day": day(voice.due_on)}
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
