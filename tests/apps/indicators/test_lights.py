"""How an indicator stands."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.apps.indicators.lights import CODES, Light, level, overall, path_at, together, trend

numbers = st.decimals(min_value=-(10**6), max_value=10**6, places=2)


@st.composite
def series(draw: st.DrawFn, least: int = 0) -> list[tuple[int, Decimal]]:
    years = sorted(draw(st.sets(st.integers(1950, 2050), min_size=least, max_size=12)))
    return [(year, draw(numbers)) for year in years]


def made(*values: str, first: int = 2020) -> list[tuple[int, Decimal]]:
    return [(first + place, Decimal(value)) for place, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "targets", "direction", "code"),
    [
        ([], [], "up", "no-values"),
        ([], [], "none", "no-values"),
        (made("5"), [], "up", "one-value"),
        (made("5", "6"), [], "none", "direction-open"),
        (made("5", "6"), [], "up", "better"),
        (made("5", "6"), [], "down", "worse"),
        (made("6", "5"), [], "up", "worse"),
        (made("6", "5"), [], "down", "better"),
        (made("100", "100.9"), [], "up", "flat"),
        (made("0", "0"), [], "up", "flat"),
        (made("0", "1"), [], "up", "better"),
        (made("100", "120"), made("150", first=2025), "up", "on-track"),
        (made("100", "105"), made("150", first=2025), "up", "behind"),
        (made("100", "105"), made("150", first=2025), "down", "on-track"),
        (made("100", "110"), made("110", first=2021), "up", "on-track"),
        (made("100", "109"), made("110", first=2010), "up", "behind"),
        (made("100"), made("150", first=2025), "up", "one-value"),
    ],
)
def test_values_and_path_give_a_verdict(
    values: list[tuple[int, Decimal]], targets: list[tuple[int, Decimal]], direction: str, code: str
) -> None:
    assert overall(values, targets, direction) == Light(code)


def test_the_path_runs_straight_between_its_points_and_stays_after_the_last() -> None:
    points = [(2020, Decimal(100)), (2024, Decimal(200)), (2026, Decimal(100))]
    assert [path_at(points, year) for year in (2019, 2020, 2021, 2024, 2025, 2026, 2040)] == [
        None,
        100,
        125,
        200,
        150,
        100,
        100,
    ]


@settings(deadline=None)
@given(series(), series(), st.sampled_from(["up", "down", "none"]))
def test_there_is_always_a_verdict_or_a_reason(
    values: list[tuple[int, Decimal]], targets: list[tuple[int, Decimal]], direction: str
) -> None:
    found = overall(values, targets, direction)
    assert found.code in CODES
    assert str(found.text)
    if len(values) < 2 or direction == "none":
        assert found.state == "none"


@settings(deadline=None)
@given(series(least=2))
def test_turning_the_direction_turns_the_trend(values: list[tuple[int, Decimal]]) -> None:
    opposite = {"better": "worse", "worse": "better", "flat": "flat"}
    assert trend(values, "down").code == opposite[trend(values, "up").code]


@settings(deadline=None)
@given(series(least=2), series(), st.integers(1, 1000))
def test_the_unit_of_measure_does_not_matter(
    values: list[tuple[int, Decimal]], targets: list[tuple[int, Decimal]], factor: int
) -> None:
    scaled = [[(year, value * factor) for year, value in points] for points in (values, targets)]
    assert trend(scaled[0], "up") == trend(values, "up")


@settings(deadline=None)
@given(series(least=2), series(least=1), numbers)
def test_a_higher_last_value_is_never_a_worse_level(
    values: list[tuple[int, Decimal]], targets: list[tuple[int, Decimal]], more: Decimal
) -> None:
    higher = [*values[:-1], (values[-1][0], values[-1][1] + abs(more))]
    if level(values, targets, "up").code == "on-track":
        assert level(higher, targets, "up").code == "on-track"


@settings(deadline=None)
@given(series(least=1), st.integers(1940, 2060))
def test_the_path_stays_between_its_points(points: list[tuple[int, Decimal]], year: int) -> None:
    found = path_at(points, year)
    if year < points[0][0]:
        assert found is None
    else:
        assert found is not None
        values = [value for _year, value in points]
        assert min(values) - Decimal("1e-9") <= found <= max(values) + Decimal("1e-9")


@pytest.mark.parametrize(
    ("codes", "reported", "code"),
    [
        ([], 0, "no-values"),
        (["no-values", "no-values"], 0, "no-values"),
        (["better", "no-values", "no-values"], 1, "too-few"),
        (["better", "no-values"], 1, "mostly-good"),
        (["behind", "worse", "better"], 3, "mostly-behind"),
        (["on-track", "behind"], 2, "mixed"),
        (["flat", "flat"], 2, "mixed"),
        (["direction-open", "direction-open", "better"], 3, "too-few"),
    ],
)
def test_a_group_needs_a_verdict_on_half_of_its_members(codes: list[str], reported: int, code: str) -> None:
    found = together([Light(one) for one in codes], reported=reported)
    assert (found.code, found.reported, found.total) == (code, reported, len(codes))
