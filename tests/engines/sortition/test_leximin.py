"""Leximin against enumeration, and what must hold for every lottery."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stadtgespraech.engines.sortition import (
    Lottery,
    Method,
    NoPanel,
    NoPanelFound,
    PoolError,
    Quota,
    fair_lottery,
    make_pool,
    make_problem,
    uniform_lottery,
)
from tests.engines.sortition.tiny_pools import (
    Case,
    all_panels,
    leximin_by_enumeration,
    problem_of,
    seeds_with_few_panels,
    tiny_case,
)

FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def of_types(lottery: Lottery) -> np.ndarray:
    """Probability of each type, after its people were found to have the same."""
    problem = lottery.problem
    own = [lottery.probability[problem.of_person == kind] for kind in range(problem.types)]
    assert all(values.max() - values.min() <= 2e-12 for values in own)
    return np.array([values.mean() for values in own])


@pytest.mark.slow
def test_fifty_tiny_pools_are_leximin_by_enumeration() -> None:
    with_cuts = 0
    for seed in seeds_with_few_panels(50, limit=600):
        problem = problem_of(tiny_case(seed))
        panels = all_panels(problem)
        lottery = fair_lottery(problem=problem)
        assert panels is not None
        np.testing.assert_allclose(
            of_types(lottery), leximin_by_enumeration(panels, problem.capacity), atol=1e-6, err_msg=str(seed)
        )
        assert lottery.relative_gap <= 1e-6
        for cut in lottery.cuts:
            assert (panels[:, cut.types] @ cut.coefficients).max() <= cut.high
        with_cuts += bool(lottery.cuts)
    assert with_cuts > 0, "no pool needed an inequality: the hard case was not tested"


def test_panels_obey_everything_and_weights_give_the_probabilities() -> None:
    quotas, people, size = tiny_case(3, people=40, exact=False)
    household = [number // 2 if number < 20 else -1 for number in range(40)]
    pool = make_pool(quotas=quotas, people=people, household=household, kept_in=[25], kept_out=[30])
    problem = make_problem(pool=pool, quotas=quotas, size=size)
    lottery = fair_lottery(problem=problem)
    counted = np.zeros(40)
    for panel, weight in zip(lottery.panels, lottery.weights, strict=True):
        assert len(set(panel)) == size
        assert 25 in panel
        assert 30 not in panel
        homes = [household[person] for person in panel if household[person] >= 0]
        assert len(homes) == len(set(homes))
        for quota in quotas:
            column = int(quota.feature[1:])
            assert quota.minimum <= sum(people[person][column] == quota.value for person in panel) <= quota.maximum
        counted[list(panel)] += weight
    assert sum(lottery.weights) == lottery.units
    np.testing.assert_allclose(counted / lottery.units, lottery.probability, atol=1e-15)
    assert lottery.relative_gap <= 1e-6


@pytest.mark.slow
@FEW
@given(seed=st.integers(0, 10_000))
def test_renaming_and_reordering_people_changes_nothing(seed: int) -> None:
    quotas, people, size = tiny_case(seed, people=24, exact=False)
    order = np.random.default_rng(seed).permutation(len(people))
    one = fair_lottery(problem=problem_of((quotas, people, size)))
    other = fair_lottery(problem=problem_of((quotas, [people[index] for index in order], size)))
    np.testing.assert_allclose(one.probability[order], other.probability, atol=1e-6)


@pytest.mark.slow
@FEW
@given(seed=st.integers(0, 10_000), slack=st.integers(1, 2))
def test_a_looser_quota_never_lowers_the_minimum(seed: int, slack: int) -> None:
    quotas, people, size = tiny_case(seed, people=24, exact=True)
    loose = [
        Quota(own.feature, own.value, max(0, own.minimum - slack), own.maximum + slack) if number % 2 else own
        for number, own in enumerate(quotas)
    ]
    strict = fair_lottery(problem=problem_of((quotas, people, size))).probability.min()
    assert fair_lottery(problem=problem_of((loose, people, size))).probability.min() >= strict - 1e-9


def test_the_same_input_gives_the_same_lottery() -> None:
    problem = problem_of(tiny_case(11, people=30, exact=False))
    one, other = fair_lottery(problem=problem), fair_lottery(problem=problem)
    assert (one.panels, one.weights) == (other.panels, other.weights)


def test_fractional_panels_alone_are_no_panel() -> None:
    """Three people, each of two of three groups of which exactly one seat is wanted: half of everybody would do."""
    quotas = [Quota(f"g{group}", value, own, own) for group in range(3) for value, own in (("in", 1), ("out", 0))]
    quotas = [Quota(own.feature, own.value, own.minimum, 1) for own in quotas]
    people = [["in" if group != person else "out" for group in range(3)] for person in range(3)]
    pool = make_pool(quotas=quotas, people=people)
    problem = make_problem(pool=pool, quotas=[own for own in quotas if own.value == "in"], size=1)
    with pytest.raises((NoPanel, NoPanelFound)):
        fair_lottery(problem=problem)


def test_people_in_no_panel_have_probability_zero() -> None:
    quotas = [Quota("f", "a", 2, 2), Quota("f", "b", 0, 0)]
    pool = make_pool(quotas=quotas, people=[["a"], ["a"], ["a"], ["b"]])
    lottery = fair_lottery(problem=make_problem(pool=pool, quotas=quotas, size=2))
    np.testing.assert_allclose(lottery.probability, [2 / 3, 2 / 3, 2 / 3, 0], atol=1e-9)


@pytest.mark.parametrize("size", [0, 5])
def test_a_size_that_does_not_fit_is_refused(size: int) -> None:
    quotas = [Quota("f", "a", 0, 9)]
    pool = make_pool(quotas=quotas, people=[["a"]] * 4)
    with pytest.raises(PoolError):
        make_problem(pool=pool, quotas=quotas, size=size)


def everybody_can_be_drawn(people: int) -> Case:
    """A pool in which each person is in some panel."""
    cases = (tiny_case(seed, people=people, exact=False) for seed in range(100))
    return next(case for case in cases if fair_lottery(problem=problem_of(case)).probability.min() > 1e-3)


def test_methods_do_what_they_promise() -> None:
    problem = problem_of(everybody_can_be_drawn(40))
    lotteries = {method: fair_lottery(problem=problem, method=method) for method in list(Method)[:4]}
    leximin = lotteries[Method.LEXIMIN].probability
    assert lotteries[Method.MAXIMIN].probability.min() == pytest.approx(leximin.min(), abs=1e-7)
    product = {method: np.log(own.probability).sum() for method, own in lotteries.items()}
    assert product[Method.NASH] >= max(product.values()) - 1e-6
    equal = problem.size / len(leximin)
    both = {m: own.probability.max() / equal + equal / own.probability.min() for m, own in lotteries.items()}
    assert both[Method.GOLDILOCKS] <= min(both.values()) + 1e-6
    assert all(own.relative_gap <= 1e-6 for own in lotteries.values())


def test_nash_is_the_best_product_over_all_panels() -> None:
    """Against multiplicative updates over the enumerated panels, which converge to the largest product."""
    problem = problem_of(everybody_can_be_drawn(14))
    panels = all_panels(problem)
    assert panels is not None
    share = panels / problem.capacity
    weights = np.full(len(panels), 1 / len(panels))
    for _ in range(20_000):
        weights *= share @ (problem.capacity / (weights @ share)) / problem.capacity.sum()
    best = (problem.capacity * np.log(weights @ share)).sum()
    own = np.log(fair_lottery(problem=problem, method=Method.NASH).probability).sum()
    assert own == pytest.approx(best, abs=1e-4)


def test_prescribed_probabilities_are_met_where_they_can_be() -> None:
    quotas = [Quota("f", "a", 1, 3), Quota("f", "b", 1, 3)]
    people = [["a"]] * 5 + [["b"]] * 5
    apart = np.array([0.1, 0.2, 0.3, 0.4, 0.5] * 2) * 4 / 3
    problem = make_problem(pool=make_pool(quotas=quotas, people=people), quotas=quotas, size=4, apart=apart)
    wanted = np.zeros(problem.types)
    wanted[problem.of_person] = apart
    lottery = fair_lottery(problem=problem, method=Method.PRESCRIBED, wanted=wanted)
    np.testing.assert_allclose(lottery.probability, apart, atol=1e-8)
    assert lottery.relative_gap <= 1e-6


@pytest.mark.slow
@pytest.mark.parametrize("panels", [10, 100, 1000])
def test_nobody_loses_a_panel_by_rounding(panels: int) -> None:
    for seed in range(8):
        lottery = fair_lottery(problem=problem_of(tiny_case(seed, people=40, exact=False)))
        uniform = uniform_lottery(lottery, panels=panels)
        assert len(uniform.panels) == panels
        for panel in uniform.panels:
            counts = np.bincount(lottery.problem.of_person[list(panel)], minlength=lottery.problem.types)
            assert lottery.problem.is_panel(counts)
        counted = np.bincount(np.concatenate(uniform.panels), minlength=40) / panels
        np.testing.assert_allclose(uniform.probability, counted)
        assert uniform.largest_loss <= 1 / panels + 1e-9, seed
