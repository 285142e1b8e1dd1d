"""Ballots: the Method of Equal Shares against pabutools."""

from __future__ import annotations

import time
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.consensus_parts.goals import Goal, at_least
from stadtgespraech.engines.allocation import Ballots, equal_shares

VOTERS, PROJECTS, SEATS = 10_000, 200, 60


def approvals(*, voters: int, projects: int, seed: int) -> list[set[int]]:
    """Popular and less popular projects; who approves of one tends to approve of its neighbours."""
    random = np.random.default_rng(seed)
    appeal = random.beta(1, 6, projects)
    taste = random.integers(0, projects, voters)
    distance = np.abs(np.arange(projects)[None, :] - taste[:, None])
    chance = np.clip(appeal * (1 + 2 * (distance < projects // 10)), 0, 1)
    return [set(np.flatnonzero(row).tolist()) for row in random.random((voters, projects)) < chance]


def ours(ballots: list[set[int]], *, projects: int, seats: int) -> list[int]:
    sizes = np.array([len(ballot) for ballot in ballots])
    voter = np.repeat(np.arange(len(ballots)), sizes)
    project = np.fromiter(chain.from_iterable(ballots), dtype=np.int64, count=int(sizes.sum()))
    made = Ballots.from_rows(voter=voter, project=project, voters=len(ballots), projects=projects)
    return sorted(equal_shares(ballots=made, budget=seats).chosen)


def theirs(ballots: list[set[int]], *, projects: int, seats: int) -> list[int]:
    from pabutools.election import ApprovalBallot, ApprovalProfile, Cardinality_Sat, Instance, Project
    from pabutools.rules import method_of_equal_shares

    # Names in the order of the numbers: its ties go to the first name.
    everything = [Project(f"{number:06d}", 1) for number in range(projects)]
    profile: Any = ApprovalProfile([ApprovalBallot(everything[one] for one in ballot) for ballot in ballots])
    found = method_of_equal_shares(Instance(everything, budget_limit=seats), profile, sat_class=Cardinality_Sat)
    return sorted(int(project.name) for project in found)


def equal_shares_goals(rounds: int = 3) -> tuple[float, float, list[int], list[int]]:
    ballots = approvals(voters=VOTERS, projects=PROJECTS, seed=5)
    best = [float("inf"), float("inf")]
    results: list[list[int]] = [[], []]
    for number in range(rounds):
        for place, side in enumerate((ours, theirs)):
            # The peer takes long: once is enough.
            if place == 1 and number:
                continue
            started = time.process_time()
            results[place] = side(ballots, projects=PROJECTS, seats=SEATS)
            best[place] = min(best[place], time.process_time() - started)
    return best[0], best[1], results[0], results[1]


def equal_shares_against_peer(_data: Path) -> list[Goal]:
    if find_spec("pabutools") is None:
        print("  left out: pabutools is not installed")
        return []
    mine, peer, own, other = equal_shares_goals()
    print(
        f"  {VOTERS} ballots × {PROJECTS} projects: pabutools {peer:.2f} s, ours {mine * 1000:.0f} ms CPU;"
        f" {len(own)} winners, the same: {own == other}",
        flush=True,
    )
    return [
        at_least("Equal Shares against pabutools, CPU time", peer / mine, 100, "times"),
        Goal("the same winners", "yes", "yes" if own == other else "no", own == other),
    ]
