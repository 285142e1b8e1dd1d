"""What waits for the offices."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value

from stadtgespraech.apps.council.queries.papers import drafts, without_result
from stadtgespraech.apps.council.queries.resolutions import FollowUpFilter, follow_ups


def waiting(*, seen_by: Any, today: date) -> dict[str, int]:
    """How many results are missing, papers are drafts, follow-up items unfinished and overdue (one statement)."""
    overdue = FollowUpFilter(state="ueberfaellig")
    rows: dict[str, QuerySet[Any]] = {
        "missing": without_result(seen_by=seen_by, today=today),
        "drafts": drafts(seen_by=seen_by),
        "unfinished": follow_ups(seen_by=seen_by, today=today),
        "overdue": follow_ups(seen_by=seen_by, today=today, only=overdue),
    }
    first, *others = (_count(name, found) for name, found in rows.items())
    return {**dict.fromkeys(rows, 0), **dict(first.union(*others, all=True))}


def _count(name: str, rows: QuerySet[Any]) -> Any:
    named = (
        rows.order_by().select_related(None).annotate(counted=Value(name, output_field=CharField())).values("counted")
    )
    return named.annotate(number=Count("pk")).values_list("counted", "number")
