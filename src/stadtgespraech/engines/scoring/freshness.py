"""How old the last value is, measured by what is normal for the indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stadtgespraech.engines.scoring.facts import Indicator
from stadtgespraech.engines.scoring.panel import TINY, BoolArray, FloatArray, Panel, WordArray

OVERDUE, EXPIRED = 1.0, 2.0


@dataclass(frozen=True)
class Freshness:
    """The age of each last value.

    Attributes:
        age: (indicators,) intervals that have passed since the value was allowed to come; NaN without a value.
        state: (indicators,) fresh (age up to 1), overdue (up to 2), expired, or no-values.
        counts: (indicators,) whether the value may enter a score: fresh or overdue.
        carried_forward: (indicators,) whether an overdue value stands in for a newer one. It is the only value that
            ever stands in for another; nothing is imputed.
    """

    age: FloatArray
    state: WordArray

    @property
    def counts(self) -> BoolArray:
        return np.isin(self.state, ("fresh", "overdue"))

    @property
    def carried_forward(self) -> BoolArray:
        return self.state == "overdue"


def freshness(indicators: Sequence[Indicator], panel: Panel, *, today: float) -> Freshness:
    """Compare the end of each last period with today (decimal years): (today − end − lag) / interval."""
    ended = panel.ended(panel.last())
    lag, interval = np.array([[one.lag, one.interval] for one in indicators], dtype=float).reshape(-1, 2).T
    age = (today - ended - lag) / interval
    state = np.select(
        [np.isnan(age), age <= OVERDUE + TINY, age <= EXPIRED + TINY],
        ["no-values", "fresh", "overdue"],
        default="expired",
    )
    return Freshness(age, state)
