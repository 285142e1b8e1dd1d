"""What would flip a light: each answer is tried out."""

from __future__ import annotations

from dataclasses import replace
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
    Corridor,
    Direction,
    Flip,
    Kind,
    flip_sentences,
    flips,
    level_flip,
    levels,
    power_mean,
    scales,
)
from stadtgespraech.engines.scoring.aggregate import GROUP_LIGHTS
from stadtgespraech.engines.scoring.flips import in_units, light_of
from tests.engines.scoring.portfolios import NAN, plain, powers, reach, scores, weights, yearly

ALL = (ARITHMETIC, GEOMETRIC, HARMONIC, WORST_CHILD)
NUDGE = 1e-6
children = st.lists(st.tuples(st.one_of(st.just(NAN), scores), weights), min_size=1, max_size=5)


def tried(flip: Flip, score: np.ndarray, weight: np.ndarray, power: float) -> float:
    """The mean after doing exactly what the flip says."""
    score, weight = score.copy(), weight.copy()
    match flip.kind:
        case Kind.VALUE:
            score[flip.child] = flip.needed
        case Kind.WEIGHT:
            weight[flip.child] = flip.needed
        case Kind.METHOD:
            power = flip.needed
        case Kind.EXCLUSION:
            score[flip.child] = NAN
    return power_mean(score, weight, power=power)


@settings(deadline=None, max_examples=300)
@given(children, powers)
def test_doing_what_a_flip_says_leads_to_the_boundary(group: list[tuple[float, float]], power: float) -> None:
    score, weight = np.array(group).T
    now = light_of(power_mean(score, weight, power=power))
    for flip in flips(score, weight, power=power, powers=ALL):
        mean = tried(flip, score, weight, power)
        assert flip.is_better == (GROUP_LIGHTS.index(flip.light) > GROUP_LIGHTS.index(now))
        if flip.kind in (Kind.METHOD, Kind.EXCLUSION):
            assert light_of(mean) == flip.light != now
        else:
            assert mean == pytest.approx(1 / 3 if "mostly-behind" in (now, flip.light) else 2 / 3, abs=1e-6)
        if flip.kind is Kind.VALUE:
            assert flip.rises == flip.is_better
        if flip.kind in (Kind.VALUE, Kind.WEIGHT) and flip.needed != pytest.approx(flip.now):
            assert flip.rises == (flip.needed > flip.now)


@pytest.mark.slow
@settings(deadline=None, max_examples=200)
@given(children, st.sampled_from([ARITHMETIC, GEOMETRIC, HARMONIC, WORST_CHILD]))
def test_no_flip_of_a_value_is_missing(group: list[tuple[float, float]], power: float) -> None:
    """Brute force: a child at its best or worst that changes the light has a flip, and the other way round."""
    score, weight = np.array(group).T
    now = light_of(power_mean(score, weight, power=power))
    found = {flip.child for flip in flips(score, weight, power=power) if flip.kind is Kind.VALUE}
    for child in np.flatnonzero(np.isfinite(score)):
        lights = set()
        for extreme in (0.0, 1.0):
            other = score.copy()
            other[child] = extreme
            lights.add(light_of(power_mean(other, weight, power=power)))
        assert (child in found) == (lights != {now}) or _is_edge(score, weight, int(child), power)


def _is_edge(score: np.ndarray, weight: np.ndarray, child: int, power: float) -> bool:
    """A mean that only touches a boundary at an extreme: rounding decides."""
    means = []
    for extreme in (0.0, 1.0):
        other = score.copy()
        other[child] = extreme
        means.append(power_mean(other, weight, power=power))
    return any(abs(mean - bound) < 1e-6 for mean in means for bound in (1 / 3, 2 / 3))


