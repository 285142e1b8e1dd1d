"""Table plans: who sits with whom in each round, so that as many different people as possible meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stadtgespraech.engines.sortition.pool import IntArray, PoolError

# What a broken wish costs in comparison with a pair that meets again.
APART, TOGETHER, MIXTURE = 40.0, 200.0, 0.15
SWAPS_PER_PERSON_AND_ROUND = 900
MOST_SWAPS = 400_000
HOTTEST, COLDEST = 1.5, 0.02


@dataclass(frozen=True)
class TablePlan:
    """Seats for all rounds.

    Attributes:
        table: (rounds, people) number of the table, from 0.
        meetings: (people, people) how often two people sit together; symmetric, 0 on the diagonal.
        broken: pairs and rounds of wishes that were not kept, in words of people's numbers.
    """

    table: IntArray
    meetings: IntArray
    broken: tuple[str, ...]

    @property
    def distinct_pairs(self) -> int:
        """How many pairs meet at least once."""
        return int((self.meetings > 0).sum() // 2)

    @property
    def most_meetings(self) -> int:
        return int(self.meetings.max(initial=0))


def table_sizes(people: int, tables: int) -> list[int]:
    """Seats of each table; they differ by one at most."""
    return [people // tables + (1 if table < people % tables else 0) for table in range(tables)]


def possible_pairs(people: int, tables: int, rounds: int) -> int:
    """The most pairs that can meet: those of all tables and rounds, but never more than there are."""
    per_round = sum(size * (size - 1) // 2 for size in table_sizes(people, tables))
    return min(people * (people - 1) // 2, rounds * per_round)


def plan_tables(
    *,
    people: int,
    tables: int,
    rounds: int,
    units: Sequence[int] | None = None,
    features: IntArray | None = None,
    pins: Mapping[int, int] | None = None,
    together: Sequence[Sequence[int]] = (),
    apart: Sequence[tuple[int, int]] = (),
    seed: int = 0,
) -> TablePlan:
    """Seat people by simulated annealing: two people of one round change seats if that helps, or sometimes anyway.

    A second meeting costs 1, a third 4, and so on by squares; two people who should not sit together cost 40; tables
    that are not a picture of the whole cost a little. Pins hold always, and so do groups that stay together, as long
    as a table has room for them.

    Args:
        units: (people,) two people of the same unit should not sit together; -1 for none.
        features: (people, features) values that should be mixed at every table.
        pins: table of a person in all rounds (moderators, interpreters, a table that wheelchairs can reach).
        together: groups that sit together in all rounds.
        apart: pairs that must not sit together.
    Raises:
        PoolError: numbers that do not fit, or wishes that contradict each other.
    """
    pinned, blocks = _check(people, tables, rounds, pins or {}, together)
    generator = np.random.default_rng(seed)
    avoid = np.zeros((people, people))
    if units is not None:
        own = np.asarray(units)
        avoid += np.where((own[:, None] == own[None, :]) & (own[:, None] >= 0), APART, 0.0)
    for one, other in apart:
        avoid[one, other] = avoid[other, one] = TOGETHER
    for block in blocks:
        avoid[np.ix_(block, block)] = 0.0
    np.fill_diagonal(avoid, 0.0)
    fixed = np.zeros(people, dtype=bool)
    fixed[list(pinned)] = True
    for block in blocks:
        fixed[block] = True
    seats = np.array([_start(people, tables, pinned, blocks, generator) for _ in range(rounds)])
    mixing = None if features is None else _one_hot(np.asarray(features))
    _anneal(seats, tables, avoid, mixing, fixed, blocks, generator)
    return _plan(seats, units, apart, blocks)


def _check(
    people: int, tables: int, rounds: int, pins: Mapping[int, int], together: Sequence[Sequence[int]]
) -> tuple[dict[int, int], list[list[int]]]:
    if not (1 <= tables <= people and rounds >= 1):
        raise PoolError(f"{people} people cannot sit at {tables} tables for {rounds} rounds.")
    blocks = [sorted(set(group)) for group in together if len(set(group)) > 1]
    members = [person for block in blocks for person in block]
    for person in [*members, *pins]:
        if not 0 <= person < people:
            raise PoolError(f"There is no person {person}.")
    if len(set(members)) < len(members):
        raise PoolError("Somebody belongs to two groups that stay together.")
    if any(not 0 <= table < tables for table in pins.values()):
        raise PoolError("Somebody is pinned to a table that does not exist.")
    pinned = dict(pins)
    for block in blocks:
        at = {pinned[person] for person in block if person in pinned}
        if len(at) > 1:
            raise PoolError("A group that stays together is pinned to two tables.")
        pinned |= {person: table for table in at for person in block}
    sizes = table_sizes(people, tables)
    if any(len(block) > sizes[0] for block in blocks):
        raise PoolError("A group that stays together is larger than a table.")
    for table in range(tables):
        if sum(own == table for own in pinned.values()) > sizes[table]:
            raise PoolError(f"More people are pinned to table {table + 1} than it has seats.")
    return pinned, blocks


def _start(
    people: int, tables: int, pinned: Mapping[int, int], blocks: list[list[int]], generator: np.random.Generator
) -> IntArray:
    """Some seating that keeps pins and groups."""
    free = table_sizes(people, tables)
    seats = np.full(people, -1, dtype=np.int64)
    for person, table in pinned.items():
        seats[person] = table
        free[table] -= 1
    for block in sorted(blocks, key=len, reverse=True):
        if seats[block[0]] >= 0:
            continue
        able = [table for table in range(tables) if free[table] >= len(block)]
        if not able:
            raise PoolError("The groups that stay together do not fit to the tables.")
        table = int(generator.choice(able))
        seats[block] = table
        free[table] -= len(block)
    rest = np.repeat(np.arange(tables), free)
    seats[seats < 0] = generator.permutation(rest)
    return seats


def _one_hot(features: IntArray) -> NDArray[np.float64]:
    columns = [(features[:, [column]] == np.unique(features[:, column])) for column in range(features.shape[1])]
    return np.hstack(columns).astype(float)


def _anneal(
    seats: IntArray,
    tables: int,
    avoid: NDArray[np.float64],
    mixing: NDArray[np.float64] | None,
    fixed: NDArray[np.bool_],
    blocks: list[list[int]],
    generator: np.random.Generator,
) -> None:
    """Change ``seats`` (rounds, people) for the better."""
    rounds, people = seats.shape
    movable = np.flatnonzero(~fixed)
    if len(movable) < 2 or tables < 2:
        return
    meet = np.zeros((people, people))
    for row in seats:
        meet += row[:, None] == row[None, :]
    for block in blocks:
        # They meet in every round by wish: that is no repetition.
        meet[np.ix_(block, block)] = 0.0
    np.fill_diagonal(meet, 0.0)
    # Plain lists: with some ten people at a table they are many times faster than arrays.
    price = (2 * meet + avoid).tolist()
    places = seats.tolist()
    at_tables = [[[p for p in range(people) if row[p] == table] for table in range(tables)] for row in places]
    features = [] if mixing is None else [np.flatnonzero(own).tolist() for own in mixing]
    counts = [] if mixing is None else [[mixing[members].sum(axis=0).tolist() for members in own] for own in at_tables]
    steps = min(SWAPS_PER_PERSON_AND_ROUND * people * rounds, MOST_SWAPS)
    heat, cooling = HOTTEST, (COLDEST / HOTTEST) ** (1 / steps)
    picks = movable[generator.integers(len(movable), size=(steps, 2))].tolist()
    chances, which = (-np.log(generator.random(steps))).tolist(), generator.integers(rounds, size=steps).tolist()
    for (one, other), chance, number in zip(picks, chances, which, strict=True):
        heat *= cooling
        row = places[number]
        here, there = row[one], row[other]
        if here == there:
            continue
        at_here, at_there = at_tables[number][here], at_tables[number][there]
        of_one, of_other = price[one], price[other]
        # Meeting again costs the growth of the square; a pair that sits together now would be one meeting fewer.
        change = (
            sum([of_one[q] for q in at_there])
            - of_one[other]
            + sum([of_other[q] for q in at_here])
            - of_other[one]
            - sum([of_one[q] for q in at_here])
            - sum([of_other[q] for q in at_there])
            + 2 * (len(at_here) + len(at_there) - 2)
        )
        if counts:
            change += MIXTURE * _mixture_change(
                counts[number][here], counts[number][there], features[one], features[other]
            )
        if change > heat * chance:
            continue
        at_here.remove(one)
        at_there.remove(other)
        _update_prices(price, one, at_here, at_there)
        _update_prices(price, other, at_there, at_here)
        at_here.append(other)
        at_there.append(one)
        row[one], row[other] = there, here
        if counts:
            for value in features[one]:
                counts[number][here][value] -= 1
                counts[number][there][value] += 1
            for value in features[other]:
                counts[number][here][value] += 1
                counts[number][there][value] -= 1
    seats[:] = places


def _update_prices(price: list[list[float]], person: int, left: list[int], joined: list[int]) -> None:
    """One meeting fewer with those left, one more with those joined."""
    for others, change in ((left, -2), (joined, 2)):
        for other in others:
            price[person][other] += change
            price[other][person] += change


def _mixture_change(here: list[float], there: list[float], one: list[int], other: list[int]) -> float:
    """How the sum of squares of values at two tables changes when two people change seats."""
    change = 0.0
    for old, new in zip(one, other, strict=True):
        if old != new:
            change += 2 * (there[old] - here[old] + here[new] - there[new] + 2)
    return change


def _plan(
    seats: IntArray, units: Sequence[int] | None, apart: Sequence[tuple[int, int]], blocks: list[list[int]]
) -> TablePlan:
    meetings = np.zeros((seats.shape[1],) * 2, dtype=np.int64)
    broken = []
    housed = {frozenset((one, other)) for block in blocks for one in block for other in block if one != other}
    for number, row in enumerate(seats):
        meetings += row[:, None] == row[None, :]
        broken += [f"round {number + 1}: {one} and {other}" for one, other in apart if row[one] == row[other]]
        if units is not None:
            broken += [
                f"round {number + 1}: {one} and {other} (same unit)"
                for one in range(len(row))
                for other in range(one + 1, len(row))
                if row[one] == row[other] and units[one] == units[other] >= 0 and frozenset((one, other)) not in housed
            ]
    np.fill_diagonal(meetings, 0)
    return TablePlan(seats, meetings, tuple(broken))
