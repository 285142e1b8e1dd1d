"""From a value in its unit to a score between 0 and 1, and back.

Both ways of normalising are ramps: rising where more is better, falling where less is, one of each for a corridor. They
rest on the fact sheet alone, so a new value of one indicator never moves the score of another.

Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from stadtgespraech.engines.scoring.facts import Corridor, Hold, Indicator, Reach, contradicts
from stadtgespraech.engines.scoring.panel import FloatArray, WordArray


class Method(StrEnum):
    """What counts as 0 and as 1."""

    GOALPOSTS = "goalposts"
    DISTANCE_TO_TARGET = "distance-to-target"


@dataclass(frozen=True)
class Scales:
    """How each indicator's values become scores.

    Attributes:
        rise: (indicators, 2) where the rising ramp is 0 and 1; NaN without one.
        fall: (indicators, 2) where the falling ramp is 1 and 0; NaN without one.
        reason: (indicators,) why there is no scale: direction-open, no-goalposts, goalposts-against-direction,
            no-target, no-baseline, target-equals-baseline, target-against-direction, no-tolerance; else empty.
    """

    rise: FloatArray
    fall: FloatArray
    reason: WordArray

    def scores(self, values: FloatArray) -> FloatArray:
        """Scores of values: (indicators, ...) in each unit → the same shape, in [0, 1]; NaN for gaps."""
        shape = (-1,) + (1,) * (values.ndim - 1)
        zero, one = (self.rise[:, side].reshape(shape) for side in (0, 1))
        top, bottom = (self.fall[:, side].reshape(shape) for side in (0, 1))
        ramp = np.fmin((values - zero) / (one - zero), (bottom - values) / (bottom - top))
        return np.clip(ramp, 0, 1)

    def value_at(self, indicator: int, score: float, *, near: float) -> float:
        """The value with this score (in [0, 1]) on the side on which ``near`` lies; NaN without a scale."""
        sides = []
        for at_zero, at_one in (self.rise[indicator], self.fall[indicator][::-1]):
            if math.isfinite(at_zero):
                sides.append(float(at_zero + (at_one - at_zero) * score))
        return min(sides, key=lambda value: abs(value - near), default=math.nan)

    def rises_at(self, indicator: int, value: float) -> bool:
        """Whether a higher value has a higher score there: always, unless only the falling ramp is near."""
        zero, one = self.rise[indicator]
        top, bottom = self.fall[indicator]
        if math.isnan(top) or math.isnan(zero):
            return bool(math.isnan(top))
        return abs(value - (zero + one) / 2) < abs(value - (top + bottom) / 2)

    @property
    def width(self) -> FloatArray:
        """(indicators,) how far a value moves between 0 and 1, in its unit."""
        return np.fmax(self.rise[:, 1] - self.rise[:, 0], self.fall[:, 1] - self.fall[:, 0])


def scales(indicators: Sequence[Indicator], *, method: Method = Method.GOALPOSTS) -> Scales:
    """The scales of a method. Where a fact is missing there is no scale but a reason; no other method steps in.

    A corridor and, under ``DISTANCE_TO_TARGET``, a target to hold score 1 on the good side of their limit and fall to 0
    at the tolerance.
    """
    count = len(indicators)
    rise, fall, reasons = np.full((count, 2), np.nan), np.full((count, 2), np.nan), []
    for row, one in enumerate(indicators):
        found = _ramps(one, method)
        if isinstance(found, str):
            reasons.append(found)
            continue
        reasons.append("")
        for ramp in found:
            (rise if ramp.is_rising else fall)[row] = ramp.start, ramp.end
    return Scales(rise, fall, np.array(reasons, dtype="<U32"))


@dataclass(frozen=True)
class _Ramp:
    start: float
    end: float
    is_rising: bool


def _ramp(worst: float, best: float) -> _Ramp:
    return _Ramp(worst, best, True) if worst < best else _Ramp(best, worst, False)


def _ramps(one: Indicator, method: Method) -> list[_Ramp] | str:
    if not one.has_score_direction:
        return "direction-open"
    if isinstance(one.target, Corridor):
        corridor = one.target
        tolerance = corridor.tolerance or corridor.upper - corridor.lower
        return [
            _ramp(corridor.lower - tolerance, corridor.lower),
            _ramp(corridor.upper + tolerance, corridor.upper),
        ]
    return _goalposts(one) if method is Method.GOALPOSTS else _distance(one)


def _goalposts(one: Indicator) -> list[_Ramp] | str:
    if one.goalposts is None:
        return "no-goalposts"
    worst, best = one.goalposts
    if (best - worst) * one.score_sign < 0:
        return "goalposts-against-direction"
    return [_ramp(worst, best)]


def _distance(one: Indicator) -> list[_Ramp] | str:
    if contradicts(one):
        return "target-against-direction"
    match one.target:
        case Hold(limit=limit) as target:
            tolerance = target.tolerance or (abs(one.baseline.value - limit) if one.baseline else 0)
            return [_ramp(limit - one.score_sign * tolerance, limit)] if tolerance else "no-tolerance"
        case Reach(value=value):
            if one.baseline is None:
                return "no-baseline"
            if value == one.baseline.value:
                return "target-equals-baseline"
            return [_ramp(one.baseline.value, value)]
        case _:
            return "no-target"
