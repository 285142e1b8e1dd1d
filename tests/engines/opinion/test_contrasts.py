"""Representative, divisive and bridging statements: formulas by hand, rankings by rule."""

from __future__ import annotations

import math

import numpy as np
import pytest

from stadtgespraech.engines.opinion import Counts, Sharded, add_up, bridging, consensus_of, divisive, representative
from tests.engines.opinion.conversations import made, table_of


def by_hand(agree: int, seen: int, other: int, other_seen: int) -> tuple[float, float, float, float]:
    """pa, pat, ra, rat as published."""
    share = (agree + 1) / (seen + 2)
    z = 2 * math.sqrt(seen + 1) * ((agree + 1) / (seen + 1) - 0.5)
    first, second = (agree + 1) / (seen + 1), (other + 1) / (other_seen + 1)
    pooled = (agree + other + 2) / (seen + other_seen + 2)
    if pooled == 1:
        return share, z, share / ((other + 1) / (other_seen + 2)), 0.0
    error = math.sqrt(pooled * (1 - pooled) * (1 / (seen + 1) + 1 / (other_seen + 1)))
    return share, z, share / ((other + 1) / (other_seen + 2)), (first - second) / error


def test_the_z_scores_are_the_published_formulas() -> None:
    conversation = made(people=90, statements=14)
    table, camp = table_of(conversation.votes), conversation.camp
    found = representative(add_up(Sharded.of(conversation.votes), stratum=camp, strata=3).plain())
    for group in range(3):
        inside, outside = table[camp == group], table[camp != group]
        for one in range(14):
            seen, other_seen = (int((~np.isnan(part[:, one])).sum()) for part in (inside, outside))
            for side, value in ((found.agree, 1), (found.disagree, -1)):
                own, other = (int((part[:, one] == value).sum()) for part in (inside, outside))
                expected = by_hand(own, seen, other, other_seen)
                figures = (side.share, side.z, side.repness, side.repness_z)
                assert [figure[group, one] for figure in figures] == pytest.approx(expected, rel=1e-12, abs=1e-12)
            effect = np.mean(inside[:, one][np.abs(inside[:, one]) == 1] == 1)
            effect -= np.mean(outside[:, one][np.abs(outside[:, one]) == 1] == 1)
            assert found.effect[group, one] == pytest.approx(effect, abs=1e-12)


def groups(agree: list[list[int]], disagree: list[list[int]]) -> Counts:
    return Counts(np.array(agree, float), np.zeros((len(agree), len(agree[0]))), np.array(disagree, float))


def test_the_ranking_puts_what_marks_a_group_first() -> None:
    counts = groups([[50, 50, 2, 25], [5, 45, 40, 25]], [[2, 2, 50, 25], [50, 5, 3, 25]])
    found = representative(counts)
    # The first is agreed with by the first group only, the third rejected by it only; the others mark nobody.
    assert set(found.order(0)[:2].tolist()) == {0, 2}
    assert found.agrees[0].tolist()[:3] == [True, True, False]
    assert found.q[0, 0] < 1e-6 < found.q[0, 3]
    assert found.order(0).tolist()[-1] == 3


def test_divisive_statements_are_ranked_by_what_is_certain() -> None:
    counts = groups([[50, 40, 9, 30], [5, 30, 0, 3]], [[2, 12, 0, 2], [50, 20, 9, 1]])
    found = divisive(counts, consensus_of(counts))
    assert found.order.tolist() == [0, 2, 1, 3]
    assert (found.most[0], found.least[0]) == (0, 1)
    # A gap from nine votes each is wide but less certain than one from 52 and 55; four votes give no verdict.
    assert found.bound[0] > found.bound[2] > found.bound[1] >= 0
    assert np.isnan(found.bound[3])


def test_bridges_are_agreement_or_rejection_by_all_groups() -> None:
    counts = groups([[50, 2, 50, 3], [48, 1, 5, 3]], [[2, 50, 2, 0], [3, 52, 50, 0]])
    found = bridging(counts, consensus_of(counts))
    assert found.order.tolist()[:2] == [1, 0]
    assert found.agrees.tolist()[:2] == [True, False]
    assert found.bound[2] < 0.2
    assert np.isnan(found.bound[3])


def test_one_group_divides_nothing() -> None:
    counts = groups([[3, 4]], [[5, 6]])
    found = divisive(counts, consensus_of(counts, minimum=1))
    assert np.isnan(found.gap).all()
    assert found.order.tolist() == [0, 1]
