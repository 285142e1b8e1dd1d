"""How far a score rests on choices: Monte Carlo over values, weights, method and exclusions; leave-one-out.

Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 7; Saisana, Saltelli & Tarantola (2005),
Uncertainty and sensitivity analysis techniques as tools for the quality assessment of composite indicators.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stadtgespraech.engines.scoring.aggregate import (
    ARITHMETIC,
    GEOMETRIC,
    GOOD_FROM,
    HARMONIC,
    MIXED_FROM,
    Scorecard,
    group_scores,
    power_mean,
)
from stadtgespraech.engines.scoring.facts import Indicator
from stadtgespraech.engines.scoring.hierarchy import Weights
from stadtgespraech.engines.scoring.normalise import Method, Scales, scales
from stadtgespraech.engines.scoring.panel import TINY, BoolArray, FloatArray, IntArray

# Standard error by grade A-D, as a share of the distance between a score of 0 and of 1: a convention, not an estimate.
ERROR_BY_GRADE = (0.01, 0.03, 0.08, 0.15)
# Gamma shape of a weight: its coefficient of variation is 1/sqrt(10), about 32 %.
CONCENTRATION = 10.0
SMALLEST_WEIGHT = 1e-200
# In this share of draws a field does without one of its indicators.
LEFT_OUT = 0.5
POWERS = (ARITHMETIC, GEOMETRIC, HARMONIC)
BAND = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Band:
    """What the draws make of each field's or goal's score.

    Attributes:
        low, middle, high: (groups,) 5 %, 50 % and 95 % quantile over all draws and methods; NaN without a score.
        by_power: (powers, groups) the median under each method of aggregation alone.
        light: (groups, 3) share of draws that are mostly-behind, mixed, mostly-good.
    """

    low: FloatArray
    middle: FloatArray
    high: FloatArray
    by_power: FloatArray
    light: FloatArray


@dataclass(frozen=True)
class Bands:
    fields: Band
    goals: Band


def bands(
    indicators: Sequence[Indicator],
    values: FloatArray,
    weights: Weights,
    card: Scorecard,
    *,
    grades: IntArray,
    seed: int,
    draws: int = 2000,
    powers: Sequence[float] = POWERS,
    methods: Sequence[Method] = (Method.GOALPOSTS, Method.DISTANCE_TO_TARGET),
) -> Bands:
    """Bands of the scores of fields and goals.

    In each draw, every value moves by its standard error (normal; the indicator's own or the convention of its grade);
    the weights of siblings are drawn from a Dirichlet distribution around the agreed ones; one way of normalising is
    picked for all indicators (one that lacks it keeps the first); and in half of the draws a field does without one of
    its indicators, any with the same chance (only those that count in the goal through this field). Each draw is
    aggregated with every power.

    Args:
        values: (indicators,) the values that count; NaN for those that do not.
        card: the scores themselves; what has none there has no band.
        grades: (indicators,) index into A-D, -1 where there is no value.
        methods: ways of normalising; the first is the one that the scores were made with.
    """
    random = np.random.default_rng(seed)
    scale = [scales(indicators, method=method) for method in methods]
    errors = standard_errors(indicators, scale[0], grades)
    drawn = values[:, None] + errors[:, None] * random.standard_normal((len(values), draws))
    scores = scale[0].scores(drawn)
    if len(scale) > 1:
        pick = random.integers(len(scale), size=draws)
        for number, other in enumerate(scale[1:], start=1):
            place = np.flatnonzero(pick == number)
            alternative = other.scores(drawn[:, place])
            # A scale that is missing under the first method stays missing: nothing enters by chance.
            scores[:, place] = np.where(
                np.isnan(alternative) | np.isnan(scores[:, place]), scores[:, place], alternative
            )
    child = scores[weights.indicator]
    weight = drawn_weights(weights.weight, weights.field, draws, random)
    leave_out(weight, weights.field, np.isfinite(child[:, 0]) & weights.counts_in_goal, random)
    field_weight = drawn_weights(weights.field_weight, weights.field_goal, draws, random)

    fields = np.empty((len(powers), weights.fields, draws))
    goals = np.empty((len(powers), weights.goals, draws))
    once = weights.counts_in_goal
    order = np.argsort(weights.field_goal, kind="stable")
    for number, power in enumerate(powers):
        fields[number] = group_scores(child, weight, weights.field, groups=weights.fields, power=power)
        counted = fields[number]
        if not once.all():
            counted = group_scores(child[once], weight[once], weights.field[once], groups=weights.fields, power=power)
        counted = np.where(np.isfinite(card.counted)[:, None], counted, np.nan)
        goals[number] = group_scores(
            counted[order], field_weight[order], weights.field_goal[order], groups=weights.goals, power=power
        )
    return Bands(_band(fields, card.fields.score), _band(goals, card.goals.score))


def standard_errors(indicators: Sequence[Indicator], scale: Scales, grades: IntArray) -> FloatArray:
    """(indicators,) standard error of each value in its unit; 0 where there is no scale to measure a convention by."""
    convention = np.array(ERROR_BY_GRADE)[np.maximum(grades, 0)] * np.nan_to_num(scale.width)
    own = np.array([np.nan if one.standard_error is None else one.standard_error for one in indicators], dtype=float)
    return np.where(np.isnan(own), convention, own)


def drawn_weights(weight: FloatArray, group: IntArray, draws: int, random: np.random.Generator) -> FloatArray:
    """(children, draws) Gamma weights; within a group their shares are a Dirichlet distribution around the given ones.

    A weight of 0 stays 0, any other stays above it.
    """
    totals, sizes = np.bincount(group, weight), np.bincount(group)
    relative = weight * np.divide(sizes, totals, out=np.ones(len(totals)), where=totals > 0)[group]
    drawn = random.standard_gamma(CONCENTRATION * relative[:, None], (len(weight), draws))
    return np.where(weight[:, None] > 0, np.maximum(drawn, SMALLEST_WEIGHT), 0.0)


def leave_out(weight: FloatArray, field: IntArray, candidate: BoolArray, random: np.random.Generator) -> None:
    """Set, in place, the weight of one candidate per field to zero in half of the draws; a field's only one stays.

    Candidates have a score and count in their goal through this field, so that no field falls out of its goal.
    """
    places = np.flatnonzero(candidate)
    _present, starts, sizes = np.unique(field[places], return_index=True, return_counts=True)
    several = sizes > 1
    starts, sizes = starts[several], sizes[several]
    shape = (len(sizes), weight.shape[1])
    pick = random.integers(0, sizes[:, None], size=shape)
    group, draw = np.nonzero(random.random(shape) < LEFT_OUT)
    weight[places[starts[group] + pick[group, draw]], draw] = 0.0


def _band(scores: FloatArray, reference: FloatArray) -> Band:
    """(powers, groups, draws) → quantiles and shares; NaN for groups that have no score."""
    powers, groups, draws = scores.shape
    low, middle, high = np.full((3, groups), np.nan)
    by_power, light = np.full((powers, groups), np.nan), np.full((groups, 3), np.nan)
    place = np.flatnonzero(np.isfinite(reference))
    if len(place):
        kept = np.ascontiguousarray(scores[:, place].swapaxes(0, 1))
        by_power[:, place] = np.median(kept, axis=2).T
        pooled = kept.reshape(len(place), powers * draws)
        good = (pooled >= GOOD_FROM - TINY).mean(axis=1)
        behind = (pooled < MIXED_FROM - TINY).mean(axis=1)
        light[place] = np.stack([behind, 1 - behind - good, good], axis=1)
        low[place], middle[place], high[place] = np.quantile(pooled, BAND, axis=1)
    return Band(low, middle, high, by_power, light)


@dataclass(frozen=True)
class LeaveOneOut:
    """Scores without one child at a time.

    Attributes:
        field: (members,) the field's score without this member, in the order of ``Weights``; NaN where nothing is left
            or there was no score.
        goal: (fields,) the goal's score without this field.
    """

    field: FloatArray
    goal: FloatArray


def leave_one_out(scores: FloatArray, weights: Weights, card: Scorecard, *, power: float = ARITHMETIC) -> LeaveOneOut:
    """Recompute each field without each of its indicators, and each goal without each of its fields."""
    return LeaveOneOut(
        _without_each(scores[weights.indicator], weights.weight, weights.field, card.fields.score, power),
        _without_each(card.counted, weights.field_weight, weights.field_goal, card.goals.score, power),
    )


def _without_each(
    child: FloatArray, weight: FloatArray, group: IntArray, reference: FloatArray, power: float
) -> FloatArray:
    without = np.full(len(child), np.nan)
    for place in np.flatnonzero(np.isfinite(child)):
        if np.isfinite(reference[group[place]]):
            rest = (group == group[place]) & (np.arange(len(child)) != place)
            if rest.any():
                without[place] = power_mean(child[rest], weight[rest], power=power)
    return without
