"""Everything at once, and the defects of others that must not be ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.engines.scoring import (
    Direction,
    Hierarchy,
    Hold,
    Indicator,
    Kind,
    Membership,
    Method,
    Panel,
    Point,
    Reach,
    assess,
    field_flips,
    findings,
    goal_flips,
    power_mean,
)
from stadtgespraech.engines.scoring.phrases import LIGHTS
from tests.engines.scoring.portfolios import END_2015, NAN, indicators, matrix, one_field, plain, reach, series

TODAY = date(2026, 6, 30)
DOWN = plain(direction=Direction.DOWN, goalposts=(100, 0))


def fresh(*rows: list[float]) -> Panel:
    """Values up to 2025."""
    panel = matrix(*rows)
    return replace(panel, first_year=2026 - panel.values.shape[1])


def test_what_came_later_is_not_looked_at() -> None:
    one = plain(goalposts=(0, 100))
    early, late = Panel.of([[10, 20]], first_year=2024), Panel.of([[10, 20, 90]], first_year=2024)
    for panel in (early, late):
        found = assess([one], panel, one_field(1), today=TODAY)
        assert (found.scores[0], found.level.value[0]) == (0.2, 20)


def test_an_expired_value_enters_no_score_and_an_overdue_one_says_so() -> None:
    one = plain(goalposts=(0, 100))
    panel = Panel.of([[50, 50, 50], [50, 50, NAN], [50, NAN, NAN]], first_year=2023)
    found = assess([one] * 3, panel, one_field(3), today=date(2026, 9, 30))
    assert found.freshness.state.tolist() == ["fresh", "overdue", "expired"]
    assert found.score_reason.tolist() == ["", "", "expired"]
    assert found.light[2] == "expired"
    assert (found.card.fields.score[0], found.card.fields.carried_forward[0]) == (0.5, 1)
    assert found.card.fields.coverage[0] == pytest.approx(2 / 3)


def test_a_distance_across_a_change_of_definition_is_no_score() -> None:
    one = reach(100, base=20, breaks=(date(2023, 1, 1),), goalposts=(0, 100))
    panel = Panel.of([[50, 60]], first_year=2024)
    by_distance = assess([one], panel, one_field(1), today=TODAY, method=Method.DISTANCE_TO_TARGET)
    assert (by_distance.score_reason[0], np.isnan(by_distance.scores[0])) == ("definition-break", True)
    assert assess([one], panel, one_field(1), today=TODAY).scores[0] == 0.6


def test_what_would_flip_a_field_is_said_in_units_and_of_a_goal_by_its_fields() -> None:
    hierarchy = Hierarchy(
        memberships=(
            Membership(indicator=2, field=1),
            Membership(indicator=0, field=1),
            Membership(indicator=1, field=0),
        ),
        field_goal=(0, 0),
    )
    many = [plain(goalposts=(0, 4000)), plain(goalposts=(0, 1)), replace(DOWN, goalposts=(500, 300))]
    found = assess(many, fresh([2000], [0.9], [400]), hierarchy, today=TODAY)
    field, goal = field_flips(found, 1), goal_flips(found, 0)
    up = next(flip for flip in field if flip.light == "mostly-good" and flip.child == 0)
    assert (up.now, up.needed) == (2000, pytest.approx(4000 * (4 / 3 - 0.5)))
    down = next(flip for flip in field if flip.light == "mostly-good" and flip.child == 2)
    assert (down.now, down.needed) == (400, pytest.approx(500 - 200 * (4 / 3 - 0.5)))
    assert {(flip.child, round(flip.needed, 4)) for flip in goal if flip.kind is Kind.VALUE} == {
        (0, 0.8333),
        (1, 0.4333),
    }
    assert [flip.light for flip in goal if flip.kind is Kind.METHOD] == ["mixed", "mixed"]


def test_nothing_flips_a_light_that_is_not_shown() -> None:
    """Below two thirds of coverage the mean of the rest has no light."""
    one = plain(goalposts=(0, 100))
    found = assess([one] * 2, fresh([40], [NAN]), one_field(2), today=TODAY)
    assert (field_flips(found, 0), goal_flips(found, 0)) == ((), ())


def test_what_does_not_belong_together_is_refused() -> None:
    with pytest.raises(ValueError, match="2 indicators but 1 rows"):
        assess([DOWN, DOWN], fresh([1]), one_field(2), today=TODAY)
    with pytest.raises(ValueError, match="an indicator that does not exist"):
        assess([DOWN], fresh([1]), one_field(2), today=TODAY)


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.tuples(indicators(), series()), min_size=1, max_size=4), st.sampled_from(list(Method)))
def test_whatever_comes_every_indicator_has_a_verdict_or_a_reason(
    rows: list[tuple[Indicator, list[float]]], method: Method
) -> None:
    many, values = [one for one, _values in rows], [course for _one, course in rows]
    found = assess(many, fresh(*values), one_field(len(many)), today=TODAY, method=method)
    np.testing.assert_array_equal(np.isnan(found.scores), found.score_reason != "")
    words = [
        *found.light,
        *found.forecast.light,
        *found.growth.status,
        *found.card.fields.light,
        *found.card.goals.light,
    ]
    assert {*words, *filter(None, found.score_reason), *filter(None, found.growth.reason)} <= set(LIGHTS)


# -- The defects of others -------------------------------------------------------------------------


def test_zero_is_the_best_where_less_is_better() -> None:
    """CityScore gives a value of 0 the worst score."""
    assert assess([DOWN], fresh([4, 0]), one_field(1), today=TODAY).scores[0] == 1.0


def test_values_that_sum_to_zero_are_values() -> None:
    """CityScore scores a week whose values sum to 0 with 0."""
    one = plain(goalposts=(-10, 10))
    assert assess([one], fresh([-5, 5, 0]), one_field(1), today=TODAY).scores[0] == 0.5


def test_no_score_is_rounded_up_and_none_exceeds_its_bounds() -> None:
    """CityScore rounds up, and lets one ratio of 2.81 dominate the mean."""
    one = plain(goalposts=(0, 3))
    found = assess([one] * 3, fresh([1.0], [281.0], [1.0]), one_field(3), today=TODAY)
    assert found.scores.tolist() == [1 / 3, 1.0, 1 / 3]
    assert found.card.fields.score[0] == pytest.approx(5 / 9)


def test_a_single_value_has_the_score_of_its_direction() -> None:
    """CityScore does not invert a downward metric that has a single value."""
    assert assess([DOWN], fresh([25]), one_field(1), today=TODAY).scores[0] == 0.75


def test_an_open_direction_is_not_taken_for_down() -> None:
    """Open SDG's direction defaults to −1."""
    one = Indicator(name="Kennzahl", goalposts=(0, 100))
    found = assess([one], fresh([5, 9]), one_field(1), today=TODAY)
    assert (found.light[0], found.score_reason[0], found.growth.reason[0]) == ("direction-open",) * 3
    assert found.growth.status[0] == "not_available"


