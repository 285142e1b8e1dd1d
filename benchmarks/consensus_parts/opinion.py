"""Votes: against red-dwarf on real and large conversations, 100 million votes, and one vote at a time."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.consensus_parts.goals import Goal, at_least, at_most, fastest_of_alternating, in_fresh_process
from stadtgespraech.cli.vote_files import read_votes
from stadtgespraech.engines.opinion import (
    LiveOpinion,
    Opinion,
    Sharded,
    Votes,
    add_up,
    analyse,
    informed_consensus,
    majority_of,
    on_executor,
    representative,
)
from stadtgespraech.engines.opinion.stability import bootstrap

VoteList = list[dict[str, int]]


def votes_from_list(votes: VoteList) -> Votes:
    """Our side of the same input boundary: red-dwarf's list of dictionaries."""
    columns = (
        np.fromiter(map(itemgetter(name), votes), dtype=np.int32, count=len(votes))
        for name in ("participant_id", "statement_id", "vote")
    )
    person, statement, value = columns
    people, person = numbered(person)
    statements, statement = numbered(statement)
    return Votes.from_rows(
        participant=person, statement=statement, value=value, participants=people, statements=statements
    )


def numbered(identifier: np.ndarray) -> tuple[int, np.ndarray]:
    """Number of different identifiers, and each one's rank, in one pass over a table of all possible ones."""
    there = np.zeros(int(identifier.max()) + 1, dtype=bool)
    there[identifier] = True
    rank = np.cumsum(there, dtype=np.int32) - 1
    return int(rank[-1]) + 1, rank[identifier]


def ours(votes: VoteList) -> Opinion:
    return analyse(votes_from_list(votes), seed=1, runs=0)


def theirs(votes: VoteList) -> Any:
    from reddwarf.implementations.polis import run_pipeline

    return run_pipeline(votes=votes, random_state=1)


def list_of(votes: Votes) -> VoteList:
    rows = zip(votes.participant.tolist(), votes.statement.tolist(), votes.value.tolist(), strict=True)
    return [{"participant_id": person, "statement_id": statement, "vote": value} for person, statement, value in rows]


def real_conversations(data: Path) -> list[Goal]:
    """CPU time on the real conversations, and the same formulas on the peer's groups."""
    if not (data / "votes").exists():
        print("  left out: the real conversations are not on this machine")
        return []
    if find_spec("reddwarf") is None:
        print("  left out: red-dwarf is not installed")
        return []
    goals, difference = [], 0.0
    for folder in sorted((data / "votes").iterdir()):
        votes = read_votes(folder / "participants-votes.csv").votes
        given = list_of(votes)
        peer, own = fastest_of_alternating(7, lambda given=given: theirs(given), lambda given=given: ours(given))
        found = ours(given)
        started = time.process_time()
        stability = bootstrap(
            votes, label=found.groups.label, loadings=found.map.axes.loadings, shown=None, minimum_votes=7, seed=1
        )
        print(
            f"  {folder.name:<20} {votes.participants:>5} × {votes.statements:<4} {len(given):>7} votes   red-dwarf"
            f" {peer * 1000:7.1f} ms   ours {own * 1000:6.1f} ms   bootstrap apart {time.process_time() - started:.2f} s"
            f" (stability {stability.median:.2f})",
            flush=True,
        )
        goals.append(at_least(f"CPU time against red-dwarf, {folder.name}", peer / own, 7, "times"))
        difference = max(difference, largest_difference(votes_from_list(given), theirs(given)))
    goals.append(at_most("formulas on red-dwarf's groups, largest difference", difference, 1e-12, ""))
    return goals


