"""Where imported voices came from, and how many of them wait."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet

from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import access


def waiting_by_source(*, seen_by: Any) -> QuerySet[Voice, Any]:
    """Rows ``{"source": …, "waiting": …}`` of sources with imported voices that nobody has decided on, by name."""
    waiting = access.visible(Voice, to=seen_by).filter(state=Voice.State.PENDING).exclude(external_id="")
    return waiting.order_by("source").values("source").annotate(waiting=Count("pk"))


def waiting_from(source: str, *, seen_by: Any) -> QuerySet[Voice]:
    """Imported voices of one source that wait, in the order in which they came."""
    waiting = access.visible(Voice, to=seen_by).filter(state=Voice.State.PENDING, source=source)
    return waiting.exclude(external_id="").select_related("topic", "district").order_by("pk")
