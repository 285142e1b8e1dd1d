"""Level and trend: two lights, each of which says when it has none."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.engines.scoring import (
    Corridor,
    Direction,
    Hold,
    Indicator,
    Panel,
    PathShape,
    Point,
    Reach,
    levels,
    overall,
    trends,
)
from tests.engines.scoring.portfolios import END_2020, NAN, indicators, plain, reach, series, yearly

GOOD, BAD = {"on-track", "better"}, {"behind", "worse"}


@pytest.mark.parametrize(
    ("one", "values", "light", "gap", "ratio"),
    [
        # Half of the way from 0 to 100 is asked for at the end of 2025.
        (reach(100), [NAN, 10, 20, 30, 40, 50], "on-track", 0, 1.0),
        (reach(100), [NAN, 10, 20, 30, 40, 49], "behind", -1, 0.98),
        (reach(0, base=100, up=False), [NAN, NAN, NAN, NAN, NAN, 45], "on-track", 5, 1.1),
        (reach(-100, up=False), [NAN, NAN, NAN, NAN, NAN, -60], "on-track", 10, 1.2),
        # The year of the last value counts, not today.
        (reach(100), [NAN, 10, NAN, NAN], "on-track", 0, 1.0),
        # Zero and a change of sign are values like others.
        (reach(0, base=-10), [NAN] * 5 + [0], "on-track", 5, 2.0),
        (reach(10, base=-10), [NAN] * 5 + [-5], "behind", -5, 0.5),
        # A floor has no ratio, not even one that looks good while things get worse.
        (plain(target=Hold(limit=10, is_floor=True)), [13.5], "on-track", 3.5, NAN),
        (
            plain(target=Hold(limit=10, is_floor=False), direction=Direction.DOWN, baseline=Point(END_2020, 7.8)),
            [7.8, 13.5],
            "behind",
            -3.5,
            NAN,
        ),
        (plain(target=Corridor(lower=1, upper=3), direction=Direction.OPEN), [2.5], "on-track", 0.5, NAN),
        (plain(target=Corridor(lower=1, upper=3), direction=Direction.OPEN), [3.5], "behind", -0.5, NAN),
        (plain(target=Corridor(lower=1, upper=3), direction=Direction.OPEN), [0.0], "behind", -1, NAN),
        # No verdict, and why.
        (reach(100), [NAN], "no-values", NAN, NAN),
        (reach(100), [0], "one-value", NAN, NAN),
        (plain(), [1, 2], "no-path", NAN, NAN),
        (plain(direction=Direction.OPEN), [1, 2], "direction-open", NAN, NAN),
        (reach(100, base=200), [200, 190], "target-against-direction", NAN, NAN),
        (reach(100, breaks=(date(2021, 1, 1),)), [0, NAN, 50], "definition-break", NAN, NAN),
        (reach(100, base=-1, shape=PathShape.GEOMETRIC), [-1, 5], "no-path", NAN, NAN),
    ],
)
def test_the_level_compares_the_last_value_with_the_path(
    one: Indicator, values: list[float], light: str, gap: float, ratio: float
) -> None:
    found = levels([one], yearly(*values))
    assert found.light[0] == light
    np.testing.assert_allclose([found.gap[0], found.ratio[0]], [gap, ratio], atol=1e-9)


@pytest.mark.parametrize(
    ("one", "values", "light", "slope"),
    [
        (plain(), [5, 6], "better", 1),
        (plain(direction=Direction.DOWN), [5, 6], "worse", 1),
        (plain(), [100, 100.9], "flat", 0.9),
        (plain(), [100, 101.1], "better", 1.1),
        (plain(), [7, 7, 7], "flat", 0),
        (plain(), [0, 0], "flat", 0),
        (plain(), [0, 1], "better", 1),
        (plain(), [-1, 1], "better", 2),
        # One outlier does not turn a trend.
        (plain(), [1, 2, 90, 4, 5], "better", 1),
        # A gap is a gap: two years apart is half as fast.
        (plain(), [10, NAN, 14], "better", 2),
        # The last five years count, not the rise before them.
        (plain(), [1, 2, 3, 4, 100, 98, 96, 94, 92], "worse", -2),
        # Near zero the goalposts say what is little.
        (plain(goalposts=(-100, 100)), [0.1, 0.9], "flat", 0.8),
        (plain(), [], "no-values", NAN),
        (plain(), [NAN, NAN], "no-values", NAN),
        (plain(), [3], "one-value", NAN),
        (plain(direction=Direction.OPEN), [3, 4], "direction-open", 1),
        (plain(breaks=(date(2021, 6, 1),)), [100, 3], "one-value", NAN),
    ],
)
def test_the_trend_is_the_robust_direction_of_the_last_years(
    one: Indicator, values: list[float], light: str, slope: float
) -> None:
    found = trends([one], yearly(*values) if values else Panel.of(np.empty((1, 0)), first_year=2020))
    assert found.light[0] == light
    np.testing.assert_allclose(found.slope[0], slope, atol=1e-12)


def test_seasons_are_compared_with_themselves() -> None:
    """A monthly series that always falls towards December, and rises from year to year."""
    months = np.arange(36)
    panel = Panel.of([100 + 2 * (months // 12) - 5.0 * (months % 12)], first_year=2020, per_year=12)
    one = plain(interval=1 / 12)
    assert trends([one], panel).slope[0] == pytest.approx(2)
    first_year = Panel.of(panel.values[:, :12], first_year=2020, per_year=12)
    assert trends([one], first_year).light[0] == "too-few"


@settings(deadline=None)
@given(indicators(), series())
def test_there_is_always_a_verdict_or_a_reason(one: Indicator, values: list[float]) -> None:
    panel = yearly(*values)
    level, trend = levels([one], panel), trends([one], panel)
    assert level.light[0] in {
        "on-track",
        "behind",
        "no-values",
        "one-value",
        "direction-open",
        "no-path",
        "target-against-direction",
        "definition-break",
    }
    assert trend.light[0] in {"better", "flat", "worse", "no-values", "one-value", "too-few", "direction-open"}
    assert overall(level, trend)[0] == (trend.light[0] if level.light[0] == "no-path" else level.light[0])


@settings(deadline=None)
@given(indicators(), series(least=2), st.floats(1, 1e5))
def test_a_better_last_value_is_never_a_worse_light(one: Indicator, values: list[float], more: float) -> None:
    if one.score_sign == 0 or values[-1] != values[-1]:
        return
    better = [*values[:-1], values[-1] + more * one.score_sign]
    before, after = levels([one], yearly(*values)), levels([one], yearly(*better))
    if before.light[0] == "on-track":
        assert after.light[0] == "on-track"
    slopes = [trends([one], yearly(*course)).slope[0] * one.score_sign for course in (values, better)]
    assert np.isnan(slopes).all() or slopes[1] >= slopes[0] - 1e-9 * abs(slopes[0])


@settings(deadline=None)
@given(series(least=2), st.sampled_from([1e-3, 0.5, 2.0, 1e4]), st.booleans())
def test_the_unit_changes_nothing(values: list[float], factor: float, up: bool) -> None:
    one, other = reach(100, base=20, up=True), reach(100 * factor, base=20 * factor, up=True)
    if not up:
        one, other = reach(20, base=100, up=False), reach(20 * factor, base=100 * factor, up=False)
    scaled = [value * factor for value in values]
    assert levels([one], yearly(*values)).light[0] == levels([other], yearly(*scaled)).light[0]
    assert trends([one], yearly(*values)).light[0] == trends([other], yearly(*scaled)).light[0]


def test_a_due_day_within_a_year_is_on_its_day() -> None:
    """The path is met at its due day, and stays there."""
    one = plain(baseline=Point(END_2020, 0), target=Reach(value=10, due=date(2022, 6, 30)))
    panel = Panel.of([[NAN, NAN, 10]], first_year=2020)
    found = levels([one], panel)
    assert (found.light[0], found.lower[0]) == ("on-track", 10)