@pytest.mark.parametrize(
    ("one", "values", "light", "growth"),
    [
        # zero base, zero target, sign change, missing year, single value, constant series
        (reach(10, base=0), [0, 2, 4, 6, 8], "on-track", "zero-base"),
        (reach(0, base=10, up=False), [10, 8, 6, 4, 2], "on-track", "zero-target"),
        (reach(10, base=-10), [-10, -5, 0, 5, 8], "on-track", "sign-change"),
        (reach(10, base=1), [1, NAN, 5, NAN, 9], "on-track", ""),
        (reach(10, base=1), [NAN, NAN, NAN, NAN, 9], "on-track", ""),
        (plain(), [NAN, NAN, NAN, NAN, 9], "one-value", "one-value"),
        (reach(10, base=5), [5, 5, 5, 5, 5], "behind", ""),
        (plain(), [5, 5, 5, 5, 5], "flat", ""),
    ],
)
def test_hard_cases_have_a_defined_result(one: Indicator, values: list[float], light: str, growth: str) -> None:
    """Open SDG replaces a zero by 0.001, has no score across a change of sign, and drops such series silently."""
    one = replace(one, baseline=Point(date(2020, 12, 31), one.baseline.value) if one.baseline else None)
    found = assess([one], fresh(values), one_field(1), today=TODAY)
    assert (found.light[0], found.growth.reason[0]) == (light, growth)
    assert np.isfinite(found.growth.progress_value[0]) == (growth == "")


