"""Values on a grid: nothing is filled, nothing is taken twice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.engines.scoring import Panel
from stadtgespraech.engines.scoring.panel import FloatArray
from stadtgespraech.engines.scoring.slopes import row_median, seasonal_slope, window
from tests.engines.scoring.portfolios import NAN


def test_a_long_table_becomes_a_grid_with_its_gaps() -> None:
    panel, repeated = Panel.from_rows(
        indicator=[0, 0, 1], year=[2020, 2022, 2021], value=[1, 3, 7], grade=[0, 2, 1], indicators=3
    )
    np.testing.assert_array_equal(panel.values, [[1, NAN, 3], [NAN, 7, NAN], [NAN] * 3])
    assert (panel.first_year, repeated) == (2020, [])
    np.testing.assert_array_equal(panel.last(), [2, 1, -1])
    np.testing.assert_array_equal(panel.first(), [0, 1, -1])
    np.testing.assert_array_equal(panel.at(panel.last()), [3, 7, NAN])
    np.testing.assert_array_equal(panel.ended(panel.last()), [2023, 2022, NAN])
    np.testing.assert_array_equal(panel.grade_at(panel.last()), [2, 1, -1])


def test_a_period_given_twice_counts_once_or_not_at_all() -> None:
    panel, repeated = Panel.from_rows(
        indicator=[0, 0, 0, 0, 0], year=[2020, 2020, 2021, 2021, 2022], value=[1, 1, 2, 3, 4], indicators=1
    )
    np.testing.assert_array_equal(panel.values, [[1, NAN, 4]])
    assert repeated == [(0, 2020, 1, True), (0, 2021, 1, False)]


def test_months_and_years_share_a_grid() -> None:
    panel, _repeated = Panel.from_rows(
        indicator=[0, 0, 1], year=[2020, 2020, 2020], period=[1, 12, 12], value=[1, 12, 5], indicators=2, per_year=12
    )
    np.testing.assert_allclose(panel.ended(np.array([0, 11])), [2020 + 1 / 12, 2021])
    np.testing.assert_array_equal(panel.last(), [11, 11])


def test_what_ended_later_is_not_looked_at() -> None:
    panel = Panel.of([[1, 2, 3]], first_year=2020)
    assert [panel.until(year).values.shape[1] for year in (2020.5, 2021, 2022.9, 2023, 2050)] == [0, 1, 2, 3, 3]
    np.testing.assert_array_equal(panel.until(2020.5).last(), [-1])
    np.testing.assert_array_equal(panel.until(2020.5).at(np.array([-1])), [NAN])


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"indicator": [], "year": [], "value": []}, "no values"),
        ({"indicator": [1], "year": [2020], "value": [1]}, "out of range"),
        ({"indicator": [0], "year": [2020], "value": [np.inf]}, "must be finite"),
        ({"indicator": [0], "year": [2020], "value": [1], "period": [2]}, "out of range"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(facts: dict[str, list[float]], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Panel.from_rows(**facts, indicators=1)  # type: ignore[arg-type]


cells = st.one_of(st.floats(-100, 100), st.just(NAN), st.just(0.0))


@settings(deadline=None)
@given(st.integers(1, 9).flatmap(lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1)))
def test_the_median_of_a_row_ignores_its_gaps(rows: list[list[float]]) -> None:
    present = [[cell for cell in row if cell == cell] for row in rows]
    wanted = [np.median(row) if row else NAN for row in present]
    np.testing.assert_allclose(row_median(np.array(rows)), wanted, rtol=1e-12, atol=1e-12)


def slope_by_hand(values: FloatArray) -> tuple[float, int]:
    """The definition: all pairs of years of the same season."""
    years, seasons = values.shape
    slopes = [
        (values[late, season] - values[early, season]) / (late - early)
        for season in range(seasons)
        for early in range(years)
        for late in range(early + 1, years)
    ]
    slopes = [slope for slope in slopes if slope == slope]
    return (float(np.median(slopes)) if slopes else NAN), len(slopes)


@settings(deadline=None)
@given(st.integers(1, 5), st.integers(1, 3), st.randoms(use_true_random=False))
def test_the_slope_is_the_median_over_pairs_of_the_same_season(years: int, seasons: int, random: object) -> None:
    values = np.random.default_rng(random.getrandbits(32)).normal(size=(3, years, seasons))  # type: ignore[attr-defined]
    values[np.abs(values) > 1] = NAN
    slope, pairs = seasonal_slope(values)
    wanted = [slope_by_hand(row) for row in values]
    np.testing.assert_allclose(slope, [one for one, _pairs in wanted], atol=1e-12)
    np.testing.assert_array_equal(pairs, [many for _one, many in wanted])


def test_a_window_ends_at_each_last_value_and_begins_after_a_break() -> None:
    panel = Panel.of([[1, 2, 3, 4], [5, 6, NAN, NAN], [NAN] * 4], first_year=2020)
    found = window(panel, last=panel.last(), years=3, since=np.array([2022.0, -np.inf, -np.inf]))
    np.testing.assert_array_equal(found[:, :, 0], [[NAN, 3, 4], [NAN, 5, 6], [NAN] * 3])
