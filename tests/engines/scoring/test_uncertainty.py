"""Bands and leave-one-out: reproducible, around the score, wide where little is known."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.engines.scoring import (
    ARITHMETIC,
    Bands,
    Direction,
    Hierarchy,
    Indicator,
    Membership,
    Method,
    bands,
    leave_one_out,
    power_mean,
    roll_up,
    scales,
)
from stadtgespraech.engines.scoring.uncertainty import drawn_weights, leave_out
from tests.engines.scoring.portfolios import NAN, hierarchies, one_field, plain, powers, reach, scores

TODAY = date(2026, 6, 30)
POSTS = plain(goalposts=(0, 100))


def drawn(values: list[float], hierarchy: Hierarchy, *, many: list[Indicator] | None = None, **facts: Any) -> Bands:
    indicators = many or [POSTS] * len(values)
    weights = hierarchy.on(TODAY)
    numbers = np.array(values)
    card = roll_up(scales(indicators).scores(numbers), weights)
    options = {"grades": np.zeros(len(values), dtype=int), "seed": 1, "draws": 500, **facts}
    return bands(indicators, numbers, weights, card, **options)


def test_the_same_seed_gives_the_same_band_and_another_a_similar_one() -> None:
    hierarchy = one_field(4)
    first, again, other = (drawn([20, 40, 60, 90], hierarchy, seed=seed, draws=2000) for seed in (1, 1, 2))
    assert (first.fields.low[0], first.fields.high[0]) == (again.fields.low[0], again.fields.high[0])
    assert first.fields.low[0] != other.fields.low[0]
    assert first.fields.low[0] == pytest.approx(other.fields.low[0], abs=0.02)


def test_without_uncertainty_there_is_no_band() -> None:
    """One exact indicator alone: no weight, no method, no exclusion can change it."""
    band = drawn([40], one_field(1), many=[plain(goalposts=(0, 100), standard_error=0.0)], methods=[Method.GOALPOSTS])
    for number in (band.fields.low[0], band.fields.middle[0], band.fields.high[0], *band.fields.by_power[:, 0]):
        assert number == pytest.approx(0.4)
    assert band.goals.light[0].tolist() == [0, 1, 0]


def test_the_band_of_one_indicator_is_that_of_its_standard_error() -> None:
    one = plain(goalposts=(0, 100), standard_error=5.0)
    band = drawn([50], one_field(1), many=[one], powers=[ARITHMETIC], methods=[Method.GOALPOSTS], draws=20_000)
    assert band.fields.low[0] == pytest.approx(0.5 - 1.645 * 0.05, abs=0.002)
    assert band.fields.high[0] == pytest.approx(0.5 + 1.645 * 0.05, abs=0.002)
    assert (band.fields.light.sum(axis=1), band.fields.light[0, 1]) == (
        pytest.approx(1),
        pytest.approx(0.999, abs=0.002),
    )


def test_a_worse_grade_makes_a_wider_band() -> None:
    widths = []
    for grade in range(4):
        band = drawn([50], one_field(1), grades=np.array([grade]), powers=[ARITHMETIC])
        widths.append(band.fields.high[0] - band.fields.low[0])
    assert widths == sorted(widths)
    assert widths[3] > 5 * widths[0]


def test_children_that_differ_make_weights_and_method_matter() -> None:
    alike, apart = drawn([50, 50, 50, 50], one_field(4)), drawn([5, 30, 70, 95], one_field(4))
    assert apart.fields.high[0] - apart.fields.low[0] > 5 * (alike.fields.high[0] - alike.fields.low[0])
    arithmetic, geometric, harmonic = apart.fields.by_power[:, 0]
    assert arithmetic > geometric > harmonic
    assert apart.fields.low[0] < 0.5 < apart.fields.high[0]


def test_leaving_one_out_is_part_of_the_band() -> None:
    """Of two exact indicators, one at 0 and one at 100, each is left out in a quarter of the draws."""
    exact = plain(goalposts=(0, 100), standard_error=0.0)
    band = drawn(
        [0, 100], one_field(2), many=[exact] * 2, powers=[ARITHMETIC], methods=[Method.GOALPOSTS], draws=20_000
    )
    assert (band.fields.low[0], band.fields.high[0]) == (0, 1)
    assert band.fields.middle[0] == pytest.approx(0.5, abs=0.02)


def test_another_way_of_normalising_takes_part() -> None:
    one = reach(100, base=40, goalposts=(0, 100), standard_error=0.0)
    both = drawn([70], one_field(1), many=[one], powers=[ARITHMETIC])
    assert (both.fields.low[0], both.fields.high[0]) == (pytest.approx(0.5), pytest.approx(0.7))


def test_what_has_no_score_has_no_band_and_never_gets_one_by_chance() -> None:
    many = [POSTS, reach(100, base=40)]
    hierarchy = Hierarchy(
        memberships=(Membership(indicator=0, field=0), Membership(indicator=1, field=1)), field_goal=(0, 1)
    )
    band = drawn([50, 70], hierarchy, many=many)
    assert np.isfinite(band.fields.low).tolist() == [True, False]
    assert np.isnan(band.goals.light[1]).all()


def test_weights_vary_by_a_third_around_the_agreed_ones() -> None:
    agreed, group = np.array([1.0, 1.0, 4.0, 0.0]), np.array([0, 0, 1, 1])
    many = drawn_weights(agreed, group, 40_000, np.random.default_rng(1))
    np.testing.assert_allclose(many.mean(axis=1), [10, 10, 20, 0], rtol=0.01)
    np.testing.assert_allclose(many[:3].std(axis=1) / many[:3].mean(axis=1), [10**-0.5, 10**-0.5, 20**-0.5], rtol=0.02)


def test_in_half_of_the_draws_one_child_is_left_out_any_with_the_same_chance() -> None:
    field, candidate = np.array([0, 0, 0, 1, 2, 2]), np.array([True, True, True, True, True, False])
    weight = np.ones((6, 40_000))
    leave_out(weight, field, candidate, np.random.default_rng(1))
    np.testing.assert_allclose((weight == 0).mean(axis=1), [1 / 6] * 3 + [0, 0, 0], atol=0.01)
    assert (weight[:3] == 0).sum(axis=0).max() == 1


@settings(deadline=None, max_examples=40)
@given(st.lists(st.one_of(st.just(NAN), st.floats(0, 100)), min_size=1, max_size=5), st.data())
def test_every_score_has_a_band_and_nothing_else_has(values: list[float], data: st.DataObject) -> None:
    hierarchy = data.draw(hierarchies(len(values)))
    weights = hierarchy.on(TODAY)
    card = roll_up(scales([POSTS] * len(values)).scores(np.array(values)), weights)
    found = drawn(values, hierarchy, draws=60)
    for groups, band in ((card.fields, found.fields), (card.goals, found.goals)):
        np.testing.assert_array_equal(np.isfinite(band.low), np.isfinite(groups.score))
        there = np.isfinite(groups.score)
        assert (band.low[there] <= band.middle[there]).all()
        assert (band.middle[there] <= band.high[there]).all()
        np.testing.assert_allclose(band.light[there].sum(axis=1), 1)


@settings(deadline=None, max_examples=60)
@given(st.lists(scores, min_size=2, max_size=6), powers)
def test_leave_one_out_is_the_mean_of_the_rest(score: list[float], power: float) -> None:
    numbers = np.array(score)
    hierarchy = one_field(len(score), weights=[1.0 + child for child in range(len(score))])
    weights = hierarchy.on(TODAY)
    found = leave_one_out(numbers, weights, roll_up(numbers, weights, power=power), power=power)
    for child in range(len(score)):
        rest = power_mean(np.delete(numbers, child), np.delete(weights.weight, child), power=power)
        assert found.field[child] == pytest.approx(rest)
    assert np.isnan(found.goal[0])


def test_a_goal_without_one_of_its_fields() -> None:
    hierarchy = Hierarchy(
        memberships=tuple(Membership(indicator=child, field=child) for child in range(3)), field_goal=(0, 0, 0)
    )
    weights, numbers = hierarchy.on(TODAY), np.array([0.0, 0.6, 0.9])
    found = leave_one_out(numbers, weights, roll_up(numbers, weights))
    np.testing.assert_allclose(found.goal, [0.75, 0.45, 0.3])
    assert np.isnan(found.field).all()


def test_direction_matters_for_noise_at_the_best_end() -> None:
    """A ceiling of the score is a ceiling: noise cannot lift what is best already."""
    best = plain(goalposts=(100, 0), direction=Direction.DOWN, standard_error=10.0)
    band = drawn([0], one_field(1), many=[best], methods=[Method.GOALPOSTS])
    assert band.fields.high[0] == 1.0
    assert band.fields.low[0] < 0.9
