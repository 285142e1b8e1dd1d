"""The weakest stratum decides; the other definitions beside it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate

from stadtgespraech.engines.opinion import (
    Counts,
    Sharded,
    add_up,
    consensus_of,
    false_discovery_rate,
    informed_consensus,
    lower_bound,
    majority_of,
)
from tests.engines.opinion.conversations import made, table_of


def counts(agree: list[list[float]], passed: list[list[float]], disagree: list[list[float]]) -> Counts:
    return Counts(np.array(agree, float), np.array(passed, float), np.array(disagree, float))


def quantile_by_hand(success: float, failure: float, share: float) -> float:
    """Quantile of Beta(½ + success, ½ + failure) by numerical integration in x = sin² t, and bisection."""

    def mass(end: float) -> float:
        a, b = 2 * success, 2 * failure
        density = lambda t: math.sin(t) ** a * math.cos(t) ** b  # noqa: E731
        top = math.asin(math.sqrt(end))
        return integrate.quad(density, 0, top)[0] / integrate.quad(density, 0, math.pi / 2)[0]

    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if mass(middle) < share else (low, middle)
    return low


@pytest.mark.parametrize(("success", "failure"), [(0, 7), (7, 0), (9, 3), (30, 12), (2.5, 11.25)])
def test_the_bound_is_the_quantile_of_its_definition(success: float, failure: float) -> None:
    found = lower_bound(np.array([success]), np.array([failure]))[0]
    assert found == pytest.approx(quantile_by_hand(success, failure, 0.1), abs=1e-7)


def test_the_jeffreys_interval_is_the_published_one() -> None:
    """Brown, Cai & DasGupta (2001), table 5: n = 10, x = 3, 95 % two-sided is (0.093, 0.606)."""
    low = lower_bound(np.array([3.0]), np.array([7.0]), confidence=0.975)[0]
    high = 1 - lower_bound(np.array([7.0]), np.array([3.0]), confidence=0.975)[0]
    assert (round(low, 3), round(high, 3)) == (0.093, 0.606)


def test_the_weakest_sector_decides_and_passes_stand_beside() -> None:
    found = consensus_of(counts([[90, 6], [12, 6]], [[10, 0], [36, 0]], [[5, 0], [4, 1]]))
    sectors = [quantile_by_hand(90, 5, 0.1), quantile_by_hand(12, 4, 0.1)]
    assert found.agreement.bound[0] == pytest.approx(min(sectors), abs=1e-7)
    assert found.agreement.weakest.tolist() == [1, -1]
    assert found.rejection.bound[0] == pytest.approx(quantile_by_hand(5, 90, 0.1), abs=1e-7)
    assert found.pass_share.tolist() == [[10 / 105, 0], [36 / 52, 0]]
    # Six agreeing votes are not enough in the first sector, seven are in the second.
    assert found.enough.tolist() == [True, False]
    assert np.isnan(found.agreement.bound).tolist() == [False, True]
    assert np.isnan(found.agreement.per_stratum[:, 1]).tolist() == [True, False]


def test_ties_have_a_rule() -> None:
    found = consensus_of(counts([[9, 9, 9]], [[0, 0, 0]], [[1, 0, 1]])).agreement
    assert found.order.tolist() == [1, 0, 2]


votes_per_sector = st.tuples(st.integers(0, 60), st.integers(0, 20), st.integers(0, 60))


@given(st.lists(votes_per_sector, min_size=1, max_size=4), st.integers(0, 3))
@settings(max_examples=150, deadline=None)
def test_an_added_agree_never_lowers_a_bound(sectors: list[tuple[int, int, int]], which: int) -> None:
    which %= len(sectors)
    columns = [[[sector[kind]] for sector in sectors] for kind in range(3)]
    before = consensus_of(counts(*columns))
    columns[0][which][0] += 1
    after = consensus_of(counts(*columns))
    if before.enough[0]:
        assert after.agreement.bound[0] >= before.agreement.bound[0]
        assert after.rejection.bound[0] <= before.rejection.bound[0]


@given(st.lists(votes_per_sector, min_size=1, max_size=3))
@settings(max_examples=50, deadline=None)
def test_an_identical_second_sector_changes_nothing(sectors: list[tuple[int, int, int]]) -> None:
    once = consensus_of(counts(*[[[sector[kind]] for sector in sectors] for kind in range(3)]))
    twice = consensus_of(counts(*[[[sector[kind]] for sector in [*sectors, *sectors]] for kind in range(3)]))
    for one, two in ((once.agreement, twice.agreement), (once.rejection, twice.rejection)):
        assert np.array_equal(one.bound, two.bound, equal_nan=True)
        assert one.weakest.tolist() == two.weakest.tolist()
    assert once.enough.tolist() == twice.enough.tolist()


def test_group_informed_consensus_and_majority_are_the_published_formulas() -> None:
    """Counted and computed statement by statement, in plain Python."""
    conversation = made(people=60, statements=15)
    table, camp = table_of(conversation.votes), conversation.camp
    groups = add_up(Sharded.of(conversation.votes), stratum=camp, strata=3).plain()
    found = informed_consensus(groups.agree, groups.seen)
    everybody = groups.together()
    majority = majority_of(everybody.agree[0], everybody.seen[0])
    for statement in range(15):
        product = 1.0
        for group in range(3):
            column = [value for value, own in zip(table[:, statement], camp, strict=True) if own == group]
            agree, seen = column.count(1), sum(not math.isnan(value) for value in column)
            product *= (agree + 1) / (seen + 2)
        assert found.product[statement] == pytest.approx(product, rel=1e-12)
        assert found.geometric_mean[statement] == pytest.approx(product ** (1 / 3), rel=1e-12)
        agree, seen = np.sum(table[:, statement] == 1), np.sum(~np.isnan(table[:, statement]))
        assert majority.share[statement] == pytest.approx((agree + 1) / (seen + 2), rel=1e-12)
        z = 2 * math.sqrt(seen + 1) * ((agree + 1) / (seen + 1) - 0.5)
        assert majority.z[statement] == pytest.approx(z, rel=1e-12)


def test_false_discovery_rates_are_the_published_ones() -> None:
    """Benjamini & Hochberg (1995), section 3: of 15 hypotheses, the first four are rejected at q = 0.05."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    shuffled = np.random.default_rng(0).permutation(15)
    q = false_discovery_rate(np.array(p)[shuffled])
    assert np.flatnonzero(q <= 0.05).tolist() == np.flatnonzero(shuffled < 4).tolist()
    assert false_discovery_rate(np.array([np.nan, 0.02, 0.04]))[1:].tolist() == [0.04, 0.04]


def test_of_groups_no_pass_is_lost() -> None:
    conversation = made(people=50, statements=8)
    sums = add_up(Sharded.of(conversation.votes, block=20), stratum=conversation.camp, strata=3)
    table = table_of(conversation.votes)
    for place, value in enumerate((-1, 0, 1)):
        expected = [
            [int((table[conversation.camp == camp, one] == value).sum()) for one in range(8)] for camp in range(3)
        ]
        assert sums.votes[place].tolist() == expected


def test_people_in_no_stratum_are_not_counted() -> None:
    conversation = made(people=50, statements=8)
    sums = add_up(Sharded.of(conversation.votes), stratum=np.where(conversation.camp == 0, 0, -1), strata=1)
    expected = np.sum(table_of(conversation.votes)[conversation.camp == 0] == 1, axis=0)
    assert sums.plain().agree[0].tolist() == expected.tolist()
