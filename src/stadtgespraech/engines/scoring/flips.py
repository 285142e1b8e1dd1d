"""What would flip a light: a child's score, a weight, a method, a child left out. Exact, no search."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from stadtgespraech.engines.scoring.aggregate import (
    ARITHMETIC,
    FLOOR,
    GEOMETRIC,
    GOOD_FROM,
    GROUP_LIGHTS,
    MIXED_FROM,
    WORST_CHILD,
    inverse,
    light_steps,
    power_mean,
    transform,
)
from stadtgespraech.engines.scoring.lights import Levels
from stadtgespraech.engines.scoring.normalise import Scales
from stadtgespraech.engines.scoring.panel import TINY, FloatArray

# A weight that would have to grow or shrink further than this is no answer to "how sure is it?".
LARGEST_FACTOR = 10.0


class Kind(StrEnum):
    """What is changed, all else staying as it is."""

    VALUE = "value"
    WEIGHT = "weight"
    METHOD = "method"
    EXCLUSION = "exclusion"


@dataclass(frozen=True, kw_only=True)
class Flip:
    """One change that gives the group another light.

    Attributes:
        child: index of the child that is changed, in the order given; -1 for a method.
        light: the light after the change.
        now, needed: the child's score (0-1) or, with ``is_value``, its value in its unit; its weight; or the power.
            NaN for an exclusion.
        is_better: whether that light is a better one; then the boundary itself is enough.
        rises: whether value or weight has to rise to get there (it may stand on the boundary already).
        is_value: whether ``now`` and ``needed`` are in the child's unit.
    """

    kind: Kind
    light: str
    child: int = -1
    now: float = math.nan
    needed: float = math.nan
    is_better: bool = False
    rises: bool = False
    is_value: bool = False


def flips(scores: FloatArray, weights: FloatArray, *, power: float, powers: Sequence[float] = ()) -> tuple[Flip, ...]:
    """Every single change that moves a group's score across a boundary of its light, smallest first within each kind.

    For a power mean of power p the boundary T is met where Σ wᵢ(f(sᵢ) − f(T)) = 0 with f(s) = s^p (log s for p = 0):
    solved for one sᵢ or one wᵢ this is the answer.

    Args:
        scores: (children,) in [0, 1], NaN for those without one; they cannot flip anything.
        weights: (children,) not below zero.
        power: of the mean that is used.
        powers: other means to compare with.
    """
    place = np.flatnonzero(np.isfinite(scores) & (weights > 0))
    score, weight = scores[place], weights[place]
    now = light_of(power_mean(score, weight, power=power)) if len(place) else ""
    if not now:
        return ()
    found = [
        *_value_flips(score, weight, power, now),
        *_weight_flips(score, weight, power, now),
        *_exclusions(score, weight, power, now),
    ]
    methods = [
        Flip(kind=Kind.METHOD, light=light, now=power, needed=other, is_better=_is_better(light, now))
        for other in powers
        if other != power and (light := light_of(power_mean(score, weight, power=other))) != now
    ]
    return (*(replace(flip, child=int(place[flip.child])) for flip in found), *methods)


def light_of(score: float) -> str:
    """The light of a score; empty for NaN."""
    return "" if math.isnan(score) else GROUP_LIGHTS[int(light_steps(np.array(score)))]


def in_units(flip: Flip, scales: Scales, indicator: int, value: float) -> Flip:
    """A value flip of an indicator in the indicator's own unit.

    Args:
        value: the indicator's present value.
    """
    if flip.kind is not Kind.VALUE:
        return flip
    needed = scales.value_at(indicator, flip.needed, near=value)
    return replace(
        flip, now=value, needed=needed, rises=flip.rises == scales.rises_at(indicator, needed), is_value=True
    )


def level_flip(level: Levels, indicator: int) -> Flip | None:
    """The value at which an indicator's level against its path flips; None where it has no verdict."""
    now = str(level.light[indicator])
    if now not in ("on-track", "behind"):
        return None
    value = float(level.value[indicator])
    lower, upper = float(level.lower[indicator]), float(level.upper[indicator])
    at_lower = abs(value - lower) <= abs(value - upper)
    return Flip(
        kind=Kind.VALUE,
        light="behind" if now == "on-track" else "on-track",
        child=indicator,
        now=value,
        needed=lower if at_lower else upper,
        is_better=now == "behind",
        rises=at_lower == (now == "behind"),
        is_value=True,
    )


