"""Voices as the API gives them out."""

from __future__ import annotations

from typing import Any

from ninja import Field

from stadtgespraech.apps.voices.queries.deadlines import FEWEST
from stadtgespraech.core.web.api_values import PublicItem, Text


class AnswerRateOut(PublicItem):
    """How often a unit answered voices in time."""

    name: Text
    counted: int = Field(description="Voices whose answer was given, or whose day has passed without one.")
    in_time: int | None = Field(description=f"Those answered by the day they were due; null for fewer than {FEWEST}.")
    percent: float | None = Field(description=f"Share of `in_time`, one decimal; null for fewer than {FEWEST}.")

    @staticmethod
    def resolve_in_time(obj: Any) -> int | None:
        return obj.in_time if obj.counted >= FEWEST else None

    @staticmethod
    def resolve_percent(obj: Any) -> float | None:
        return round(100 * obj.in_time / obj.counted, 1) if obj.counted >= FEWEST else None

    @staticmethod
    def resolve_example(obj: Any) -> bool:
        return bool(obj.examples or obj.is_example)