def largest_difference(votes: Votes, peer: Any) -> float:
    """Over all figures of group-informed consensus, representativeness and majority, given the peer's groups."""
    label = peer.participants_df["cluster_id"].fillna(-1).to_numpy(dtype=np.int64)
    groups = add_up(Sharded.of(votes), stratum=label, strata=int(label.max()) + 1).plain()
    marks = representative(groups)
    table = peer.group_comment_stats
    pairs = []
    for group in range(len(groups.agree)):
        rows = table.xs(group, level="group_id")
        for side, letter in ((marks.agree, "a"), (marks.disagree, "d")):
            for name, figure in (
                (f"p{letter}", side.share),
                (f"p{letter}t", side.z),
                (f"r{letter}", side.repness),
                (f"r{letter}t", side.repness_z),
            ):
                pairs.append((rows[name].to_numpy(dtype=float), figure[group]))
    statements = peer.statements_df
    for column, part in (("agree", groups.agree), ("disagree", groups.disagree)):
        theirs_ = statements[f"group-aware-consensus-{column}"].to_numpy(dtype=float)
        pairs.append((theirs_, informed_consensus(part, groups.seen).product))
    everybody = add_up(Sharded.of(votes), stratum=None, strata=1).plain()
    # A figure that is undefined on one side only is a difference.
    assert all(np.array_equal(np.isnan(one), np.isnan(two)) for one, two in pairs)
    assert sum(np.isfinite(one).sum() for one, _two in pairs) >= 8 * votes.statements
    differences = [float(np.nanmax(np.abs(one - two) / np.maximum(np.abs(one), 1.0))) for one, two in pairs]
    differences.append(majority_difference(everybody, peer))
    return max(differences)


def majority_difference(everybody: Any, peer: Any) -> float:
    """The peer tells its first five statements each way: the same figures, and the same ones up to ties."""
    worst = 0.0
    names = list(peer.raw_vote_matrix.columns)
    for side, success in (("agree", everybody.agree[0]), ("disagree", everybody.disagree[0])):
        found = majority_of(success, everybody.seen[0])
        metric = found.share * found.z
        listed = peer.consensus[side]
        mine = [one for one in found.order[:5].tolist() if found.significant[one]]
        for place, entry in enumerate(listed):
            one = names.index(entry["tid"])
            worst = max(worst, abs(entry["p-success"] - found.share[one]), abs(entry["p-test"] - found.z[one]))
            # A tie may be listed in another order, so the metric is what must agree.
            worst = max(worst, abs(metric[one] - metric[mine[place]]))
        if len(listed) != len(mine):
            worst = float("inf")
    return worst


def made(people: int, statements: int, per_person: int, *, seed: int) -> Votes:
    """Three camps; each person votes on so many statements (fewer where the same one was drawn twice)."""
    random = np.random.default_rng(seed)
    lean = random.uniform(-1, 1, (3, statements)).astype(np.float32)
    starts, about, values = [np.zeros(1, dtype=np.int64)], [], []
    for first in range(0, people, 20_000):
        number = min(20_000, people - first)
        drawn = np.sort(random.integers(0, statements, (number, per_person), dtype=np.uint16), axis=1)
        new = np.ones(drawn.shape, dtype=bool)
        new[:, 1:] = drawn[:, 1:] != drawn[:, :-1]
        camp = random.integers(0, 3, number)
        noise = random.standard_normal(drawn.shape, dtype=np.float32)
        opinion = lean[camp[:, None], drawn] + noise * 0.5
        value = np.where(opinion > 0.2, 1, np.where(opinion < -0.2, -1, 0)).astype(np.int8)
        about.append(drawn[new])
        values.append(value[new])
        starts.append(starts[-1][-1] + np.cumsum(new.sum(axis=1)))
    return Votes(np.concatenate(starts), np.concatenate(about), np.concatenate(values), statements)


LARGE = (33_422, 783, 62)


def large_list() -> VoteList:
    return list_of(made(*LARGE, seed=1))


def tell(votes: VoteList) -> list[int]:
    return [int(size) for size in ours(votes).groups.sizes]


def tell_peer(votes: VoteList) -> int:
    return len(theirs(votes).participants_df)


def large_conversation(_data: Path) -> list[Goal]:
    """The size of the largest real conversation: about two million votes."""
    mine = in_fresh_process(large_list, tell)
    print(f"  ours: {mine.cpu:.2f} s CPU, {mine.own_mib:.0f} MiB beyond the input, groups {mine.result}", flush=True)
    if find_spec("reddwarf") is None:
        print("  left out: red-dwarf is not installed")
        return []
    peer = in_fresh_process(large_list, tell_peer)
    print(f"  red-dwarf: {peer.cpu:.2f} s CPU, {peer.own_mib:.0f} MiB beyond the input", flush=True)
    return [
        at_least("CPU time against red-dwarf, 33,422 × 783, 2 million votes", peer.cpu / mine.cpu, 50, "times"),
        at_most("memory against red-dwarf's, same conversation", mine.own_mib / peer.own_mib, 0.25, ""),
    ]


