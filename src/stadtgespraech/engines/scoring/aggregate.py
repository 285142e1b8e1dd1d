"""From the scores of indicators to those of fields and goals: weighted power means that say what they leave out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from stadtgespraech.engines.scoring.hierarchy import Weights
from stadtgespraech.engines.scoring.panel import GRADES, TINY, BoolArray, FloatArray, IntArray, WordArray

ARITHMETIC, GEOMETRIC, HARMONIC, WORST_CHILD = 1.0, 0.0, -1.0, -math.inf
# Below this a child no longer pulls a geometric or harmonic mean to zero.
FLOOR = 0.01
LEAST_COVERAGE = 2 / 3
# Where the light of a field or goal changes.
MIXED_FROM, GOOD_FROM = 1 / 3, 2 / 3
GROUP_LIGHTS = ("mostly-behind", "mixed", "mostly-good")


@dataclass(frozen=True)
class Groups:
    """The scores of all fields, or of all goals.

    Attributes:
        score: (groups,) in [0, 1], NaN below ⅔ coverage.
        light: (groups,) mostly-good, mixed, mostly-behind, too-few (not enough coverage), no-values.
        coverage: (groups,) share of the weight beneath that has a score; for a goal the product through both levels.
        worst: (groups,) index of the child with the lowest score, -1 without one.
        counts: (groups, 4) children that are mostly-behind, mixed, mostly-good, without a score.
        grade: (groups,) the worst data quality among the values that count, "" without one.
        carried_forward: (groups,) how many overdue values stand in for newer ones.
    """

    score: FloatArray
    light: WordArray
    coverage: FloatArray
    worst: IntArray
    counts: IntArray
    grade: WordArray
    carried_forward: IntArray


@dataclass(frozen=True)
class Scorecard:
    """Fields and goals. A field's children are indicators, a goal's are fields.

    Attributes:
        counted: (fields,) each field's score as its goal counts it: without indicators that count in another field of
            the same goal. NaN where that leaves nothing or too little.
    """

    fields: Groups
    goals: Groups
    counted: FloatArray


def transform(scores: FloatArray, power: float) -> FloatArray:
    """What a power mean takes the arithmetic mean of; with the floor where a zero would decide alone."""
    if power == ARITHMETIC:
        return scores
    floored = np.maximum(scores, FLOOR) if power <= 0 else scores
    result: FloatArray = np.log(floored) if power == 0 else floored**power
    return result


def inverse(means: FloatArray, power: float) -> FloatArray:
    """Back from the mean of transformed scores to a score."""
    if power == ARITHMETIC:
        return means
    result: FloatArray = np.exp(means) if power == 0 else means ** (1 / power)
    return result


def power_mean(scores: FloatArray, weights: FloatArray, *, power: float) -> float:
    """The weighted power mean of one group.

    Args:
        scores: (children,) in [0, 1], NaN for those without a score; they are left out with their weight.
        weights: (children,) not below zero.
        power: 1 arithmetic (everything can be made up for), 0 geometric, -1 harmonic, -inf the worst child alone. Up
            to 0 scores below 0.01 count as 0.01, otherwise a single zero would hide all the others.
    Returns:
        In [0, 1]; NaN without a weight.
    """
    starts = np.zeros(1, dtype=np.int64)
    return float(group_means(scores[:, None], weights[:, None], starts, power=power)[0, 0])


def group_means(scores: FloatArray, weights: FloatArray, starts: IntArray, *, power: float) -> FloatArray:
    """Power means of consecutive groups, for many draws at once.

    Args:
        scores: (children, draws), NaN for gaps; weights: (children, 1 or draws).
        starts: (groups,) where each group begins; none is empty.
    Returns:
        (groups, draws), NaN where no weight has a score.
    """
    there = np.isfinite(scores)
    if not there.all():
        weights, scores = np.where(there, weights, 0.0), np.where(there, scores, 0.0)
    if power == WORST_CHILD:
        lowest: FloatArray = np.minimum.reduceat(np.where(weights > 0, scores, np.inf), starts, axis=0)
        return np.where(np.isfinite(lowest), lowest, np.nan)
    sums = np.add.reduceat(weights, starts, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.add.reduceat(transform(scores, power) * weights, starts, axis=0) / sums
    return np.clip(inverse(means, power), 0.0, 1.0)


def group_scores(scores: FloatArray, weights: FloatArray, group: IntArray, *, groups: int, power: float) -> FloatArray:
    """:func:`group_means` for sorted group indices, with NaN for groups without children: (groups, draws)."""
    means = np.full((groups, scores.shape[1]), np.nan)
    if len(group):
        present, starts = np.unique(group, return_index=True)
        means[present] = group_means(scores, weights, starts, power=power)
    return means


def lights_of(scores: FloatArray, coverage: FloatArray) -> WordArray:
    """The light of each score; without one whether nothing was reported or too little."""
    missing = np.where(coverage > 0, "too-few", "no-values")
    return np.where(np.isfinite(scores), np.array(GROUP_LIGHTS)[light_steps(scores)], missing)


def light_steps(scores: FloatArray) -> IntArray:
    """Index into ``GROUP_LIGHTS`` of each score (of NaN: 0)."""
    steps: IntArray = (scores >= MIXED_FROM - TINY).astype(np.int64) + (scores >= GOOD_FROM - TINY)
    return steps


def roll_up(
    scores: FloatArray,
    weights: Weights,
    *,
    power: float = ARITHMETIC,
    grades: IntArray | None = None,
    carried_forward: BoolArray | None = None,
) -> Scorecard:
    """Scores of fields from their indicators, and of goals from their fields.

    An indicator that serves several fields counts in each of them, but once per goal: a goal is the mean of its fields
    taken without what is counted in another of them. A field that thereby has nothing left does not weigh in the goal;
    a field without any indicator does, as a gap.

    Args:
        scores: (indicators,) in [0, 1]; NaN for what has none: no value, expired, no scale.
        grades: (indicators,) index into A-D of each value.
        carried_forward: (indicators,) whether an overdue value stands in.
    """
    child = scores[weights.indicator]
    marks = np.zeros(len(scores), np.int64) if grades is None else grades
    carried = np.zeros(len(scores), bool) if carried_forward is None else carried_forward
    fields = _groups(
        child, weights.weight, weights.field, weights.indicator, weights.fields, power, np.ones(len(child))
    )
    grade, stand_ins = _provenance(child, weights.field, weights.fields, marks, carried, weights.indicator)
    field_groups = Groups(*fields, grade=grade, carried_forward=stand_ins)

    once = weights.counts_in_goal
    counted, counted_coverage = _score_and_coverage(
        child[once], weights.weight[once], weights.field[once], weights.fields, power, np.ones(int(once.sum()))
    )
    elsewhere = _sizes(weights.field, weights.fields) > 0
    elsewhere &= _sizes(weights.field[once], weights.fields) == 0
    order = np.argsort(weights.field_goal, kind="stable")
    order = order[~elsewhere[order]]
    goal_of = weights.field_goal[order]
    goals = _groups(
        counted[order], weights.field_weight[order], goal_of, order, weights.goals, power, counted_coverage[order]
    )
    in_scored_field = once & np.isfinite(counted)[weights.field]
    grade, stand_ins = _provenance(
        child[in_scored_field],
        weights.field_goal[weights.field[in_scored_field]],
        weights.goals,
        marks,
        carried,
        weights.indicator[in_scored_field],
    )
    return Scorecard(field_groups, Groups(*goals, grade=grade, carried_forward=stand_ins), counted)


def _sizes(group: IntArray, groups: int) -> IntArray:
    return np.bincount(group, minlength=groups)


def _score_and_coverage(
    child: FloatArray, weight: FloatArray, group: IntArray, groups: int, power: float, covered: FloatArray
) -> tuple[FloatArray, FloatArray]:
    there = np.isfinite(child)
    total = np.bincount(group, weight, groups)
    present = np.bincount(group, np.where(there, weight * covered, 0), groups)
    coverage = np.divide(present, total, out=np.zeros(groups), where=total > 0)
    score = group_scores(child[:, None], weight[:, None], group, groups=groups, power=power)[:, 0]
    return np.where(coverage >= LEAST_COVERAGE - TINY, score, np.nan), coverage


def _groups(
    child: FloatArray,
    weight: FloatArray,
    group: IntArray,
    names: IntArray,
    groups: int,
    power: float,
    covered: FloatArray,
) -> tuple[FloatArray, WordArray, FloatArray, IntArray, IntArray]:
    score, coverage = _score_and_coverage(child, weight, group, groups, power, covered)
    there = np.isfinite(child)
    worst = np.full(groups, -1)
    # Written from the best to the worst, so that the worst stays.
    for place in np.argsort(child, kind="stable")[::-1]:
        if there[place] and weight[place] > 0:
            worst[group[place]] = names[place]
    counts = np.zeros((groups, 4), dtype=np.int64)
    step = np.where(there, light_steps(child), 3)
    np.add.at(counts, (group, step), 1)
    return score, lights_of(score, coverage), coverage, worst, counts


def _provenance(
    child: FloatArray, group: IntArray, groups: int, marks: IntArray, carried: BoolArray, indicator: IntArray
) -> tuple[WordArray, IntArray]:
    there = np.isfinite(child)
    worst = np.full(groups, -1)
    np.maximum.at(worst, group[there], marks[indicator[there]])
    stand_ins = np.bincount(group[there], carried[indicator[there]], groups).astype(np.int64)
    return np.array([*GRADES, ""])[worst], stand_ins
