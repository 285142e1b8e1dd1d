"""Table plans keep their promises; a workshop's composition says who is missing."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from stadtgespraech.engines.sortition import (
    PoolError,
    Quota,
    check_composition,
    plan_tables,
    possible_pairs,
    propose_quotas,
)


def test_everybody_sits_and_tables_are_full() -> None:
    plan = plan_tables(people=23, tables=4, rounds=3)
    for row in plan.table:
        assert sorted(np.bincount(row, minlength=4)) == [5, 6, 6, 6]
    together = sum((row[:, None] == row[None, :]).astype(int) for row in plan.table)
    np.fill_diagonal(together, 0)
    np.testing.assert_array_equal(plan.meetings, together)
    assert plan.distinct_pairs == int((together > 0).sum() // 2)


def test_sixteen_people_meet_as_often_as_geometry_allows() -> None:
    """An affine plane of order 4: five rounds in which every pair meets exactly once. Three of them are easy."""
    plan = plan_tables(people=16, tables=4, rounds=3)
    assert (plan.distinct_pairs, plan.most_meetings) == (72, 1)
    assert possible_pairs(16, 4, 3) == 72
    assert possible_pairs(16, 4, 9) == 120


def test_pins_groups_units_and_pairs_are_kept() -> None:
    units = [number // 2 for number in range(24)]
    plan = plan_tables(
        people=24, tables=4, rounds=3, units=units, pins={5: 2, 11: 0}, together=[[1, 2, 20]], apart=[(7, 9), (3, 8)]
    )
    assert plan.broken == ()
    assert [set(plan.table[:, 5]), set(plan.table[:, 11])] == [{2}, {0}]
    for row in plan.table:
        assert row[1] == row[2] == row[20]
        assert row[7] != row[9]
        assert row[3] != row[8]
        assert all(row[number] != row[number + 1] for number in range(0, 24, 2))


def test_a_wish_that_cannot_be_kept_is_told() -> None:
    plan = plan_tables(people=4, tables=1, rounds=1, apart=[(0, 1)])
    assert plan.broken == ("round 1: 0 and 1",)


def test_features_are_mixed() -> None:
    features = np.repeat([0, 1], 12)[:, None]
    plan = plan_tables(people=24, tables=4, rounds=2, features=features)
    for row in plan.table:
        assert [int(features[row == table].sum()) for table in range(4)] == [3, 3, 3, 3]


@pytest.mark.parametrize(
    "options",
    [
        {"tables": 0},
        {"rounds": 0},
        {"pins": {0: 9}},
        {"pins": {99: 0}},
        {"together": [[0, 1], [1, 2]]},
        {"together": [list(range(6))]},
        {"together": [[0, 1]], "pins": {0: 0, 1: 1}},
        {"pins": dict.fromkeys(range(4), 0)},
    ],
)
def test_contradictions_are_refused(options: dict) -> None:
    with pytest.raises(PoolError):
        plan_tables(**{"people": 9, "tables": 3, "rounds": 2, **options})


def test_quotas_lie_around_the_shares() -> None:
    shares = {"sex": {"w": Fraction(51), "m": Fraction(49)}, "age": {"young": Fraction(1, 4), "old": Fraction(3, 4)}}
    assert propose_quotas(shares=shares, size=10) == [
        Quota("sex", "w", 5, 6),
        Quota("sex", "m", 4, 5),
        Quota("age", "young", 2, 3),
        Quota("age", "old", 7, 8),
    ]
    assert propose_quotas(shares=shares, size=10, slack=1)[0] == Quota("sex", "w", 4, 7)
    with pytest.raises(PoolError):
        propose_quotas(shares={"sex": {"w": Fraction(0)}}, size=10)


def test_composition_says_who_is_missing() -> None:
    targets = [Quota("age", "young", 3, 9), Quota("age", "old", 0, 2), Quota("known", "new", 1, 9)]
    people = [["young", "known"], ["old", "new"], ["old", "known"], ["old", "known"]]
    findings = check_composition(targets=targets, people=people, least=5, most=9)
    assert [(own.value, own.present, own.missing, own.surplus) for own in findings] == [
        ("all", 4, 1, 0),
        ("young", 1, 2, 0),
        ("old", 3, 0, 1),
        ("new", 1, 0, 0),
    ]
