"""Sums over blocks of participants, on one thread, several, or the workers of a Dask cluster.

Every statistic of this engine that reads votes is a sum over participants. So it is computed block by block, and it
does not matter where the blocks lie. Blocks are always added in their order: the number of threads or workers changes
no digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from stadtgespraech.engines.opinion.votes import Votes

T = TypeVar("T")
BLOCK = 1_000_000  # votes; a block's working set is about 16 bytes per vote


@dataclass(frozen=True)
class Shard:
    """The votes of participants ``first`` … ``last − 1``."""

    first: int
    last: int
    votes: Votes


class Runner(Protocol):
    """Something that calls a function once per shard and gives the results back in order."""

    def __call__(self, function: Callable[[Any], T], items: Sequence[Any], /) -> Iterable[T]: ...


def in_turn(function: Callable[[Any], T], items: Sequence[Any], /) -> Iterable[T]:
    """One shard after another, in this thread."""
    return map(function, items)


def on_executor(executor: Executor) -> Runner:
    """Shards on the threads or processes of a ``concurrent.futures`` executor."""

    def run(function: Callable[[Any], T], items: Sequence[Any], /) -> Iterable[T]:
        return executor.map(function, items)

    return run


def on_dask(client: Any) -> Runner:
    """Shards on the workers of a Dask cluster (optional dependency ``distributed``).

    Args:
        client: a ``distributed.Client``; shards are sent to the workers once and stay there.
    """
    places: dict[int, tuple[Any, Any]] = {}

    def place(item: Any) -> Any:
        # Keyed by identity; the item is kept, so that its identity stays its own.
        if id(item) not in places:
            places[id(item)] = (item, client.scatter(item, hash=False))
        return places[id(item)][1]

    def run(function: Callable[[Any], T], items: Sequence[Any], /) -> Iterable[T]:
        shards, arguments = zip(*((item.shard, item.arguments) for item in items), strict=True)
        futures = client.map(
            partial(_call, function), [place(one) for one in shards], list(arguments), pure=False, batch_size=64
        )
        results: list[T] = client.gather(futures)
        return results

    return run


@dataclass(frozen=True)
class Task:
    """One shard with what belongs to its participants or to all of them."""

    shard: Shard
    arguments: tuple[Any, ...] = ()


def _call(function: Callable[[Task], T], shard: Shard, arguments: tuple[Any, ...]) -> T:
    return function(Task(shard, arguments))


@dataclass(frozen=True)
class Sharded:
    """Votes in blocks, and who computes on them.

    Attributes:
        shards: in the order of the participants.
        run: calls a function once per task.
    """

    shards: tuple[Shard, ...]
    participants: int
    statements: int
    run: Runner

    @classmethod
    def of(cls, votes: Votes, *, run: Runner = in_turn, block: int = BLOCK) -> Sharded:
        shards = tuple(Shard(first, last, votes.part(first, last)) for first, last in votes.cut(block))
        return cls(shards, votes.participants, votes.statements, run)

    def each(self, function: Callable[[Task], T], *, rows: Sequence[Any] = (), shared: Sequence[Any] = ()) -> list[T]:
        """Call ``function`` on every shard.

        Args:
            rows: arrays with one row per participant (or None); each shard gets its own rows of them first.
            shared: what every shard gets whole, after the rows.
        """
        own = zip(*(self.rows_of(array) for array in rows), strict=True) if rows else ((),) * len(self.shards)
        tasks = [Task(shard, (*arrays, *shared)) for shard, arrays in zip(self.shards, own, strict=True)]
        return list(self.run(function, tasks))

    def rows_of(self, array: NDArray[Any] | None) -> list[NDArray[Any] | None]:
        """An array with one row per participant, cut like the votes."""
        return [None if array is None else array[shard.first : shard.last] for shard in self.shards]


def residuals(votes: Votes, mean: NDArray[np.float64], shown: NDArray[np.bool_] | None) -> sparse.csr_array:
    """Vote minus the statement's mean where somebody voted, zero elsewhere: (participants, statements), sparse.

    Filling missing votes with the mean and centring the columns gives exactly this matrix, so nothing dense is needed.

    Args:
        mean: (statements,).
        shown: (statements,) False where a statement is moderated out, which then counts as zero; None for all shown.
    """
    data = votes.value - mean.take(votes.statement)
    if shown is not None:
        data *= shown.take(votes.statement)
    return sparse.csr_array(
        (data, votes.statement.astype(np.int32), votes.starts.astype(np.int32)),
        shape=(votes.participants, votes.statements),
    )
