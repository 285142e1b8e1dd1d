"""What stands on a voice's page while nothing has become of it yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core.thread import Station
from stadtgespraech.core.web.templatetags.formatting import day


def nothing_yet(voice: Voice, outcomes: Sequence[Station], *, is_author: bool, today: date) -> str:
    """What to expect, in one sentence; "" when there is something to see. Asks the database nothing."""
    if voice.state != Voice.State.PUBLISHED or any(station.position == "after" for station in outcomes):
        return ""
    about = _("Ihre Stimme") if is_author else _("Diese Stimme")
    words: dict[str, Any] = {"about": about, "day": day(voice.due_on)}
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
