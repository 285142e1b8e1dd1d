"""Voices that wait for an answer."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.voices import actions
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
_numbers = itertools.count(1)


def unit(name: str = "Amt für Wohnen") -> Unit:
    number = next(_numbers)
    made = Unit.objects.create(slug=f"stelle-{number}", number=str(number), name=Translated(de=name))
    thread.put(made, at=NOW)
    return made


def voice(**columns: Any) -> Voice:
    """A published voice on the thread; other columns as given."""
    number = next(_numbers)
    made = Voice.objects.create(
        **{
            "slug": f"stimme{number}",
            "title": f"Mehr Bänke {number}",
            "text": "Am Fluss fehlen Bänke.",
            "given_at": NOW,
            "published_at": NOW,
            "state": Voice.State.PUBLISHED,
            **columns,
        }
    )
    thread.put(made, at=NOW)
    return made


def routed(to: Unit, *, by: Any, now: datetime = NOW, **columns: Any) -> Voice:
    return actions.route_voice(voice=voice(**columns), unit=to, by=by, now=now)
