"""Weights: raking, and what they do to bounds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.engines.opinion import Sharded, add_up, analyse, effective_sample_size, lower_bound, rake
from tests.engines.opinion.conversations import made


def test_raking_reproduces_a_published_table() -> None:
    """Two margins, the classic two by two: cells 40, 30, 35, 50 raked to rows .5/.5 and columns .6/.4.

    Iterative fitting keeps the odds ratio of the sample, which fixes the result: solved here by bisection.
    """
    cells = np.array([[40, 30], [35, 50]])
    first = np.repeat([0, 0, 1, 1], cells.ravel())
    second = np.repeat([0, 1, 0, 1], cells.ravel())
    found = rake(categories=[first, second], targets=[np.array([0.5, 0.5]), np.array([0.6, 0.4])])
    shares = np.bincount(first * 2 + second, weights=found.weight) / found.weight.sum()
    odds = 40 * 50 / (30 * 35)
    low, high = 0.1, 0.5
    for _ in range(80):
        cell = (low + high) / 2
        ratio = cell * (0.4 - 0.5 + cell) / ((0.5 - cell) * (0.6 - cell))
        low, high = (cell, high) if ratio < odds else (low, cell)
    assert shares == pytest.approx([cell, 0.5 - cell, 0.6 - cell, cell - 0.1], abs=1e-8)
    assert found.error < 1e-8
    assert found.effective_sample_size == pytest.approx(found.weight.sum() ** 2 / (found.weight**2).sum())


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_raked_margins_are_met(seed: int) -> None:
    random = np.random.default_rng(seed)
    people = 200
    categories = [np.concatenate((np.arange(size), random.integers(0, size, people - size))) for size in (2, 4)]
    targets = [random.dirichlet(np.full(size, 8.0)) for size in (2, 4)]
    found = rake(categories=categories, targets=targets, largest=np.inf)
    for category, target in zip(categories, targets, strict=True):
        assert np.bincount(category, weights=found.weight) / people == pytest.approx(target, abs=1e-6)
    assert found.weight.mean() == pytest.approx(1)


def test_nobody_stands_for_too_many() -> None:
    category = np.repeat([0, 1], [2, 98])
    found = rake(categories=[category], targets=[np.array([0.5, 0.5])], largest=5.0)
    # Two people stand for ten hundredths at most, whatever the target says.
    assert found.weight == pytest.approx(np.repeat([5.0, 90 / 98], [2, 98]))
    assert found.error == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ([0.5, 0.4], "must be positive and sum to 1"),
        ([0.5, 0.3, 0.2], "Category 2 of characteristic 0 is among the participants or in the targets, not in both"),
        ([1.0], "does not fit its targets"),
    ],
)
def test_targets_that_cannot_be_met_are_refused(target: list[float], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        rake(categories=[np.array([0, 1, 1])], targets=[np.array(target)])


def test_weights_change_numbers_not_places() -> None:
    conversation = made(people=120, statements=15)
    weight = np.random.default_rng(1).uniform(0.2, 4, 120)
    plain = analyse(conversation.votes, seed=1, sector=conversation.camp, runs=0)
    weighted = analyse(conversation.votes, seed=1, sector=conversation.camp, weight=weight, runs=0)
    assert weighted.map.places.tolist() == plain.map.places.tolist()
    assert plain.sectors is not None
    assert weighted.sectors is not None
    assert np.array_equal(
        weighted.sectors.unweighted.agreement.bound, plain.sectors.consensus.agreement.bound, equal_nan=True
    )


def test_a_weighted_bound_uses_the_effective_sample_size() -> None:
    """By hand for one statement and one sector."""
    conversation = made(people=80, statements=6, share=1)
    weight = np.random.default_rng(2).uniform(0.2, 4, 80)
    found = add_up(Sharded.of(conversation.votes, block=50), stratum=None, strata=1, weight=weight).weighted()
    value = conversation.votes.value[conversation.votes.statement == 2]
    decided = value != 0
    size = effective_sample_size(weight[decided])
    share = weight[value == 1].sum() / weight[decided].sum()
    assert found.agree[0, 2] == pytest.approx(share * size)
    assert found.disagree[0, 2] == pytest.approx((1 - share) * size)
    weighted = analyse(conversation.votes, seed=1, weight=weight, runs=0).everybody.consensus.agreement.bound[2]
    assert weighted == pytest.approx(float(lower_bound(np.float64(share * size), np.float64((1 - share) * size))))
