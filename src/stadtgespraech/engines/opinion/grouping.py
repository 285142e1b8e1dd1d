"""Opinion groups: places on the map, gathered into base clusters and parted by weighted k-means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
MOST = 5
CELLS = 24  # base clusters are the occupied cells of a grid of 24 × 24
SINGLE = 400  # up to so many different places, each is a base cluster of its own
TRIES = 6  # starts of k-means per number of groups
STEPS = 100


@dataclass(frozen=True)
class Groups:
    """A partition of the participants on the map.

    Attributes:
        label: (participants,) 0-based group, the largest first; −1 for participants who are in none.
        sizes: (groups,) number of participants.
        centres: (groups, axes) mean places.
        silhouette: mean silhouette of the partition, in [−1, 1]; NaN for one group.
        silhouettes: number of groups → silhouette of the best partition into so many; only those in which every
            group has the minimum size.
    """

    label: IntArray
    sizes: IntArray
    centres: FloatArray
    silhouette: float
    silhouettes: dict[int, float]

    @property
    def number(self) -> int:
        return len(self.sizes)


def minimum_size(people: int) -> int:
    """Smallest group that is shown: 1 % of the people, but at least 5, so that a group discloses nobody's votes."""
    return max(5, -(-people // 100))


def find_groups(
    places: FloatArray,
    *,
    eligible: NDArray[np.bool_],
    seed: int,
    times: IntArray | None = None,
    smallest: int | None = None,
    most: int = MOST,
) -> Groups:
    """Part the eligible participants into 2 … ``most`` groups, or one if no partition is admissible.

    Base clusters are different places, or the occupied cells of a grid if there are many. On their centres, weighted
    by people, k-means runs from several starts; the number of groups is the one with the largest mean silhouette
    (ties: the fewer groups). Groups are numbered by size, ties from left to right on the map.

    Args:
        places: (participants, axes).
        eligible: (participants,) who is grouped.
        times: (participants,) how often each counts (for resampling); None: once.
        smallest: minimum size of a group; default ``minimum_size``.
    Source:
        Rousseeuw (1987), Silhouettes; Arthur & Vassilvitskii (2007), k-means++.
    """
    rows = np.flatnonzero(eligible)
    each = np.ones(len(rows), dtype=np.int64) if times is None else times[rows]
    label = np.full(len(places), -1, dtype=np.int64)
    people = int(each.sum())
    if people == 0:
        return Groups(label, np.zeros(0, dtype=np.int64), np.zeros((0, places.shape[1])), np.nan, {})
    smallest = minimum_size(people) if smallest is None else smallest
    base, centres, weight = base_clusters(places[rows], each)
    best: dict[int, tuple[float, IntArray]] = {}
    most = min(most, len(centres), people // max(smallest, 1))
    if most >= 2:
        parts = partitions(centres, weight, most=most, smallest=smallest, seed=seed)
        values = silhouettes(centres, weight, parts)
        best = dict(zip(parts, zip(values, parts.values(), strict=True), strict=True))
    # A silhouette that is larger by less than a rounding error does not buy another group.
    number = max(best, key=lambda groups: (round(best[groups][0], 9), -groups), default=1)
    own = best[number][1] if best else np.zeros(len(centres), dtype=np.int64)
    sizes, means, renumber = _in_order(own, centres, weight, number)
    label[rows] = renumber[own][base]
    return Groups(
        label, sizes, means, best[number][0] if best else np.nan, {groups: value for groups, (value, _) in best.items()}
    )


def base_clusters(places: FloatArray, times: IntArray) -> tuple[IntArray, FloatArray, IntArray]:
    """Gather places.

    Returns:
        (people,) base cluster of each; (clusters, axes) their centres, from left to right; (clusters,) people in each.
    """
    # Equal votes give equal places up to rounding; they must not count as different ones.
    extent = np.abs(places).max(initial=0.0) or 1.0
    cell = np.round(places / extent, 9) + 0.0
    if len(places) > SINGLE and _number_of_different(cell[: 4 * SINGLE]) > SINGLE:
        low, high = np.quantile(places, [0.01, 0.99], axis=0)
        width = np.where(high > low, high - low, 1.0)
        cell = np.clip(np.floor((places - low) / width * CELLS), 0, CELLS - 1)
        key = (cell @ float(CELLS) ** np.arange(places.shape[1])[::-1]).astype(np.int64)
        found, base = np.unique(key, return_inverse=True)
    else:
        found, base = np.unique(cell, axis=0, return_inverse=True)
    base = base.ravel()
    weight = np.bincount(base, weights=times, minlength=len(found))
    sums = [np.bincount(base, weights=times * axis, minlength=len(found)) for axis in places.T]
    counted = weight > 0
    centres = np.stack(sums, axis=1)[counted] / weight[counted, None]
    renumber = np.cumsum(counted) - 1
    renumber[~counted] = 0
    return renumber[base], centres, weight[counted].astype(np.int64)


def _number_of_different(cells: NDArray[np.floating]) -> int:
    return len(np.unique(cells, axis=0))


def partitions(points: FloatArray, weight: IntArray, *, most: int, smallest: int, seed: int) -> dict[int, IntArray]:
    """For each number of groups from 2 to ``most``, the best k-means partition whose groups are large enough.

    All starts for all numbers of groups run side by side; missing centres lie at infinity.

    Returns:
        number of groups → (points,) group of each; numbers without an admissible partition are left out.
    """
    starts = _starts(points, weight, most, seed)
    numbers = np.repeat(np.arange(2, most + 1), TRIES)
    centres = np.tile(starts, (most - 1, 1, 1))
    centres[np.arange(most)[None, :] >= numbers[:, None]] = np.inf
    label = _lloyd(points, weight.astype(np.float64), centres)
    sizes = np.stack([np.bincount(own, weights=weight, minlength=most) for own in label])
    spread = np.array([_spread(points, weight, own, most) for own in label])
    found: dict[int, IntArray] = {}
    for number in range(2, most + 1):
        runs = np.flatnonzero((numbers == number) & (sizes[:, :number].min(axis=1, initial=np.inf) >= smallest))
        if len(runs):
            found[number] = label[runs[np.argmin(np.round(spread[runs], 9))]]
    return found


def _starts(points: FloatArray, weight: IntArray, most: int, seed: int) -> FloatArray:
    """k-means++ centres of every try: (tries, most, axes)."""
    draw = np.random.default_rng(seed).random((TRIES, most))
    chosen = np.empty((TRIES, most), dtype=np.int64)
    distance = np.full((TRIES, len(points)), np.inf)
    chance = np.broadcast_to(weight.astype(np.float64), distance.shape)
    for step in range(most):
        total = np.cumsum(chance, axis=1)
        target = draw[:, step] * total[:, -1]
        chosen[:, step] = np.minimum((total <= target[:, None]).sum(axis=1), len(points) - 1)
        gap = points[None, :, :] - points[chosen[:, step]][:, None, :]
        distance = np.minimum(distance, (gap**2).sum(axis=2))
        chance = distance * weight
    return points[chosen]


def _lloyd(points: FloatArray, weight: FloatArray, centres: FloatArray) -> IntArray:
    """Move the centres of all runs until no point changes its group; ties go to the lower centre."""
    runs, most, axes = centres.shape
    label = np.full((runs, len(points)), -1, dtype=np.int64)
    moving = np.arange(runs)
    for _step in range(STEPS):
        near = centres[moving]
        finite = np.where(np.isinf(near), 0.0, near)
        # |x − c|² without |x|²
        gap = (near**2).sum(axis=2)[:, None, :] - 2 * (points @ finite.swapaxes(1, 2))
        own = gap.argmin(axis=2)
        changed = (own != label[moving]).any(axis=1)
        moving, own = moving[changed], own[changed]
        if not len(moving):
            break
        label[moving] = own
        key = (own + np.arange(len(moving))[:, None] * most).ravel()
        mass = np.bincount(key, weights=np.tile(weight, len(moving)), minlength=len(moving) * most)
        filled = (mass > 0).reshape(len(moving), most)
        for axis in range(axes):
            sums = np.bincount(
                key, weights=np.tile(weight * points[:, axis], len(moving)), minlength=len(moving) * most
            )
            means = np.divide(sums, mass, out=np.zeros_like(sums), where=mass > 0).reshape(len(moving), most)
            centres[moving, :, axis] = np.where(filled, means, centres[moving, :, axis])
    return label


def _spread(points: FloatArray, weight: IntArray, label: IntArray, most: int) -> float:
    """Weighted sum of squared distances to the group means, relative to the points' own."""
    total = 0.0
    mass = np.bincount(label, weights=weight, minlength=most)
    for axis in points.T:
        sums = np.bincount(label, weights=weight * axis, minlength=most)
        total += float(weight @ axis**2 - (sums[mass > 0] ** 2 / mass[mass > 0]).sum())
    return total / (float(weight @ (points**2).sum(axis=1)) or 1.0)


def silhouettes(points: FloatArray, weight: IntArray, parts: dict[int, IntArray]) -> list[float]:
    """Mean silhouette over people of each partition of base clusters; people in one base cluster have no distance."""
    square = (points**2).sum(axis=1)
    distance = np.sqrt(np.maximum(square[:, None] + square[None, :] - 2 * (points @ points.T), 0.0))
    np.fill_diagonal(distance, 0.0)
    found = []
    for number, label in parts.items():
        member = (label[:, None] == np.arange(number)) * weight[:, None].astype(np.float64)
        mass = member.sum(axis=0)
        total = distance @ member
        own = label[:, None] == np.arange(number)
        inside = np.divide(total[own], mass[label] - 1, out=np.zeros(len(points)), where=mass[label] > 1)
        outside = np.where(own, np.inf, total / mass).min(axis=1)
        largest = np.maximum(inside, outside)
        value = np.divide(outside - inside, largest, out=np.zeros(len(points)), where=largest > 0)
        value[mass[label] <= 1] = 0.0
        found.append(float(value @ weight / weight.sum()))
    return found


def _in_order(
    label: IntArray, centres: FloatArray, weight: IntArray, number: int
) -> tuple[IntArray, FloatArray, IntArray]:
    """Sizes and means of the groups, the largest first, and the new number of each old one."""
    sizes = np.bincount(label, weights=weight, minlength=number).astype(np.int64)
    sums = [np.bincount(label, weights=weight * axis, minlength=number) for axis in centres.T]
    means: FloatArray = np.stack(sums, axis=1) / sizes[:, None]
    order = np.lexsort((*np.round(means, 9).T[::-1], -sizes))
    renumber = np.empty(number, dtype=np.int64)
    renumber[order] = np.arange(number)
    return sizes[order], means[order], renumber
