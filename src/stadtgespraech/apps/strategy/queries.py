"""Reading the strategy."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from stadtgespraech.apps.strategy.models import Field, Goal
from stadtgespraech.core import access


def goals_with_fields(*, seen_by: Any) -> QuerySet[Goal]:
    """The goals this person may see, in order, with their fields (two statements)."""
    fields = access.visible(Field, to=seen_by)
    return access.visible(Goal, to=seen_by).prefetch_related(Prefetch("fields", queryset=fields))