def huge_votes() -> Votes:
    return made(1_000_000, 1_000, 106, seed=2)


def tell_huge(votes: Votes) -> tuple[int, list[int], float]:
    with ThreadPoolExecutor(2) as threads:
        found = analyse(votes, seed=1, runs=0, run=on_executor(threads))
    return len(votes.value), found.groups.sizes.tolist(), found.map.axes.residual


def huge_conversation(_data: Path) -> list[Goal]:
    """A million people, a thousand statements, a hundred million votes, on two threads."""
    cost = in_fresh_process(huge_votes, tell_huge)
    number, sizes, residual = cost.result
    print(
        f"  {number / 1e6:.1f} million votes: {cost.wall:.1f} s ({cost.cpu:.1f} s CPU), {cost.peak_mib:.0f} MiB in all,"
        f" groups {sizes}, residual of the axes {residual:.0e}",
        flush=True,
    )
    return [
        at_least("votes", number / 1e6, 100, "million"),
        at_most("time for 100 million votes on 2 cores", cost.wall, 15, "s"),
        at_most("memory for 100 million votes, votes included", cost.peak_mib / 1024, 2, "GiB"),
    ]


def live_conversation(_data: Path) -> list[Goal]:
    """20,000 people with 100 votes each on a thousand statements, then 2,000 more votes one by one."""
    votes = made(20_000, 1_000, 105, seed=3)
    random = np.random.default_rng(4)
    live = LiveOpinion(statements=1_000, sectors=3)
    sector = random.integers(0, 3, votes.participants)
    for own in sector.tolist():
        live.join(sector=own)
    stream = list(zip(votes.participant.tolist(), votes.statement.tolist(), votes.value.tolist(), strict=True))
    random.shuffle(stream)
    for person, statement, value in stream[:-2_000]:
        live.vote(participant=person, statement=statement, value=value)
    live.refresh(seed=1)
    each: list[float] = []
    for person, statement, value in stream[-2_000:]:
        started = time.process_time()
        live.vote(participant=person, statement=statement, value=value)
        live.verdict(statement)
        each.append(time.process_time() - started)
    refreshes, walls = [], []
    for _ in range(10):
        for _vote in range(50):
            live.vote(
                participant=int(random.integers(0, 20_000)),
                statement=int(random.integers(0, 1_000)),
                value=int(random.integers(-1, 2)),
            )
        started, wall = time.process_time(), time.perf_counter()
        found = live.refresh(seed=1)
        refreshes.append(time.process_time() - started)
        walls.append(time.perf_counter() - wall)
    batch = analyse(live.votes(), seed=1, sector=sector, sectors=3, runs=0)
    assert batch.sectors is not None
    difference = max(
        float(np.abs(found.map.axes.loadings - batch.map.axes.loadings).max()),
        float(np.nanmax(np.abs(live.shared().consensus.agreement.bound - batch.sectors.consensus.agreement.bound))),
    )
    median, high, refresh = np.median(each), np.quantile(each, 0.99), np.median(refreshes)
    print(
        f"  {len(stream) / 1e6:.1f} million votes; one more into counts, bounds and axes' matrix: median"
        f" {median * 1e6:.0f} µs, 99 % within {high * 1e6:.0f} µs; map and groups after 50 more: {refresh * 1000:.0f} ms"
        f" CPU (slowest {max(refreshes) * 1000:.0f}; by the clock {np.median(walls) * 1000:.0f}); difference to the batch {difference:.0e}",
        flush=True,
    )
    return [
        at_most("one vote into the live result, 99 % of votes, CPU", high * 1000, 1, "ms"),
        at_most("refreshed map and groups, median, CPU", refresh * 1000, 100, "ms"),
        at_most("difference between live and batch", difference, 1e-9, ""),
    ]
