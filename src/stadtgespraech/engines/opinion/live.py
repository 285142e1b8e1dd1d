"""The same result, kept up to date vote by vote."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stadtgespraech.engines.opinion.analysis import OpinionMap, Shared, least_votes, shared_by
from stadtgespraech.engines.opinion.components import Axes, Residuals, leading_axes
from stadtgespraech.engines.opinion.consensus import MINIMUM, consensus_of
from stadtgespraech.engines.opinion.counting import Sums, add_up
from stadtgespraech.engines.opinion.grouping import Groups, find_groups
from stadtgespraech.engines.opinion.shards import Shard, Sharded, in_turn
from stadtgespraech.engines.opinion.votes import Votes, narrowest

FloatArray = NDArray[np.float64]
MISSING = -2
ROWS = 1024  # participants per block of stored votes


@dataclass(frozen=True)
class Verdict:
    """What one statement's votes prove now.

    Attributes:
        agreement, rejection: the weakest sector's bound; NaN with too few votes, or if the statement is moderated out.
        agreement_per_sector, rejection_per_sector: (sectors,) bounds.
    """

    agreement: float
    rejection: float
    agreement_per_sector: FloatArray
    rejection_per_sector: FloatArray


@dataclass(frozen=True)
class LiveMap:
    """Map and groups at one moment; groups are found anew each time."""

    map: OpinionMap
    groups: Groups
    by_group: Shared


class LiveOpinion:
    """Votes, changed votes, withdrawn votes and moderation, one by one.

    Counts, bounds and axes equal those of ``analyse`` on the same votes up to rounding. Three matrices over pairs of
    statements are kept: sums of v·v', v·o' and o·o', where v is a vote and o is 1 where there is one. They are whole
    numbers, a vote changes one row and one column of each, and the matrix of which the axes are the eigenvectors
    follows from them and the means:

        G = S − A·diag(μ) − (A·diag(μ))ᵀ + μμᵀ ∘ B

    Memory: 32 bytes per pair of statements, 1 byte per participant and statement.
    """

    def __init__(self, *, statements: int, sectors: int = 1, minimum: int = MINIMUM, confidence: float = 0.9) -> None:
        self.statements = statements
        self.sectors = sectors
        self._minimum = minimum
        self._confidence = confidence
        self._blocks: list[NDArray[np.int8]] = []
        self._votes_of_block: dict[int, Votes] = {}
        self._sector: list[int] = []
        self._weight: list[float] = []
        self._sums = Sums.zero(strata=sectors, statements=statements, weighted=True)
        self._values, self._mixed, self._pairs = (np.zeros((statements, statements)) for _ in range(3))
        self._gram = np.zeros((statements, statements))
        self._outdated = np.zeros(statements, dtype=bool)
        self._shown = np.ones(statements, dtype=bool)
        self._last: FloatArray | None = None

    @property
    def participants(self) -> int:
        return len(self._sector)

    def join(self, *, sector: int = 0, weight: float = 1.0) -> int:
        """A new participant; their number.

        Raises:
            ValueError: no such sector, or a weight that is not positive.
        """
        if not 0 <= sector < self.sectors:
            raise ValueError(f"There is no sector {sector}; they are 0 to {self.sectors - 1}.")
        if not (np.isfinite(weight) and weight > 0):
            raise ValueError("A weight must be a positive number.")
        if self.participants == len(self._blocks) * ROWS:
            self._blocks.append(np.full((ROWS, self.statements), MISSING, dtype=np.int8))
        # The newcomer's block has one row more.
        self._votes_of_block.pop(self.participants // ROWS, None)
        self._sector.append(sector)
        self._weight.append(float(weight))
        return self.participants - 1

    def vote(self, *, participant: int, statement: int, value: int) -> None:
        """A vote (+1, 0, −1), or another one on the same statement, which replaces the first.

        Raises:
            ValueError: no such participant or statement, or another value.
        """
        if value not in (-1, 0, 1):
            raise ValueError("A vote is −1, 0 or +1.")
        self._change(participant, statement, value)

    def withdraw(self, *, participant: int, statement: int) -> None:
        """Take a vote back as if it had never been cast; nothing happens if there is none."""
        self._change(participant, statement, MISSING)

    def moderate(self, *, statement: int, shown: bool) -> None:
        """Take a statement out of map and ranking, or put it back; its votes stay."""
        self._check(0 <= statement < self.statements, "statement", statement)
        self._shown[statement] = shown

    def verdict(self, statement: int) -> Verdict:
        """Bounds of one statement, as ``analyse`` would give them."""
        self._check(0 <= statement < self.statements, "statement", statement)
        at = slice(statement, statement + 1)
        sums = self._sums.of_statements(at)
        cast = sums.plain().decided if self._shown[statement] else np.full((self.sectors, 1), -1.0)
        found = consensus_of(sums.weighted(), votes_cast=cast, minimum=self._minimum, confidence=self._confidence)
        return Verdict(
            float(found.agreement.bound[0]),
            float(found.rejection.bound[0]),
            found.agreement.per_stratum[:, 0],
            found.rejection.per_stratum[:, 0],
        )

    def shared(self) -> Shared:
        """Consensus over the sectors, of all statements."""
        shown = None if self._shown.all() else self._shown
        return shared_by(self._sums, shown=shown, minimum=self._minimum, confidence=self._confidence)

    def axes(self) -> Axes:
        """The axes of all votes so far; starts from the last ones."""
        gram = self._current_gram()
        shown = None if self._shown.all() else self._shown
        if shown is not None:
            gram = gram * np.outer(shown, shown)
        axes = leading_axes(lambda block: gram @ block, statements=self.statements, start=self._last, shown=shown)
        self._last = axes.loadings
        return axes

    def refresh(self, *, seed: int) -> LiveMap:
        """Map and groups of all votes so far."""
        axes = self.axes()
        votes = self._sharded()
        shown = None if self._shown.all() else self._shown
        mean = self._mean()
        variance = float(np.diagonal(self._gram)[self._shown].sum())
        places, cast = Residuals(votes, mean, variance, shown).positions(axes.loadings)
        explained = axes.strength / variance if variance > 0 else np.zeros(2)
        grouped = cast >= least_votes(self.statements, shown)
        groups = find_groups(places, eligible=grouped, seed=seed)
        sums = add_up(votes, stratum=groups.label, strata=groups.number)
        by_group = shared_by(sums, shown=shown, minimum=self._minimum, confidence=self._confidence)
        return LiveMap(OpinionMap(mean, axes, explained, places, grouped), groups, by_group)

    def votes(self) -> Votes:
        """All votes so far, for ``analyse``."""
        parts = [shard.votes for shard in self._sharded().shards]
        if not parts:
            return Votes.from_rows(participant=[], statement=[], value=[], participants=0, statements=self.statements)
        each = np.concatenate([part.per_participant for part in parts])
        return Votes(
            np.concatenate(([0], np.cumsum(each))),
            np.concatenate([part.statement for part in parts]),
            np.concatenate([part.value for part in parts]),
            self.statements,
        )

    def _check(self, there: bool, what: str, number: int) -> None:
        if not there:
            raise ValueError(f"There is no {what} {number}.")

    def _change(self, participant: int, statement: int, value: int) -> None:
        self._check(0 <= participant < self.participants, "participant", participant)
        self._check(0 <= statement < self.statements, "statement", statement)
        number, at = divmod(participant, ROWS)
        row = self._blocks[number][at]
        before = int(row[statement])
        if before == value:
            return
        row[statement] = MISSING
        others = np.flatnonzero(row != MISSING)
        self._count(participant, statement, before, -1)
        self._count(participant, statement, value, 1)
        old, was = (0, 0) if before == MISSING else (before, 1)
        new, is_there = (0, 0) if value == MISSING else (value, 1)
        said = row[others].astype(np.float64)
        values, mixed, pairs = self._values, self._mixed, self._pairs
        if new != old:
            change = (new - old) * said
            values[statement, others] += change
            values[others, statement] += change
            mixed[statement, others] += new - old
        if is_there != was:
            mixed[others, statement] += (is_there - was) * said
            pairs[statement, others] += is_there - was
            pairs[others, statement] += is_there - was
        values[statement, statement] += new * new - old * old
        mixed[statement, statement] += new - old
        pairs[statement, statement] += is_there - was
        row[statement] = value
        self._outdated[statement] = True
        self._votes_of_block.pop(number, None)

    def _count(self, participant: int, statement: int, value: int, sign: int) -> None:
        if value == MISSING:
            return
        place = (value + 1, self._sector[participant], statement)
        weight = self._weight[participant]
        self._sums.votes[place] += sign
        if self._sums.weights is not None and self._sums.squares is not None:
            self._sums.weights[place] += sign * weight
            self._sums.squares[place] += sign * weight * weight

    def _mean(self) -> FloatArray:
        number = np.diagonal(self._pairs)
        return np.divide(np.diagonal(self._mixed), number, out=np.zeros(self.statements), where=number > 0)

    def _current_gram(self) -> FloatArray:
        """G, brought up to date in the rows and columns of statements that were voted on."""
        rows = np.flatnonzero(self._outdated)
        if len(rows):
            mean = self._mean()
            own = mean[rows, None]
            part = (
                self._values[rows]
                - self._mixed[rows] * mean
                - own * self._mixed[:, rows].T
                + own * mean * self._pairs[rows]
            )
            self._gram[rows] = part
            self._gram[:, rows] = part.T
            self._outdated[:] = False
        return self._gram

    def _sharded(self) -> Sharded:
        shards = []
        for number, block in enumerate(self._blocks):
            first, last = number * ROWS, min((number + 1) * ROWS, self.participants)
            if number not in self._votes_of_block:
                self._votes_of_block[number] = _votes_in(block[: last - first])
            shards.append(Shard(first, last, self._votes_of_block[number]))
        return Sharded(tuple(shards), self.participants, self.statements, in_turn)


def _votes_in(block: NDArray[np.int8]) -> Votes:
    people, statements = block.shape
    flat = block.ravel()
    place = np.flatnonzero(flat != MISSING)
    begin = np.arange(people + 1) * statements
    starts = np.searchsorted(place, begin)
    statement = place - np.repeat(begin[:-1], np.diff(starts))
    return Votes(starts, statement.astype(narrowest(statements)), flat[place], statements)
