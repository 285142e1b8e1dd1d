"""Days as decimal years: the end of 31 December 2025 is 2026.0."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

LAST_YEAR = 2999


@lru_cache(maxsize=8192)
def as_year(day: date) -> float:
    """The end of a day in decimal years."""
    before = date(day.year, 1, 1).toordinal()
    return day.year + (day.toordinal() - before + 1) / (date(day.year, 12, 31).toordinal() - before + 1)


def as_day(year: float) -> date:
    """The day whose end lies nearest to this point in time (inverse of :func:`as_year`)."""
    whole = int(year // 1)
    days = date(whole, 12, 31).toordinal() - date(whole, 1, 1).toordinal() + 1
    return date(whole, 1, 1) + timedelta(days=round((year - whole) * days) - 1)
