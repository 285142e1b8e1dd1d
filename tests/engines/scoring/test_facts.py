"""Paths, targets, and days as decimal years."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.engines.scoring import (
    Corridor,
    Direction,
    Hold,
    Indicator,
    PathShape,
    Point,
    Reach,
    as_day,
    as_year,
    wanted,
)
from tests.engines.scoring.portfolios import END_2020, END_2030, plain, reach

INF = math.inf
MILESTONES = (Point(date(2024, 12, 31), 10.0), Point(date(2026, 12, 31), 40.0))


def test_the_end_of_a_year_is_the_beginning_of_the_next() -> None:
    assert [as_year(day) for day in (date(2025, 12, 31), date(2026, 12, 31), date(2024, 12, 31))] == [2026, 2027, 2025]


@given(st.dates(date(1900, 1, 1), date(2900, 1, 1)))
def test_a_day_survives_the_way_there_and_back(day: date) -> None:
    assert as_day(as_year(day)) == day


@pytest.mark.parametrize(
    ("shape", "milestones", "asked"),
    [
        ("linear", (), {2020: None, 2021: 100, 2023: 120, 2026: 150, 2031: 200, 2040: 200}),
        ("geometric", (), {2020: None, 2021: 100, 2026: 100 * 2**0.5, 2031: 200, 2040: 200}),
        ("steps", MILESTONES, {2021: 100, 2024.9: 100, 2025: 10, 2026.9: 10, 2027: 40, 2030.9: 40, 2031: 200}),
        ("points", MILESTONES, {2020.9: None, 2023: 55, 2025: 10, 2026: 25, 2027: 40, 2029: 120, 2031: 200}),
    ],
)
def test_a_path_has_the_shape_that_was_chosen(
    shape: str, milestones: tuple[Point, ...], asked: dict[float, float | None]
) -> None:
    one = reach(200, base=100, shape=PathShape(shape), milestones=milestones)
    found = {year: wanted(one, year) for year in asked}
    assert found == {year: None if value is None else (pytest.approx(value), INF) for year, value in asked.items()}


@pytest.mark.parametrize(
    ("one", "asked"),
    [
        (reach(10, base=20, up=False), (-INF, 15.0)),
        (plain(target=Hold(limit=5, is_floor=True)), (5, INF)),
        (plain(target=Hold(limit=5, is_floor=False), direction=Direction.DOWN), (-INF, 5)),
        (plain(target=Hold(limit=5, is_floor=False), direction=Direction.OPEN), (-INF, 5)),
        (plain(target=Corridor(lower=1, upper=2), direction=Direction.OPEN), (1, 2)),
        # No path: no target, no baseline, no direction, contradictions, through zero.
        (plain(), None),
        (plain(target=Reach(value=5, due=END_2030)), None),
        (plain(target=Reach(value=5, due=END_2030), baseline=Point(END_2020, 1), direction=Direction.OPEN), None),
        (reach(10, base=20), None),
        (plain(target=Hold(limit=5, is_floor=False)), None),
        (reach(10, base=0, shape=PathShape.GEOMETRIC), None),
        (reach(10, base=-5, shape=PathShape.GEOMETRIC), None),
    ],
)
def test_a_target_asks_for_an_interval_or_for_nothing(one: Indicator, asked: tuple[float, float] | None) -> None:
    assert wanted(one, 2026.0) == asked


@settings(deadline=None)
@given(st.floats(-100, 100), st.floats(-100, 100), st.floats(2021, 2040), st.sampled_from(["linear", "geometric"]))
def test_a_path_stays_between_baseline_and_target(base: float, value: float, at: float, shape: str) -> None:
    asked = wanted(reach(value, base=base, up=value >= base, shape=PathShape(shape)), at)
    if asked is not None:
        point = asked[0] if value >= base else asked[1]
        slack = 1e-9 * (1 + abs(base) + abs(value))
        assert min(base, value) - slack <= point <= max(base, value) + slack


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Reach(value=math.nan, due=END_2030), "must be finite numbers"),
        (lambda: Reach(value=1, due=END_2030, milestones=MILESTONES), "A linear path has no milestones"),
        (lambda: Reach(value=1, due=END_2020, shape=PathShape.STEPS, milestones=MILESTONES), "in order of their days"),
        (lambda: Corridor(lower=2, upper=2), "lower end must be below"),
        (lambda: Hold(limit=1, is_floor=True, tolerance=0), "tolerance must be above zero"),
        (lambda: plain(goalposts=(1, 1)), "Kennzahl: the two goalposts must differ"),
        (lambda: plain(lower=1, upper=0), "Kennzahl: the smallest possible value"),
        (lambda: plain(interval=0), "Kennzahl: the interval must be above zero"),
        (lambda: plain(standard_error=-1), "Kennzahl: the standard error"),
        (
            lambda: plain(baseline=Point(END_2030, 1), target=Reach(value=5, due=END_2030)),
            "Kennzahl: the baseline's day must come before",
        ),
    ],
)
def test_nonsense_is_refused_in_one_sentence(make: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        make()  # type: ignore[operator]
