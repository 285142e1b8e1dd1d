"""What waits for moderation, and what was typed in lately."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.apps.voices.queries.listing import with_card
from stadtgespraech.core import access


def waiting(*, seen_by: Any) -> QuerySet[Voice]:
    """Voices that nobody has read yet, oldest first."""
    rows = access.visible(Voice, to=seen_by).filter(state=Voice.State.PENDING, archived_at=None)
    return with_card(rows).order_by("given_at", "id")


def waiting_like(voice: Voice, *, seen_by: Any) -> int:
    """How many other voices say word for word the same (one statement)."""
    return access.visible(Voice, to=seen_by).filter(title=voice.title, text=voice.text).exclude(pk=voice.pk).count()


def lately_entered(*, by: Any, most: int = 5) -> QuerySet[Voice]:
    """What this person typed in last."""
    return access.visible(Voice, to=by).filter(entered_by=by).order_by("-id")[:most]
