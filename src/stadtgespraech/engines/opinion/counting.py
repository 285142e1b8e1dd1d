"""How often a statement was agreed with, passed and disagreed with, stratum by stratum."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from stadtgespraech.engines.opinion.shards import Sharded, Task

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Counts:
    """Votes per stratum and statement, each array (strata, statements).

    With weights, ``agree``, ``passed`` and ``disagree`` are *effective* numbers: the weighted share times the effective
    sample size (Σw)² / Σw² (Kish 1965). Without weights, they are the plain numbers.
    """

    agree: FloatArray
    passed: FloatArray
    disagree: FloatArray

    @property
    def decided(self) -> FloatArray:
        return self.agree + self.disagree

    @property
    def seen(self) -> FloatArray:
        """All three: whoever passed has seen the statement."""
        return self.agree + self.passed + self.disagree

    @property
    def pass_share(self) -> FloatArray:
        """Share of passes among all who saw the statement; NaN where nobody did."""
        with np.errstate(invalid="ignore"):
            return self.passed / self.seen

    def together(self) -> Counts:
        """All strata as one (plain numbers only)."""
        return Counts(*(part.sum(axis=0, keepdims=True) for part in (self.agree, self.passed, self.disagree)))

    def rest(self) -> Counts:
        """For each stratum, everybody else."""
        return Counts(
            *(part.sum(axis=0, keepdims=True) - part for part in (self.agree, self.passed, self.disagree)),
        )


@dataclass(frozen=True)
class Sums:
    """What is added up over participants; additive over shards.

    Attributes:
        votes: (3, strata, statements) number of disagreeing, passing and agreeing votes.
        weights: (3, strata, statements) the same as sums of weights; None without weights.
        squares: (3, strata, statements) sums of squared weights; None without weights.
    """

    votes: IntArray
    weights: FloatArray | None = None
    squares: FloatArray | None = None

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.votes + other.votes,
            None if self.weights is None or other.weights is None else self.weights + other.weights,
            None if self.squares is None or other.squares is None else self.squares + other.squares,
        )

    @classmethod
    def zero(cls, *, strata: int, statements: int, weighted: bool) -> Sums:
        shape = (3, strata, statements)
        votes = np.zeros(shape, dtype=np.int64)
        return cls(votes, np.zeros(shape), np.zeros(shape)) if weighted else cls(votes)

    def of_statements(self, at: slice) -> Sums:
        return Sums(
            self.votes[:, :, at],
            None if self.weights is None else self.weights[:, :, at],
            None if self.squares is None else self.squares[:, :, at],
        )

    def plain(self) -> Counts:
        disagree, passed, agree = self.votes.astype(np.float64)
        return Counts(agree, passed, disagree)

    def weighted(self) -> Counts:
        """Effective numbers; the plain ones if there are no weights.

        Shares among those who decided keep the effective size of those who decided; passes that of all who saw.
        """
        if self.weights is None or self.squares is None:
            return self.plain()
        disagree, passed, agree = self.weights
        decided_scale = scale(disagree + agree, self.squares[0] + self.squares[2])
        seen_scale = scale(disagree + passed + agree, self.squares.sum(axis=0))
        return Counts(agree * decided_scale, passed * seen_scale, disagree * decided_scale)


def scale(weight: FloatArray, squares: FloatArray) -> FloatArray:
    """Factor that turns sums of weights into effective numbers: Σw / Σw²."""
    return np.divide(weight, squares, out=np.zeros_like(weight), where=squares > 0)


def add_up(
    votes: Sharded, *, stratum: NDArray[np.integer] | None, strata: int, weight: FloatArray | None = None
) -> Sums:
    """Count all votes.

    Args:
        stratum: (participants,) 0-based, −1 for participants that are left out; None: all in one.
        strata: their number.
        weight: (participants,) positive, or None.
    """
    empty = Sums.zero(strata=strata, statements=votes.statements, weighted=weight is not None)
    return reduce(Sums.__add__, votes.each(_sums, rows=(stratum, weight), shared=(strata,)), empty)


def _sums(task: Task) -> Sums:
    votes = task.shard.votes
    stratum, weight, strata = task.arguments
    cells = 3 * strata * votes.statements
    # The table is (stratum, value, statement), so that a vote's place is one sum.
    kind = np.int32 if cells < 2**31 else np.int64
    key = (votes.value.astype(kind) + 1) * votes.statements + votes.statement.astype(kind)
    keep: slice | NDArray[np.bool_] = slice(None)
    if stratum is not None:
        place = np.repeat(stratum.astype(kind) * (3 * votes.statements), votes.per_participant)
        key = key + place
        if (stratum < 0).any():
            keep = place >= 0
            key = key[keep]

    def table(weights: FloatArray | None) -> NDArray[np.float64] | NDArray[np.int64]:
        flat = np.bincount(key, weights=weights, minlength=cells)
        return np.ascontiguousarray(flat.reshape(strata, 3, votes.statements).swapaxes(0, 1))

    if weight is None:
        return Sums(table(None).astype(np.int64, copy=False))
    each = np.repeat(weight, votes.per_participant)[keep]
    return Sums(table(None).astype(np.int64, copy=False), table(each).astype(float), table(each * each).astype(float))
