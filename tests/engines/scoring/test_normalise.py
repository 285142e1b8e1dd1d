"""Scores of values: fixed posts or the distance to the target, and the way back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.engines.scoring import Corridor, Direction, Hold, Indicator, Method, Point, Reach, scales
from tests.engines.scoring.portfolios import END_2020, END_2030, NAN, indicators, numbers, plain, reach

DISTANCE = Method.DISTANCE_TO_TARGET


@pytest.mark.parametrize(
    ("one", "method", "points"),
    [
        (plain(goalposts=(10, 30)), Method.GOALPOSTS, {0: 0, 10: 0, 15: 0.25, 30: 1, 99: 1}),
        (plain(goalposts=(30, 10), direction=Direction.DOWN), Method.GOALPOSTS, {0: 1, 10: 1, 15: 0.75, 30: 0}),
        # The best value of "less is better" is 0 and scores 1: no ratio is taken.
        (plain(goalposts=(50, 0), direction=Direction.DOWN), Method.GOALPOSTS, {0: 1, 25: 0.5, 50: 0}),
        (plain(goalposts=(-10, 10)), Method.GOALPOSTS, {-10: 0, 0: 0.5, 10: 1}),
        (reach(100, base=50), DISTANCE, {40: 0, 50: 0, 75: 0.5, 100: 1, 150: 1}),
        (reach(0, base=50, up=False), DISTANCE, {60: 0, 50: 0, 25: 0.5, 0: 1, -9: 1}),
        (reach(10, base=-10), DISTANCE, {-20: 0, 0: 0.5, 10: 1}),
        (plain(target=Hold(limit=10, is_floor=True, tolerance=4)), DISTANCE, {20: 1, 10: 1, 8: 0.5, 6: 0, 0: 0}),
        (
            plain(target=Hold(limit=10, is_floor=False), baseline=Point(END_2020, 8), direction=Direction.DOWN),
            DISTANCE,
            {0: 1, 10: 1, 11: 0.5, 12: 0, 99: 0},
        ),
        (
            plain(target=Corridor(lower=10, upper=20, tolerance=5), direction=Direction.OPEN),
            Method.GOALPOSTS,
            {4: 0, 5: 0, 7.5: 0.5, 10: 1, 15: 1, 20: 1, 22.5: 0.5, 25: 0, 30: 0},
        ),
        (plain(target=Corridor(lower=10, upper=20), direction=Direction.OPEN), DISTANCE, {0: 0, 5: 0.5, 15: 1, 30: 0}),
    ],
)
def test_a_value_has_the_score_of_its_place(one: Indicator, method: Method, points: dict[float, float]) -> None:
    values = np.array([[*points]])
    np.testing.assert_allclose(scales([one], method=method).scores(values)[0], [*points.values()], atol=1e-12)


@pytest.mark.parametrize(
    ("one", "method", "reason"),
    [
        (plain(), Method.GOALPOSTS, "no-goalposts"),
        (plain(goalposts=(0, 1), direction=Direction.OPEN), Method.GOALPOSTS, "direction-open"),
        (plain(goalposts=(1, 0)), Method.GOALPOSTS, "goalposts-against-direction"),
        (plain(goalposts=(0, 1)), DISTANCE, "no-target"),
        (plain(target=Reach(value=1, due=END_2030)), DISTANCE, "no-baseline"),
        (reach(5, base=5), DISTANCE, "target-equals-baseline"),
        (reach(5, base=6), DISTANCE, "target-against-direction"),
        (plain(target=Hold(limit=5, is_floor=False)), DISTANCE, "target-against-direction"),
        (plain(target=Hold(limit=5, is_floor=True)), DISTANCE, "no-tolerance"),
        (plain(target=Hold(limit=5, is_floor=True), baseline=Point(END_2020, 5)), DISTANCE, "no-tolerance"),
    ],
)
def test_a_missing_fact_gives_a_reason_and_no_other_method_steps_in(
    one: Indicator, method: Method, reason: str
) -> None:
    scale = scales([one], method=method)
    assert scale.reason.tolist() == [reason]
    assert np.isnan(scale.scores(np.array([1.0]))[0])
    assert np.isnan(scale.value_at(0, 0.5, near=1.0))


both = st.sampled_from(list(Method))


@settings(deadline=None)
@given(indicators(), numbers, st.floats(0, 1e6), both)
def test_a_better_value_never_lowers_a_score(one: Indicator, value: float, more: float, method: Method) -> None:
    scale = scales([one], method=method)
    score, better = scale.scores(np.array([[value, value + more * one.score_sign]]))[0]
    assert np.isnan(score) == bool(scale.reason[0])
    if not np.isnan(score) and one.score_sign:
        assert 0 <= score <= better <= 1


@settings(deadline=None)
@given(indicators(), st.floats(0.001, 0.999), numbers, both)
def test_the_way_back_leads_to_the_same_score(one: Indicator, score: float, near: float, method: Method) -> None:
    scale = scales([one], method=method)
    value = scale.value_at(0, score, near=near)
    assert np.isnan(value) == bool(scale.reason[0])
    if not np.isnan(value):
        assert scale.scores(np.array([value]))[0] == pytest.approx(score, abs=1e-5)


def scaled(one: Indicator, factor: float) -> Indicator:
    return plain(
        direction=one.direction,
        goalposts=(one.goalposts[0] * factor, one.goalposts[1] * factor) if one.goalposts else None,
        baseline=Point(END_2020, one.baseline.value * factor) if one.baseline else None,
        target=Reach(value=one.target.value * factor, due=END_2030) if isinstance(one.target, Reach) else None,
    )


@settings(deadline=None)
@given(indicators(), numbers, st.floats(1e-3, 1e3), both)
def test_the_unit_changes_nothing(one: Indicator, value: float, factor: float, method: Method) -> None:
    first, second = (scales([scaled(one, by)], method=method).scores(np.array([value * by])) for by in (1, factor))
    np.testing.assert_allclose(first, second, atol=1e-6)


def test_a_new_value_of_one_indicator_moves_no_other() -> None:
    many = [plain(goalposts=(0, 10)), plain(goalposts=(0, 20))]
    before, after = (scales(many).scores(np.array([value, 5.0])) for value in (1.0, 9.0))
    assert before[1] == after[1] == 0.25
    assert scales(many).width.tolist() == [10, 20]
    assert np.isnan(scales(many).scores(np.array([NAN, 1.0]))[0])
