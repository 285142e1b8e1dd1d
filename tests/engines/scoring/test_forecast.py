"""Forecasts: robust, honest about what is not known, silent with fewer than four values."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from stadtgespraech.engines.scoring import Corridor, Direction, Hold, Indicator, Panel, Reach, as_day, forecasts
from tests.engines.scoring.portfolios import END_2030, NAN, indicators, plain, reach, series, yearly

RISING = [0.0, 11.0, 19.0, 31.0, 40.0]


def test_the_probability_is_that_of_a_prediction_with_a_line() -> None:
    """By hand: median slope, median level, and the larger of two errors of prediction, n − 2 degrees of freedom."""
    time = np.arange(-4, 1)
    values = np.array(RISING)
    slope = np.median([(values[b] - values[a]) / (b - a) for a in range(5) for b in range(a + 1, 5)])
    level = np.median(values - slope * time)
    spread = math.sqrt(((values - level - slope * time) ** 2).sum() / 3)
    around_line = spread * math.sqrt(1 + 1 / 5 + (6 + 2) ** 2 / 10)
    walk = math.sqrt(((np.diff(values) - slope) ** 2).sum() / 3) * math.sqrt(6 + 6**2 / 4)
    error = max(around_line, walk)
    assert around_line < walk
    expected = level + 6 * slope

    found = forecasts([reach(95)], yearly(*RISING))
    assert found.light[0] == "likely"
    assert (found.slope[0], found.expected[0], found.points[0]) == (slope, pytest.approx(expected), 5)
    assert found.error[0] == pytest.approx(error)
    assert found.probability[0] == pytest.approx(stats.t(3).sf((95 - expected) / error))
    assert as_day(found.reached[0]) == as_day(2025 + (95 - level) / slope)


@pytest.mark.parametrize(
    ("one", "values", "light"),
    [
        (reach(200), RISING, "unlikely"),
        (reach(100.5), RISING, "open"),
        (reach(-60, up=False), [-value for value in RISING], "likely"),
        (plain(target=Hold(limit=20, is_floor=True, due=END_2030)), RISING, "likely"),
        (
            plain(target=Hold(limit=50, is_floor=False, due=END_2030), direction=Direction.DOWN),
            RISING,
            "unlikely",
        ),
        (plain(target=Corridor(lower=90, upper=110, due=END_2030), direction=Direction.OPEN), RISING, "likely"),
        (plain(target=Corridor(lower=10, upper=50, due=END_2030), direction=Direction.OPEN), RISING, "unlikely"),
        # Reasons.
        (reach(100), [NAN], "no-values"),
        (reach(100), [1, 2, 3], "too-few"),
        (reach(100), [1, NAN, 2, 3, NAN], "too-few"),
        (reach(100, breaks=(date(2023, 1, 1),)), [*RISING, 50], "too-few"),
        (plain(), RISING, "no-target"),
        (reach(5, base=10), RISING, "no-target"),
        (plain(target=Hold(limit=20, is_floor=True)), RISING, "no-due-date"),
        (plain(target=Reach(value=20, due=date(2024, 12, 31))), RISING, "due-date-passed"),
        (plain(target=Reach(value=20, due=END_2030), direction=Direction.OPEN), RISING, "direction-open"),
    ],
)
def test_a_forecast_has_a_light_or_a_reason(one: Indicator, values: list[float], light: str) -> None:
    found = forecasts([one], yearly(*values))
    assert found.light[0] == light
    assert np.isnan(found.probability[0]) == (light not in {"likely", "open", "unlikely"})


@pytest.mark.parametrize(
    ("values", "target", "probability", "reached"),
    [
        ([5.0, 5, 5, 5], 5, 1.0, 2024.0),
        ([5.0, 5, 5, 5], 6, 0.0, NAN),
        ([0.0, 10, 20, 30], 100, 1.0, 2031.0),
        ([0.0, 10, 20, 30], 101, 0.0, 2031.1),
        ([0.1, 0.2, 0.3, 0.4], 1.1, 1.0, 2031.0),
        ([30.0, 20, 10, 0], 100, 0.0, NAN),
        ([0.0, 0, 0, 1e-9], 100, 0.0, NAN),
    ],
)
def test_perfect_lines_and_constants_have_a_defined_result(
    values: list[float], target: float, probability: float, reached: float
) -> None:
    found = forecasts([reach(target, base=-1)], yearly(*values))
    assert found.probability[0] == pytest.approx(probability, abs=1e-6)
    assert found.reached[0] == pytest.approx(reached, nan_ok=True)


def test_an_outlier_bends_no_line_but_makes_it_less_sure() -> None:
    calm, disturbed = (forecasts([reach(90)], yearly(0, 10.5, 20, 30, 39.5, last, 60, 70)) for last in (50.5, 500.0))
    assert disturbed.slope[0] == pytest.approx(calm.slope[0], rel=0.05)
    assert disturbed.error[0] > 20 * calm.error[0]
    assert abs(disturbed.probability[0] - 0.5) < abs(calm.probability[0] - 0.5)


def test_seasons_do_not_pass_for_progress() -> None:
    """Three years of months, rising by 2 per year under a swing of ±20."""
    months = np.arange(36)
    values = 50 + 2 * months / 12 + 20 * np.sin(months * np.pi / 6)
    panel = Panel.of([values], first_year=2020, per_year=12)
    one = plain(interval=1 / 12, target=Reach(value=70, due=END_2030))
    found = forecasts([one], panel)
    assert found.slope[0] == pytest.approx(2)
    assert found.expected[0] == pytest.approx(50 + 2 * 11, abs=0.5)
    assert forecasts([one], Panel.of([values[:12]], first_year=2020, per_year=12)).light[0] == "too-few"


@pytest.mark.parametrize("is_walk", [False, True])
def test_a_ninety_percent_interval_holds_in_nearly_that_many_cases(is_walk: bool) -> None:
    """Whether values scatter around a line or walk away from it: six values, six years ahead."""
    noise = np.random.default_rng(11).normal(0, 1, (1500, 12))
    values = 50 + 0.8 * np.arange(12) + (np.cumsum(noise, axis=1) if is_walk else 2 * noise)
    many = [plain(target=Reach(value=60, due=END_2030))] * len(values)
    found = forecasts(many, Panel.of(values[:, :6], first_year=2019))
    inside = np.abs(values[:, -1] - found.expected) <= found.error * stats.t(4).ppf(0.95)
    assert 0.86 <= inside.mean() <= 1.0


def test_what_is_impossible_is_not_expected() -> None:
    one = reach(95, base=50, upper=100)
    assert forecasts([one], yearly(50, 61, 70, 79, 90)).expected[0] == 100


@settings(deadline=None)
@given(indicators(), series())
def test_there_is_always_a_probability_or_a_reason(one: Indicator, values: list[float]) -> None:
    found = forecasts([one], yearly(*values))
    if found.light[0] in {"likely", "open", "unlikely"}:
        assert 0 <= found.probability[0] <= 1
        assert found.points[0] >= 4
        assert found.error[0] >= 0
    else:
        assert np.isnan([found.probability[0], found.expected[0], found.error[0]]).all()
    reached = found.reached[0]
    assert np.isnan(reached) or yearly(*values).ends[0] <= reached <= 2999


@settings(deadline=None)
@given(series(least=4), st.floats(0.1, 1e4))
def test_a_nearer_target_is_never_less_likely(values: list[float], closer: float) -> None:
    far, near = (
        forecasts([plain(target=Reach(value=goal, due=END_2030))], yearly(*values)) for goal in (1e5, 1e5 - closer)
    )
    if not np.isnan(far.probability[0]):
        assert near.probability[0] >= far.probability[0] - 1e-12


@settings(deadline=None)
@given(series(least=4), st.sampled_from([1e-3, 0.5, 2.0, 1e4]))
def test_the_unit_changes_nothing(values: list[float], factor: float) -> None:
    one = forecasts([reach(100, base=20)], yearly(*values))
    other = forecasts([reach(100 * factor, base=20 * factor)], yearly(*(value * factor for value in values)))
    assert one.light[0] == other.light[0] or abs(one.probability[0] - other.probability[0]) < 1e-6
    np.testing.assert_allclose(one.probability, other.probability, atol=1e-6)
    np.testing.assert_allclose(one.reached, other.reached, atol=1e-3)
