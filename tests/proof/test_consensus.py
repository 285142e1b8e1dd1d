"""The consensus engines at full size and against their peers, where these are installed (extra ``peers``)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.consensus_parts import allocation, opinion
from benchmarks.consensus_parts.goals import in_fresh_process

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def test_a_hundred_million_votes_fit_into_two_gibibytes() -> None:
    """A million people of three camps: the camps are found, the axes are exact, memory stays below 2 GiB."""
    cost = in_fresh_process(opinion.huge_votes, opinion.tell_huge)
    votes, sizes, residual = cost.result
    assert votes >= 100_000_000
    assert len(sizes) == 3
    assert max(sizes) - min(sizes) < 5_000
    assert residual <= 1e-12
    assert cost.peak_mib <= 2048
    print(f"{votes / 1e6:.1f} million votes, {cost.peak_mib:.0f} MiB, {cost.wall:.1f} s")


def test_two_million_votes_one_by_one_give_the_batch() -> None:
    goals = {goal.name: goal for goal in opinion.live_conversation(DATA)}
    assert goals["difference between live and batch"].reached


def test_formulas_are_those_of_red_dwarf() -> None:
    pytest.importorskip("reddwarf")
    if not (DATA / "votes").exists():
        pytest.skip("the real conversations are not on this machine")
    folders = sorted((DATA / "votes").iterdir())
    assert len(folders) == 4
    for folder in folders:
        given = opinion.list_of(opinion.read_votes(folder / "participants-votes.csv").votes)
        assert opinion.largest_difference(opinion.votes_from_list(given), opinion.theirs(given)) <= 1e-12, folder.name


@pytest.mark.parametrize("seed", range(60))
def test_winners_are_those_of_pabutools(seed: int) -> None:
    """Small elections with many ties, and larger ones."""
    pytest.importorskip("pabutools")
    random = np.random.default_rng(seed)
    voters, projects = int(random.integers(3, 40 if seed % 2 else 400)), int(random.integers(2, 25))
    ballots = allocation.approvals(voters=voters, projects=projects, seed=seed)
    seats = int(random.integers(1, projects + 1))
    own = allocation.ours(ballots, projects=projects, seats=seats)
    assert own == allocation.theirs(ballots, projects=projects, seats=seats)


def test_ten_thousand_ballots_have_the_winners_of_pabutools() -> None:
    pytest.importorskip("pabutools")
    _mine, _peer, own, other = allocation.equal_shares_goals(rounds=1)
    assert own == other
    assert len(own) > 50
