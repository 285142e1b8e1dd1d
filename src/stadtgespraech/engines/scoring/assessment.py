"""Everything at once: from values to lights, forecasts, and the scores of fields and goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from stadtgespraech.engines.scoring.aggregate import (
    ARITHMETIC,
    GEOMETRIC,
    HARMONIC,
    WORST_CHILD,
    Scorecard,
    roll_up,
)
from stadtgespraech.engines.scoring.calendar import as_year
from stadtgespraech.engines.scoring.facts import Indicator
from stadtgespraech.engines.scoring.flips import Flip, flips, in_units
from stadtgespraech.engines.scoring.forecast import Forecasts, forecasts
from stadtgespraech.engines.scoring.freshness import Freshness, freshness
from stadtgespraech.engines.scoring.growth import Growth, courses, growth
from stadtgespraech.engines.scoring.hierarchy import Hierarchy, Weights
from stadtgespraech.engines.scoring.lights import Levels, Trends, levels, overall, trends
from stadtgespraech.engines.scoring.normalise import Method, Scales, scales
from stadtgespraech.engines.scoring.panel import FloatArray, IntArray, Panel, WordArray

ALL_POWERS = (ARITHMETIC, GEOMETRIC, HARMONIC, WORST_CHILD)


@dataclass(frozen=True)
class Assessment:
    """All verdicts of one day.

    Attributes:
        light: (indicators,) the one light for lists: the level where there is a path, else the trend; ``expired`` where
            the last value is too old to say anything about today.
        values: (indicators,) the values that count; NaN for those that do not.
        scores: (indicators,) in [0, 1], NaN where there is none.
        score_reason: (indicators,) why there is no score: no-values, expired, definition-break, or a reason of
            ``scales``; else empty.
        grades: (indicators,) index into A-D of each last value, -1 without one.
        weights: those of the day; power: of the means.
    """

    light: WordArray
    level: Levels
    trend: Trends
    forecast: Forecasts
    growth: Growth
    freshness: Freshness
    scales: Scales
    values: FloatArray
    scores: FloatArray
    score_reason: WordArray
    grades: IntArray
    weights: Weights
    card: Scorecard
    power: float


def assess(
    indicators: Sequence[Indicator],
    panel: Panel,
    hierarchy: Hierarchy,
    *,
    today: date,
    method: Method = Method.GOALPOSTS,
    power: float = ARITHMETIC,
) -> Assessment:
    """Judge all indicators, fields and goals as of a day; what ended later is not looked at.

    Raises:
        ValueError: the panel has not one row per indicator, or the hierarchy names an indicator that does not exist.
    """
    if len(indicators) != len(panel.values):
        raise ValueError(f"There are {len(indicators)} indicators but {len(panel.values)} rows of values.")
    weights = hierarchy.on(today)
    if len(weights.indicator) and not 0 <= weights.indicator.min() <= weights.indicator.max() < len(indicators):
        raise ValueError("A membership names an indicator that does not exist.")
    now = as_year(today)
    known = panel.until(now)
    level, trend, fresh = levels(indicators, known), trends(indicators, known), freshness(indicators, known, today=now)
    scale = scales(indicators, method=method)
    # A distance from a baseline of another definition is none.
    broken = (level.light == "definition-break") & (method is Method.DISTANCE_TO_TARGET)
    reason = np.select(
        [fresh.state == "no-values", fresh.state == "expired", broken],
        ["no-values", "expired", "definition-break"],
        default=scale.reason,
    )
    values = np.where(reason == "", level.value, np.nan)
    scores = scale.scores(values)
    grades = known.grade_at(known.last())
    light = overall(level, trend)
    return Assessment(
        light=np.where(fresh.state == "expired", "expired", light),
        level=level,
        trend=trend,
        forecast=forecasts(indicators, known),
        growth=growth(courses(indicators, known)),
        freshness=fresh,
        scales=scale,
        values=values,
        scores=scores,
        score_reason=reason,
        grades=grades,
        weights=weights,
        card=roll_up(scores, weights, power=power, grades=grades, carried_forward=fresh.carried_forward),
        power=power,
    )


def field_flips(found: Assessment, field: int, *, powers: Sequence[float] = ALL_POWERS) -> tuple[Flip, ...]:
    """What would flip a field's light: values in their units; ``child`` is the indicator. Nothing without a score."""
    if not np.isfinite(found.card.fields.score[field]):
        return ()
    members = np.flatnonzero(found.weights.field == field)
    indicator = found.weights.indicator[members]
    changes = flips(found.scores[indicator], found.weights.weight[members], power=found.power, powers=powers)
    return tuple(
        in_units(flip, found.scales, flip.child, float(found.values[flip.child]))
        for flip in _renumbered(changes, indicator)
    )


def goal_flips(found: Assessment, goal: int, *, powers: Sequence[float] = ALL_POWERS) -> tuple[Flip, ...]:
    """What would flip a goal's light; ``child`` is the field, its score the one that the goal counts."""
    if not np.isfinite(found.card.goals.score[goal]):
        return ()
    field = np.flatnonzero(found.weights.field_goal == goal)
    changes = flips(found.card.counted[field], found.weights.field_weight[field], power=found.power, powers=powers)
    return tuple(_renumbered(changes, field))


def _renumbered(changes: Sequence[Flip], names: IntArray) -> list[Flip]:
    return [replace(flip, child=int(names[flip.child])) if flip.child >= 0 else flip for flip in changes]