def test_a_series_without_a_score_lowers_the_coverage_instead_of_vanishing() -> None:
    """Open SDG drops it from the mean without a word."""
    one = plain(goalposts=(0, 100))
    found = assess([one] * 4, fresh([80], [80], [80], [NAN]), one_field(4), today=TODAY)
    fields = found.card.fields
    assert (fields.score[0], fields.coverage[0], fields.counts[0, 3]) == (pytest.approx(0.8), 0.75, 1)


def test_a_broken_ceiling_is_no_progress() -> None:
    """Canada's "stay under 10": base 7.8, now 13.5. A linear ratio would call this far beyond the target."""
    base = Point(END_2015, 7.8)
    ceiling = plain(direction=Direction.DOWN, baseline=base, target=Hold(limit=10, is_floor=False))
    mistaken = plain(direction=Direction.DOWN, baseline=base, target=Reach(value=10, due=date(2030, 12, 31)))
    found = assess(
        [ceiling, mistaken], fresh([13.5], [13.5]), one_field(2), today=TODAY, method=Method.DISTANCE_TO_TARGET
    )
    assert found.light.tolist() == ["behind", "target-against-direction"]
    np.testing.assert_array_equal(found.scores, [0, NAN])
    assert [one.code for one in findings([ceiling, mistaken], fresh([13.5], [13.5]))] == ["target-already-met"]


def test_weights_need_not_be_fractions_and_a_weight_of_one_switches_nothing_off() -> None:
    """Decidim sums progress × weight without dividing, and ignores all weights as soon as one is 1."""
    assert power_mean(np.array([1.0, 1.0]), np.array([2.0, 3.0]), power=1) == 1.0
    assert power_mean(np.array([0.0, 1.0]), np.array([1.0, 3.0]), power=1) == 0.75


def test_missing_progress_is_neither_zero_nor_ignored() -> None:
    """Decidim counts it as 0 when weighted and leaves it out when averaged."""
    one = plain(goalposts=(0, 100))
    for weight in ([1.0, 1, 1, 1], [2.0, 2, 2, 2]):
        found = assess([one] * 4, fresh([60], [60], [60], [NAN]), one_field(4, weights=weight), today=TODAY)
        assert (found.card.fields.score[0], found.card.fields.coverage[0]) == (pytest.approx(0.6), 0.75)


def test_every_score_has_exactly_one_light() -> None:
    """ClearPoint's rules can overlap or leave gaps."""
    one = plain(goalposts=(0, 1))
    lights = [
        assess([one], fresh([score]), one_field(1), today=TODAY).card.fields.light[0]
        for score in (0.0, 0.3333, 1 / 3, 0.5, 0.6666, 2 / 3, 1.0)
    ]
    assert lights == ["mostly-behind"] * 2 + ["mixed"] * 3 + ["mostly-good"] * 2


def test_monthly_indicators_go_stale_too() -> None:
    """Kausal watches deadlines of yearly indicators only."""
    monthly = plain(goalposts=(0, 100), interval=1 / 12, lag=0)
    values = [[NAN] * 11 + [50]]
    panel = Panel.of(values, first_year=2025, per_year=12)
    states = [
        assess([monthly], panel, one_field(1), today=day).freshness.state[0]
        for day in (date(2026, 1, 15), date(2026, 2, 15), date(2026, 3, 15))
    ]
    assert states == ["fresh", "overdue", "expired"]


def test_an_indicator_may_be_listed_in_a_field_only_once() -> None:
    """Kausal does not check for duplicates on categories."""
    with pytest.raises(ValueError, match="begin on the same day"):
        Hierarchy(memberships=one_field(1).memberships * 2, field_goal=(0,))
