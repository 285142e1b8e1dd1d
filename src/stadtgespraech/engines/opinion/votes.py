"""The votes of one conversation, stored participant by participant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

AGREE, PASS, DISAGREE = 1, 0, -1


@dataclass(frozen=True)
class Votes:
    """Who said what about which statement; at most one vote per participant and statement.

    Attributes:
        starts: (participants + 1,) where each participant's votes begin; the last entry is the number of votes.
        statement: (votes,) 0-based statement of each vote, increasing within a participant.
        value: (votes,) int8: +1 agree, 0 pass, −1 disagree.
        statements: number of statements, also those without a vote.
    """

    starts: NDArray[np.int64]
    statement: NDArray[np.integer]
    value: NDArray[np.int8]
    statements: int

    @classmethod
    def from_rows(
        cls, *, participant: ArrayLike, statement: ArrayLike, value: ArrayLike, participants: int, statements: int
    ) -> Votes:
        """Votes from rows in any order.

        Args:
            participant: (votes,) 0-based.
            statement: (votes,) 0-based.
            value: (votes,) in {−1, 0, +1}.
        Raises:
            ValueError: an index or a value out of range, or two votes of one participant on one statement.
        """
        people, about, values = np.asarray(participant), np.asarray(statement), np.asarray(value)
        if not people.shape == about.shape == values.shape or people.ndim != 1:
            raise ValueError("participant, statement and value must be equally long lists.")
        if people.size:
            check_range(people, participants, "participant")
            check_range(about, statements, "statement")
            if values.min() < DISAGREE or values.max() > AGREE or not np.all(values == np.rint(values)):
                raise ValueError("A vote is −1, 0 or +1.")
        # Two counting sorts; the library would add up doubles, so their number shows.
        table = sparse.coo_array(
            (values.astype(np.int8), (people.astype(np.int32), about.astype(np.int32))),
            shape=(participants, statements),
        ).tocsr()
        if table.nnz != people.size:
            raise ValueError("A participant has two votes on the same statement.")
        return cls(
            starts=table.indptr.astype(np.int64),
            statement=table.indices.astype(narrowest(statements)),
            value=table.data,
            statements=statements,
        )

    @property
    def participants(self) -> int:
        return len(self.starts) - 1

    @property
    def per_participant(self) -> NDArray[np.int64]:
        """(participants,) number of votes of each."""
        return np.diff(self.starts)

    @property
    def participant(self) -> NDArray[np.int32]:
        """(votes,) participant of each vote."""
        return np.repeat(np.arange(self.participants, dtype=np.int32), self.per_participant)

    def part(self, first: int, last: int) -> Votes:
        """The votes of participants ``first`` … ``last − 1``, numbered from 0 (no copy of the votes)."""
        begin, end = int(self.starts[first]), int(self.starts[last])
        starts = self.starts[first : last + 1] - begin
        return Votes(starts, self.statement[begin:end], self.value[begin:end], self.statements)

    def cut(self, size: int) -> Iterator[tuple[int, int]]:
        """Ranges of participants with about ``size`` votes each, in order."""
        first = 0
        while first < self.participants:
            last = int(np.searchsorted(self.starts, self.starts[first] + size, side="right")) - 1
            last = min(max(last, first + 1), self.participants)
            yield first, last
            first = last


def narrowest(limit: int) -> type[np.unsignedinteger]:
    """The smallest type that holds indexes below ``limit``."""
    return np.uint16 if limit <= 2**16 else np.uint32


def check_range(values: NDArray[np.integer], limit: int, what: str) -> None:
    low, high = values.min(), values.max()
    if low < 0 or high >= limit:
        raise ValueError(f"{what} {low if low < 0 else high} is not between 0 and {limit - 1}.")
