"""Who may be drawn and what a panel must look like: people, quotas, and people merged to types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

ALONE = -1


class PoolError(ValueError):
    """Pool and quotas do not fit together; the sentence says what and where."""


@dataclass(frozen=True)
class Quota:
    """How many panel members have one value of one feature.

    Attributes:
        minimum, maximum: inclusive bounds in seats.
        least, most: how far a relaxation may lower the minimum and raise the maximum (``min_flex``, ``max_flex``);
            None stands for 0 and for the panel's size.
    """

    feature: str
    value: str
    minimum: int
    maximum: int
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Pool:
    """The people who may be drawn.

    Attributes:
        features: names of the features, in order.
        labels: for each feature its values, in order.
        values: (people, features) index into ``labels``.
        household: (people,) number of the household; ``ALONE`` (-1) for nobody else.
        kept_in, kept_out: (people,) members that are certain, and people that must not be drawn.
    """

    features: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    values: IntArray
    household: IntArray
    kept_in: BoolArray
    kept_out: BoolArray

    @property
    def size(self) -> int:
        return len(self.values)


def make_pool(
    *,
    quotas: Sequence[Quota],
    people: Sequence[Sequence[str]],
    household: Sequence[int] | None = None,
    kept_in: Sequence[int] = (),
    kept_out: Sequence[int] = (),
) -> Pool:
    """A pool from plain rows.

    Args:
        quotas: every value that occurs, in order; features are taken in order of appearance.
        people: for each person one value per feature, in the features' order.
        household: for each person a number that housemates share; negative for nobody.
        kept_in, kept_out: indices of people.
    Raises:
        PoolError: a value has no quota, or the rows do not fit.
    """
    features = tuple(dict.fromkeys(quota.feature for quota in quotas))
    labels = tuple(tuple(quota.value for quota in quotas if quota.feature == feature) for feature in features)
    for feature, own in zip(features, labels, strict=True):
        if len(set(own)) < len(own):
            raise PoolError(f"A value of {feature!r} has two quotas.")
    index = [{value: number for number, value in enumerate(own)} for own in labels]
    values = np.zeros((len(people), len(features)), dtype=np.int64)
    for person, row in enumerate(people):
        if len(row) != len(features):
            raise PoolError(f"Person {person + 1} has {len(row)} values instead of {len(features)}.")
        for column, value in enumerate(row):
            if value not in index[column]:
                raise PoolError(f"Person {person + 1}: {value!r} is no value of {features[column]!r}.")
            values[person, column] = index[column][value]
    homes = np.full(len(people), ALONE, dtype=np.int64) if household is None else np.asarray(household, dtype=np.int64)
    if len(homes) != len(people):
        raise PoolError(f"{len(homes)} households for {len(people)} people.")
    inside, outside = np.zeros(len(people), dtype=bool), np.zeros(len(people), dtype=bool)
    inside[list(kept_in)] = True
    outside[list(kept_out)] = True
    if (inside & outside).any():
        raise PoolError(f"Person {int(np.argmax(inside & outside)) + 1} is kept in and kept out.")
    return Pool(features, labels, values, homes, inside, outside)


@dataclass(frozen=True)
class Row:
    """One linear condition on a panel: ``low <= sum of coefficients of its types <= high``.

    Attributes:
        name: in words.
        quota: index of the quota it comes from, or None (size of the panel, household, cut).
        types, coefficients: sparse row.
    """

    name: str
    quota: int | None
    types: IntArray
    coefficients: FloatArray
    low: float
    high: float

    @property
    def scale(self) -> float:
        """The largest coefficient; solvers get rows divided by it."""
        return float(np.abs(self.coefficients).max(initial=1.0))

    def scaled(self) -> Row:
        """The same condition with 1 as the largest coefficient."""
        scale = self.scale
        if scale == 1.0:
            return self
        return Row(self.name, self.quota, self.types, self.coefficients / scale, self.low / scale, self.high / scale)


@dataclass(frozen=True)
class Problem:
    """Pool and quotas with identical people merged: a panel is a vector of counts per type.

    Attributes:
        of_person: (people,) type of each person; -1 for people who are kept out.
        capacity: (types,) people of each type.
        floor: (types,) seats a type has at least (members kept in).
        rows: quotas, then size, then households; cuts may follow.
        size: seats.
    """

    of_person: IntArray
    capacity: IntArray
    floor: IntArray
    rows: tuple[Row, ...]
    size: int

    @property
    def types(self) -> int:
        return len(self.capacity)

    def is_panel(self, counts: IntArray) -> bool:
        """Whether a vector of counts obeys every row."""
        if (counts < self.floor).any() or (counts > self.capacity).any():
            return False
        return all(
            row.low - 1e-9 <= float(counts[row.types] @ row.coefficients) <= row.high + 1e-9 for row in self.rows
        )


def make_problem(*, pool: Pool, quotas: Sequence[Quota], size: int, apart: FloatArray | None = None) -> Problem:
    """Merge people who are the same to every condition.

    Two people are of one type if all their values are the same and neither shares a household with somebody
    else in the pool; members of a shared household are merged with identical housemates only.

    Args:
        apart: (people,) numbers that must be equal too, e.g. prescribed probabilities.
    Raises:
        PoolError: the size does not fit the pool.
    """
    eligible = ~pool.kept_out
    if size < 1:
        raise PoolError("A panel needs at least one seat.")
    if size > int(eligible.sum()):
        raise PoolError(f"{size} seats, but only {int(eligible.sum())} people who may be drawn.")
    homes, counts = np.unique(pool.household[eligible & (pool.household >= 0)], return_counts=True)
    shared = homes[counts > 1]
    home = np.where(np.isin(pool.household, shared), pool.household, ALONE)
    key = np.column_stack([pool.values, home, pool.kept_in])
    if apart is not None:
        key = np.column_stack([key, np.unique(apart, return_inverse=True)[1]])
    chosen = np.flatnonzero(eligible)
    kinds, first, inverse, capacity = np.unique(
        key[chosen], axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    # Types are numbered in order of appearance, so that the order of people alone decides.
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    of_person = np.full(pool.size, -1, dtype=np.int64)
    of_person[chosen] = rank[inverse.ravel()]
    kinds, capacity = kinds[order], capacity[order].astype(np.int64)
    features = len(pool.features)
    kept = kinds[:, features + 1].astype(bool)
    rows: list[Row] = []
    for number, quota in enumerate(quotas):
        feature = pool.features.index(quota.feature)
        members = np.flatnonzero(kinds[:, feature] == pool.labels[feature].index(quota.value))
        rows.append(_row(f"{quota.feature} = {quota.value}", members, quota.minimum, quota.maximum, number))
    rows.append(_row("seats", np.arange(len(kinds)), size, size))
    rows += [_row(f"household {home}", np.flatnonzero(kinds[:, features] == home), 0, 1) for home in shared]
    return Problem(of_person, capacity, np.where(kept, capacity, 0).astype(np.int64), tuple(rows), size)


def _row(name: str, types: IntArray, low: float, high: float, quota: int | None = None) -> Row:
    return Row(name, quota, types.astype(np.int64), np.ones(len(types)), float(low), float(high))