def test_flips_of_a_small_field() -> None:
    """Scores 0.9, 0.5 and 0.1: together 0.5, mixed."""
    found = flips(np.array([0.9, 0.5, 0.1]), np.ones(3), power=ARITHMETIC, powers=ALL)
    by_kind = {kind: [flip for flip in found if flip.kind is kind] for kind in Kind}
    # Child 1 would have to fall below 0 to drag the others down with it.
    assert {(one.child, one.light, round(one.needed, 6)) for one in by_kind[Kind.VALUE]} == {
        (0, "mostly-behind", 0.4),
        (1, "mostly-good", 1.0),
        (2, "mostly-good", 0.6),
    }
    # (0.6 + 0.9 w) / (2 + w) is 2/3 for w = 22/7 and 1/3 for w = 2/17; for child 2 it is the mirror image.
    assert {(one.child, one.light, round(one.needed, 6)) for one in by_kind[Kind.WEIGHT]} == {
        (0, "mostly-good", 3.142857),
        (0, "mostly-behind", 0.117647),
        (2, "mostly-behind", 3.142857),
        (2, "mostly-good", 0.117647),
    }
    assert [(one.needed, one.light) for one in by_kind[Kind.METHOD]] == [
        (HARMONIC, "mostly-behind"),
        (WORST_CHILD, "mostly-behind"),
    ]
    assert [(one.child, one.light) for one in by_kind[Kind.EXCLUSION]] == [(0, "mostly-behind"), (2, "mostly-good")]


def test_nothing_flips_what_has_no_score() -> None:
    assert flips(np.array([NAN, NAN]), np.ones(2), power=ARITHMETIC, powers=ALL) == ()
    assert flips(np.array([]), np.array([]), power=ARITHMETIC, powers=ALL) == ()


def test_a_score_is_said_in_the_unit_of_the_indicator() -> None:
    many = [plain(goalposts=(200, 0), direction=Direction.DOWN)]
    flip = Flip(kind=Kind.VALUE, light="mostly-good", child=0, now=0.5, needed=0.75, is_better=True, rises=True)
    assert in_units(flip, scales(many), 0, 100.0) == replace(flip, now=100.0, needed=50.0, rises=False, is_value=True)
    corridor = scales([plain(target=Corridor(lower=10, upper=20, tolerance=5), direction=Direction.OPEN)])
    sides = [in_units(flip, corridor, 0, value) for value in (6.0, 24.0)]
    assert [(one.needed, one.rises) for one in sides] == [(8.75, True), (21.25, False)]
    other = Flip(kind=Kind.WEIGHT, light="mixed", child=0, now=1, needed=2)
    assert in_units(other, scales(many), 0, 100.0) == other


@pytest.mark.parametrize(
    ("values", "light", "needed"),
    [([NAN, 0, 0, 0, 0, 40], "on-track", 50), ([NAN, 0, 0, 0, 0, 60], "behind", 50)],
)
def test_a_level_flips_at_its_path(values: list[float], light: str, needed: float) -> None:
    flip = level_flip(levels([reach(100)], yearly(*values)), 0)
    assert flip is not None
    assert (flip.light, flip.needed, flip.is_better) == (light, needed, light == "on-track")


@pytest.mark.parametrize(
    ("up", "sentence"), [(True, "fell from 50 to below 50"), (False, "rose from 50 to more than 50")]
)
def test_exactly_on_the_path_any_step_back_flips_the_light(up: bool, sentence: str) -> None:
    one = reach(100) if up else reach(0, base=100, up=False)
    flip = level_flip(levels([one], yearly(NAN, 0, 0, 0, 0, 50)), 0)
    assert flip is not None
    assert flip_sentences([flip], names=["Homes"], language="en") == [
        f"It would be ▼ behind the target path if “Homes” {sentence}."
    ]


def test_a_corridor_flips_at_its_nearer_end_and_a_missing_verdict_nowhere() -> None:
    one = plain(target=Corridor(lower=10, upper=20), direction=Direction.OPEN)
    needed = {value: level_flip(levels([one], yearly(value)), 0) for value in (5, 12, 19, 30)}
    assert {value: flip and (flip.needed, flip.rises) for value, flip in needed.items()} == {
        5: (10, True),
        12: (10, False),
        19: (20, True),
        30: (20, False),
    }
    assert level_flip(levels([plain(breaks=(date(2020, 1, 1),))], yearly(1, 2)), 0) is None
