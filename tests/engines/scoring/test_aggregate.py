"""Fields and goals: power means with weights of the day, counted once, never without enough coverage."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.engines.scoring import (
    ARITHMETIC,
    GEOMETRIC,
    HARMONIC,
    WORST_CHILD,
    FieldWeight,
    Hierarchy,
    Membership,
    Scorecard,
    power_mean,
    roll_up,
)
from tests.engines.scoring.portfolios import NAN, hierarchies, one_field, powers, scores, weights

TODAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("power", "children", "weight", "mean"),
    [
        (ARITHMETIC, [0.2, 0.8], [1, 1], 0.5),
        (ARITHMETIC, [0.2, 0.8], [2, 3], 0.56),
        (GEOMETRIC, [0.25, 1.0], [1, 1], 0.5),
        (HARMONIC, [0.25, 1.0], [1, 1], 0.4),
        (WORST_CHILD, [0.3, 0.9], [1, 99], 0.3),
        (2.0, [0.6, 0.8], [1, 1], math.sqrt(0.5)),
        # One zero does not hide all the others: it counts as 0.01.
        (GEOMETRIC, [0.0, 1.0], [1, 1], 0.1),
        (HARMONIC, [0.0, 1.0], [1, 1], 2 / 101),
        (ARITHMETIC, [0.0, 1.0], [1, 1], 0.5),
        (WORST_CHILD, [0.0, 1.0], [1, 1], 0.0),
        # What has no score or no weight is not there.
        (ARITHMETIC, [0.2, NAN], [1, 5], 0.2),
        (WORST_CHILD, [0.2, 0.1], [1, 0], 0.2),
        (ARITHMETIC, [NAN, NAN], [1, 1], NAN),
        (WORST_CHILD, [NAN, NAN], [1, 1], NAN),
    ],
)
def test_a_power_mean_is_what_its_formula_says(
    power: float, children: list[float], weight: list[float], mean: float
) -> None:
    found = power_mean(np.array(children), np.array(weight, dtype=float), power=power)
    assert found == pytest.approx(mean, nan_ok=True)


groups = st.lists(st.tuples(scores, weights), min_size=1, max_size=6)


@settings(deadline=None)
@given(groups, powers)
def test_a_mean_lies_between_its_worst_and_its_best_child(children: list[tuple[float, float]], power: float) -> None:
    score, weight = np.array(children).T
    mean = power_mean(score, weight, power=power)
    floor = 0.01 if math.isfinite(power) and power <= 0 else 0.0
    assert min(score) - 1e-9 <= mean <= max(floor, *score) + 1e-9


@settings(deadline=None)
@given(groups, powers, st.data())
def test_a_worse_child_never_raises_a_parent(
    children: list[tuple[float, float]], power: float, data: st.DataObject
) -> None:
    score, weight = np.array(children).T
    child = data.draw(st.integers(0, len(score) - 1))
    worse = score.copy()
    worse[child] = data.draw(st.floats(0, score[child]))
    assert power_mean(worse, weight, power=power) <= power_mean(score, weight, power=power) + 1e-9


@settings(deadline=None)
@given(groups, powers, st.floats(0.1, 10))
def test_only_the_proportion_of_weights_counts(
    children: list[tuple[float, float]], power: float, factor: float
) -> None:
    score, weight = np.array(children).T
    assert power_mean(score, weight * factor, power=power) == pytest.approx(power_mean(score, weight, power=power))


def by_hand(score: list[float], hierarchy: Hierarchy, power: float) -> tuple[list[float], list[float]]:
    """Fields and goals from the definitions, one after the other."""

    def mean(pairs: list[tuple[float, float]], total: float, covered: float) -> float:
        if not total or covered / total < 2 / 3 - 1e-9:
            return NAN
        children, weight = (np.array(column) for column in zip(*pairs, strict=True))
        if power == WORST_CHILD:
            return float(children.min())
        if power <= 0:
            children = np.maximum(children, 0.01)
        if power == 0:
            return float(np.exp((weight * np.log(children)).sum() / weight.sum()))
        return float(((weight * children**power).sum() / weight.sum()) ** (1 / power))

    def field(members: list[Membership]) -> tuple[float, float]:
        there = [(score[one.indicator], one.weight) for one in members if score[one.indicator] == score[one.indicator]]
        total, covered = sum(one.weight for one in members), sum(weight for _score, weight in there)
        return mean(there, total, covered), covered / total if total else 0.0

    fields = range(len(hierarchy.field_goal))
    members = {number: [one for one in hierarchy.memberships if one.field == number] for number in fields}
    field_weight = {one.field: one.weight for one in hierarchy.field_weights}
    goals = []
    for goal in range(max(hierarchy.field_goal) + 1):
        inside = [number for number in fields if hierarchy.field_goal[number] == goal]
        home: dict[int, int] = {}
        for number in inside:
            for one in members[number]:
                if one.indicator not in home or one.is_lead:
                    home[one.indicator] = number
        pairs, total, covered = [], 0.0, 0.0
        for number in inside:
            counted = [one for one in members[number] if home[one.indicator] == number]
            if members[number] and not counted:
                continue
            total += field_weight[number]
            value, coverage = field(counted)
            if value == value:
                pairs.append((value, field_weight[number]))
                covered += field_weight[number] * coverage
        goals.append(mean(pairs, total, covered))
    return [field(members[number])[0] for number in fields], goals


@settings(deadline=None, max_examples=150)
@given(st.lists(st.one_of(st.just(NAN), scores), min_size=1, max_size=5), powers, st.data())
def test_fields_and_goals_are_what_the_definitions_say(score: list[float], power: float, data: st.DataObject) -> None:
    hierarchy = data.draw(hierarchies(len(score)))
    card = roll_up(np.array(score), hierarchy.on(TODAY), power=power)
    fields, goals = by_hand(score, hierarchy, power)
    np.testing.assert_allclose(card.fields.score, fields, atol=1e-9)
    np.testing.assert_allclose(card.goals.score, goals, atol=1e-9)


@settings(deadline=None)
@given(st.lists(scores, min_size=1, max_size=5), powers, st.data())
def test_a_worse_indicator_raises_no_field_and_no_goal(score: list[float], power: float, data: st.DataObject) -> None:
    hierarchy = data.draw(hierarchies(len(score)))
    child = data.draw(st.integers(0, len(score) - 1))
    worse = [*score]
    worse[child] = data.draw(st.floats(0, score[child]))
    before, after = (roll_up(np.array(one), hierarchy.on(TODAY), power=power) for one in (score, worse))
    for level in ("fields", "goals"):
        old, new = getattr(before, level).score, getattr(after, level).score
        np.testing.assert_array_equal(np.isnan(old), np.isnan(new))
        assert (np.isnan(old) | (new <= old + 1e-9)).all()


def card_of(score: list[float], *, weight: list[float] | None = None, **facts: object) -> Scorecard:
    hierarchy = one_field(len(score), weights=weight)
    return roll_up(np.array(score), hierarchy.on(TODAY), **facts)  # type: ignore[arg-type]


def test_below_two_thirds_of_coverage_there_is_no_score() -> None:
    enough, too_few, nothing = card_of([0.9, 0.9, NAN]), card_of([0.9, NAN]), card_of([NAN, NAN])
    assert [(card.fields.score[0], card.fields.light[0]) for card in (enough,)] == [(0.9, "mostly-good")]
    assert enough.fields.coverage[0] == pytest.approx(2 / 3)
    assert np.isnan(too_few.fields.score[0])
    assert [card.fields.light[0] for card in (too_few, nothing)] == ["too-few", "no-values"]
    weighted = card_of([0.9, NAN], weight=[2, 1])
    assert weighted.fields.score[0] == 0.9


def test_a_goal_counts_the_coverage_of_both_levels() -> None:
    """Two thirds of two thirds of the indicators are not enough."""
    hierarchy = Hierarchy(
        memberships=tuple(Membership(indicator=child, field=child // 3) for child in range(9)), field_goal=(0, 0, 0)
    )
    partly = np.array([0.9, 0.9, NAN] * 2 + [NAN] * 3)
    card = roll_up(partly, hierarchy.on(TODAY))
    assert np.isfinite(card.fields.score).tolist() == [True, True, False]
    assert card.goals.coverage[0] == pytest.approx(4 / 9)
    assert (np.isnan(card.goals.score[0]), card.goals.light[0]) == (True, "too-few")


def test_beside_a_score_stand_the_worst_child_the_counts_the_grade_and_the_stand_ins() -> None:
    card = card_of(
        [0.9, 0.5, 0.1, 0.95, NAN],
        grades=np.array([0, 2, 0, 1, 3]),
        carried_forward=np.array([False, True, False, False, True]),
    )
    fields = card.fields
    assert (fields.worst[0], fields.counts[0].tolist(), fields.grade[0], fields.carried_forward[0]) == (
        2,
        [1, 1, 2, 1],
        "C",
        1,
    )
    assert (card.goals.worst[0], card.goals.counts[0].tolist(), card.goals.grade[0]) == (0, [0, 1, 0, 0], "C")


def test_an_indicator_of_several_fields_counts_once_per_goal() -> None:
    """Indicator 0 serves both fields; field 1 leads it."""
    hierarchy = Hierarchy(
        memberships=(
            Membership(indicator=0, field=0),
            Membership(indicator=1, field=0),
            Membership(indicator=0, field=1, is_lead=True),
            Membership(indicator=0, field=2),
        ),
        field_goal=(0, 0, 1),
    )
    card = roll_up(np.array([0.0, 1.0]), hierarchy.on(TODAY))
    assert card.fields.score.tolist() == [0.5, 0.0, 0.0]
    assert card.counted.tolist() == [1.0, 0.0, 0.0]
    assert card.goals.score.tolist() == [0.5, 0.0]


def test_a_field_that_counts_elsewhere_is_no_gap_but_one_without_indicators_is() -> None:
    members = (
        Membership(indicator=0, field=0, is_lead=True),
        Membership(indicator=1, field=0),
        Membership(indicator=0, field=1),
    )
    full = roll_up(np.array([0.2, 0.8]), Hierarchy(memberships=members, field_goal=(0, 0)).on(TODAY))
    assert (full.goals.score[0], full.goals.coverage[0]) == (0.5, 1.0)
    gap = roll_up(np.array([0.2, 0.8]), Hierarchy(memberships=members, field_goal=(0, 0, 0)).on(TODAY))
    assert (np.isnan(gap.goals.score[0]), gap.goals.coverage[0], gap.fields.light[2]) == (True, 0.5, "no-values")


def test_weights_hold_from_their_day_on() -> None:
    hierarchy = Hierarchy(
        memberships=(
            Membership(indicator=0, field=0),
            Membership(indicator=0, field=0, weight=3, valid_from=date(2026, 1, 1)),
            Membership(indicator=0, field=0, weight=0, valid_from=date(2027, 1, 1)),
            Membership(indicator=1, field=0),
        ),
        field_goal=(0, 0),
        field_weights=(FieldWeight(field=1, weight=0, valid_from=date(2020, 1, 1)),),
    )
    score = np.array([1.0, 0.0])
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2027, 1, 1))
    assert [roll_up(score, hierarchy.on(day)).goals.score[0] for day in days] == [0.5, 0.75, 0.0]


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ([Membership(indicator=0, field=1)], "names a field that does not exist"),
        ([Membership(indicator=0, field=0, weight=-1)], "not below zero"),
        ([Membership(indicator=0, field=0)] * 2, "begin on the same day"),
    ],
)
def test_a_hierarchy_that_does_not_fit_is_refused(members: list[Membership], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Hierarchy(memberships=tuple(members), field_goal=(0,))


def test_two_leads_are_refused() -> None:
    members = tuple(Membership(indicator=0, field=field, is_lead=True) for field in range(2))
    with pytest.raises(ValueError, match="Indicator 0 has more than one lead field on 2026-06-30"):
        Hierarchy(memberships=members, field_goal=(0, 0)).on(TODAY)
