"""Weights that make participants stand for the whole city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Weights:
    """Result of raking.

    Attributes:
        weight: (participants,) with mean 1.
        effective_sample_size: (Σw)² / Σw²: as many unweighted participants would say as much (Kish 1965).
        rounds: how many were needed.
        error: largest difference between a weighted share and its target.
    """

    weight: FloatArray
    effective_sample_size: float
    rounds: int
    error: float


def rake(
    *,
    categories: Sequence[IntArray],
    targets: Sequence[FloatArray],
    largest: float = 5.0,
    tolerance: float = 1e-9,
    rounds: int = 1000,
) -> Weights:
    """Weights under which every characteristic has the shares that the population has.

    Iterative proportional fitting over the margins. A weight above ``largest`` times the mean is cut (one voice must
    not stand for too many); the margins are then met as well as the cut allows, and ``error`` says how well.

    Args:
        categories: per characteristic, (participants,) 0-based category.
        targets: per characteristic, (its categories,) positive shares that sum to 1.
        largest: times the mean weight; ``inf`` for no limit.
    Raises:
        ValueError: a share for a category that no participant has, or shares that do not sum to 1.
    Source:
        Deming & Stephan (1940), On a Least Squares Adjustment of a Sampled Frequency Table.
    """
    people = len(categories[0]) if categories else 0
    if not people:
        raise ValueError("Raking needs participants and at least one characteristic.")
    if not largest > 1:
        raise ValueError("The largest weight must be above 1, the mean.")
    for number, (category, target) in enumerate(zip(categories, targets, strict=True)):
        present = np.bincount(category, minlength=len(target))
        if len(category) != people or len(present) > len(target):
            raise ValueError(f"Characteristic {number} does not fit its targets or the participants.")
        if abs(target.sum() - 1) > 1e-6 or (target < 0).any():
            raise ValueError(f"The target shares of characteristic {number} must be positive and sum to 1.")
        if ((present == 0) != (target == 0)).any():
            missing = int(np.flatnonzero((present == 0) != (target == 0))[0])
            raise ValueError(
                f"Category {missing} of characteristic {number} is among the participants or in the targets, not in both;"
                " merge it with another one."
            )
    weight = np.ones(people)
    error, done = np.inf, 0
    while done < rounds:
        done += 1
        for category, target in zip(categories, targets, strict=True):
            share = np.bincount(category, weights=weight, minlength=len(target)) / weight.sum()
            weight = weight * np.divide(target, share, out=np.ones_like(share), where=share > 0)[category]
        weight = _cut(weight / weight.mean(), largest)
        before, error = error, _error(weight, categories, targets)
        if error <= tolerance or abs(before - error) <= tolerance * 1e-3:
            break
    return Weights(weight, effective_sample_size(weight), done, error)


def _cut(weight: FloatArray, largest: float) -> FloatArray:
    """Weights of mean 1 with none above ``largest``: what is cut off goes to the others in proportion."""
    high = weight > largest
    while high.any():
        weight = np.where(high, largest, weight)
        free = weight[~high].sum()
        weight = np.where(high, weight, weight * (len(weight) - largest * high.sum()) / free)
        if not (weight > largest * (1 + 1e-12)).any():
            break
        high |= weight > largest
    return weight


def _error(weight: FloatArray, categories: Sequence[IntArray], targets: Sequence[FloatArray]) -> float:
    return max(
        float(np.abs(np.bincount(category, weights=weight, minlength=len(target)) / weight.sum() - target).max())
        for category, target in zip(categories, targets, strict=True)
    )


def effective_sample_size(weight: FloatArray) -> float:
    """(Σw)² / Σw².

    Source:
        Kish (1965), Survey Sampling.
    """
    squares = float((weight**2).sum())
    return float(weight.sum()) ** 2 / squares if squares > 0 else 0.0
