"""Would other voters like these have given the same groups?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stadtgespraech.engines.opinion.components import Residuals, leading_axes
from stadtgespraech.engines.opinion.grouping import find_groups
from stadtgespraech.engines.opinion.shards import Sharded
from stadtgespraech.engines.opinion.votes import Votes

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
RUNS = 50
STABLE = 0.6  # published threshold of the median adjusted Rand index
SAMPLE = 20_000  # participants drawn per run at most: above, drawing more changes nothing but the time


@dataclass(frozen=True)
class Stability:
    """How well the groups survive a new draw of the participants.

    Attributes:
        runs: (runs,) adjusted Rand index of each, between the groups and those of the resample, on the participants
            drawn; a resample without groups counts 0.
    """

    runs: FloatArray

    @property
    def median(self) -> float:
        return float(np.median(self.runs)) if len(self.runs) else float("nan")

    @property
    def is_stable(self) -> bool:
        """Median at least 0.6; below, the groups must not be told as a finding."""
        return self.median >= STABLE


def bootstrap(
    votes: Votes,
    *,
    label: IntArray,
    loadings: FloatArray,
    shown: NDArray[np.bool_] | None,
    minimum_votes: int,
    seed: int,
    runs: int = RUNS,
) -> Stability:
    """Draw participants with replacement and repeat everything: means, axes, places, number of groups, groups.

    Args:
        label: (participants,) the groups to judge; −1 for people in none.
        loadings: (statements, axes) only to start the search for the resample's own axes.
    Source:
        Hennig (2007), Cluster-wise assessment of cluster stability; Hubert & Arabie (1985), Comparing Partitions.
    """
    found = []
    if label.max(initial=-1) >= 1:
        for run in range(runs):
            random = np.random.default_rng([seed, run])
            found.append(_one_run(votes, label, loadings, shown, minimum_votes, random))
    return Stability(np.array(found))


def _one_run(
    votes: Votes,
    label: IntArray,
    loadings: FloatArray,
    shown: NDArray[np.bool_] | None,
    minimum_votes: int,
    random: np.random.Generator,
) -> float:
    people = votes.participants
    number = min(people, SAMPLE)
    drawn, times = np.unique(random.integers(0, people, number), return_counts=True)
    sample = Sharded.of(take(votes, drawn))
    residuals = Residuals.of(sample, shown=shown, times=times)
    axes = leading_axes(residuals.gram_times, statements=votes.statements, start=loadings, shown=shown, tolerance=1e-5)
    places, cast = residuals.positions(axes.loadings)
    groups = find_groups(
        places, eligible=cast >= minimum_votes, seed=int(random.integers(2**31)), times=times.astype(np.int64)
    )
    both = (groups.label >= 0) & (label[drawn] >= 0)
    return adjusted_rand_index(label[drawn][both], groups.label[both]) if groups.number > 1 else 0.0


def take(votes: Votes, rows: IntArray) -> Votes:
    """The votes of some participants, numbered anew in this order."""
    length = votes.per_participant[rows]
    starts = np.concatenate(([0], np.cumsum(length)))
    index = np.repeat(votes.starts[rows] - starts[:-1], length) + np.arange(starts[-1])
    return Votes(starts, votes.statement[index], votes.value[index], votes.statements)


def adjusted_rand_index(first: IntArray, second: IntArray) -> float:
    """Agreement of two partitions of the same people: 1 if equal, about 0 if independent.

    Source:
        Hubert & Arabie (1985), Comparing Partitions.
    """
    people = len(first)
    if people < 2:
        return 1.0
    table = np.bincount(first * (second.max() + 1) + second).astype(np.float64)
    pairs = (table * (table - 1)).sum() / 2
    in_first = _pairs(np.bincount(first))
    in_second = _pairs(np.bincount(second))
    expected = in_first * in_second / (people * (people - 1) / 2)
    largest = (in_first + in_second) / 2
    return 1.0 if largest == expected else float((pairs - expected) / (largest - expected))


def _pairs(sizes: IntArray) -> float:
    return float((sizes * (sizes - 1.0)).sum() / 2)
