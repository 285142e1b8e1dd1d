"""What people want, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse


@dataclass(frozen=True)
class Ballots:
    """Points of voters for projects, stored project by project; an approval is one point.

    Attributes:
        voters: their number, also of those who approve of nothing.
        supporters: per project, (its supporters,) increasing numbers of the voters who gave it points.
        points: per project, (its supporters,) positive whole numbers.
    """

    voters: int
    supporters: tuple[NDArray[np.int64], ...]
    points: tuple[NDArray[np.int64], ...]

    @classmethod
    def from_rows(
        cls, *, voter: ArrayLike, project: ArrayLike, points: ArrayLike | None = None, voters: int, projects: int
    ) -> Ballots:
        """Ballots from rows in any order.

        Args:
            voter: (rows,) 0-based.
            project: (rows,) 0-based.
            points: (rows,) whole numbers from 0 to 1,000,000; None: approvals. Zero is no support.
        Raises:
            ValueError: a number out of range, or two rows of one voter for one project.
        """
        people, things = np.asarray(voter, dtype=np.int64), np.asarray(project, dtype=np.int64)
        given = np.ones(people.shape) if points is None else np.asarray(points)
        if not people.shape == things.shape == given.shape or people.ndim != 1:
            raise ValueError("voter, project and points must be equally long lists.")
        if people.size:
            for numbers, limit, what in ((people, voters, "voter"), (things, projects, "project")):
                if numbers.min() < 0 or numbers.max() >= limit:
                    raise ValueError(f"A {what} is not between 0 and {limit - 1}.")
            if given.min() < 0 or given.max() > 1_000_000 or not np.all(given == np.rint(given)):
                raise ValueError("Points are whole numbers from 0 to 1,000,000.")
        # One more than the points, so that zeros are stored, too, and doubles show.
        table = sparse.coo_array((given.astype(np.int64) + 1, (things, people)), shape=(projects, voters)).tocsr()
        if table.nnz != people.size:
            raise ValueError("A voter has two rows for the same project.")
        supporters, amounts = [], []
        for first, last in zip(table.indptr[:-1], table.indptr[1:], strict=True):
            amount = table.data[first:last] - 1
            supporters.append(table.indices[first:last][amount > 0].astype(np.int64))
            amounts.append(amount[amount > 0])
        return cls(voters, tuple(supporters), tuple(amounts))

    @property
    def projects(self) -> int:
        return len(self.supporters)

    @property
    def totals(self) -> list[int]:
        """Sum of the points of each project."""
        return [int(points.sum()) for points in self.points]


@dataclass(frozen=True)
class Costs:
    """Exact costs and budget, in whole multiples of one unit.

    Attributes:
        of: cost of each project in units, positive.
        budget: in units.
        unit: what one unit is worth.
    """

    of: tuple[int, ...]
    budget: int
    unit: Fraction

    @classmethod
    def exact(cls, *, costs: Sequence[Fraction | int], budget: Fraction | int) -> Costs:
        """Bring all amounts to a common denominator.

        Raises:
            ValueError: a cost that is not positive, or a negative budget.
        """
        amounts = [Fraction(cost) for cost in costs]
        if any(amount <= 0 for amount in amounts) or budget < 0:
            raise ValueError("Every cost must be positive, and the budget not negative.")
        denominator = np.lcm.reduce([amount.denominator for amount in [*amounts, Fraction(budget)]], dtype=object)
        unit = Fraction(1, int(denominator))
        return cls(tuple(int(amount / unit) for amount in amounts), int(Fraction(budget) / unit), unit)