def _is_better(light: str, now: str) -> bool:
    return GROUP_LIGHTS.index(light) > GROUP_LIGHTS.index(now)


def _boundaries(now: str) -> list[tuple[float, str]]:
    """The boundaries around a light, with the light beyond each."""
    step = GROUP_LIGHTS.index(now)
    above = [(bound, GROUP_LIGHTS[step + 1]) for bound in (MIXED_FROM, GOOD_FROM)[step : step + 1]]
    below = [(bound, GROUP_LIGHTS[step - 1]) for bound in (MIXED_FROM, GOOD_FROM)[max(step - 1, 0) : step]]
    return above + below


def _value_flips(score: FloatArray, weight: FloatArray, power: float, now: str) -> list[Flip]:
    found = []
    lowest = FLOOR if power <= 0 and power != WORST_CHILD else 0.0
    for bound, light in _boundaries(now):
        for child in range(len(score)):
            needed = _needed_score(score, weight, child, bound, power)
            better = _is_better(light, now)
            # The boundary itself belongs to the better light: downwards a score of 0 (or the floor) is not enough.
            possible = score[child] < needed <= 1 + TINY if better else lowest + TINY < needed <= score[child] + TINY
            if possible:
                found.append(
                    Flip(
                        kind=Kind.VALUE,
                        light=light,
                        child=child,
                        now=float(score[child]),
                        needed=min(needed, 1.0),
                        is_better=better,
                        rises=better,
                    )
                )
    return sorted(found, key=lambda flip: abs(flip.needed - flip.now))


def _needed_score(score: FloatArray, weight: FloatArray, child: int, bound: float, power: float) -> float:
    """The score with which this child alone brings the mean to the boundary, perhaps below 0; NaN for none up to 1."""
    if power == WORST_CHILD:
        others = np.delete(score, child)
        return bound if not len(others) or others.min() >= bound - TINY else math.nan
    at_bound = _transform(bound, power)
    others = np.delete(weight * (transform(score, power) - at_bound), child).sum()
    mean = at_bound - others / weight[child]
    is_above_one = (mean - _transform(1.0, power)) * math.copysign(1, power) > TINY
    if is_above_one or (power not in (ARITHMETIC, GEOMETRIC) and mean <= 0):
        return math.nan
    return float(inverse(np.array(mean), power))


def _weight_flips(score: FloatArray, weight: FloatArray, power: float, now: str) -> list[Flip]:
    if power == WORST_CHILD:
        return []
    found = []
    for bound, light in _boundaries(now):
        distance = transform(score, power) - _transform(bound, power)
        for child in range(len(score)):
            if distance[child] == 0:
                continue
            others = float(np.delete(weight * distance, child).sum())
            needed = -others / float(distance[child])
            factor = needed / float(weight[child])
            if needed > 0 and 1 / LARGEST_FACTOR <= factor <= LARGEST_FACTOR:
                found.append(
                    Flip(
                        kind=Kind.WEIGHT,
                        light=light,
                        child=child,
                        now=float(weight[child]),
                        needed=needed,
                        is_better=_is_better(light, now),
                        # More weight draws the mean towards this child.
                        rises=(score[child] > bound) == _is_better(light, now),
                    )
                )
    return sorted(found, key=lambda flip: abs(math.log(flip.needed / flip.now)))


def _exclusions(score: FloatArray, weight: FloatArray, power: float, now: str) -> list[Flip]:
    if len(score) == 1:
        return []
    lights = [
        light_of(power_mean(np.delete(score, child), np.delete(weight, child), power=power))
        for child in range(len(score))
    ]
    return [
        Flip(kind=Kind.EXCLUSION, light=light, child=child, is_better=_is_better(light, now))
        for child, light in enumerate(lights)
        if light != now
    ]


def _transform(bound: float, power: float) -> float:
    return float(transform(np.array(bound), power))
