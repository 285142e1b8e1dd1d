"""From votes to the pictures that a city publishes, in one call."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stadtgespraech.engines.opinion.components import Axes, Residuals, leading_axes
from stadtgespraech.engines.opinion.consensus import (
    MINIMUM,
    Consensus,
    InformedConsensus,
    Majority,
    consensus_of,
    informed_consensus,
    majority_of,
)
from stadtgespraech.engines.opinion.contrasts import (
    Bridging,
    Divisive,
    Representative,
    bridging,
    divisive,
    representative,
)
from stadtgespraech.engines.opinion.counting import Counts, Sums, add_up
from stadtgespraech.engines.opinion.grouping import Groups, find_groups
from stadtgespraech.engines.opinion.shards import BLOCK, Runner, Sharded, in_turn
from stadtgespraech.engines.opinion.stability import RUNS, Stability, bootstrap
from stadtgespraech.engines.opinion.votes import Votes

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
MINIMUM_VOTES = 7  # votes after which somebody belongs to a group; fewer if there are fewer statements


@dataclass(frozen=True)
class OpinionMap:
    """The two directions in which the votes differ most, and who stands where.

    Attributes:
        mean: (statements,) mean vote of those who voted.
        axes: loadings (statements, 2), and strengths.
        explained: (2,) share of the whole variance along each axis.
        places: (participants, 2).
        grouped: (participants,) who voted on enough shown statements to be grouped.
    """

    mean: FloatArray
    axes: Axes
    explained: FloatArray
    places: FloatArray
    grouped: NDArray[np.bool_]


@dataclass(frozen=True)
class Shared:
    """What strata have in common: consensus as the city publishes it, and the other definitions beside it.

    Attributes:
        counts: (strata, statements) effective numbers where weights were given, else the plain ones.
        plain: (strata, statements) votes cast.
        consensus: from ``counts``.
        unweighted: from ``plain``; the same object as ``consensus`` without weights.
        informed, informed_rejection: geometric mean and product over the strata, unweighted.
    """

    counts: Counts
    plain: Counts
    consensus: Consensus
    unweighted: Consensus
    informed: InformedConsensus
    informed_rejection: InformedConsensus


@dataclass(frozen=True)
class Opinion:
    """Everything that the votes of one conversation say.

    Attributes:
        everybody: all participants as one stratum.
        sectors: the given sectors; None if there are none.
        by_group: the groups found; statements moderated out keep their numbers here, too.
        majority, majority_against: plain majorities over everybody, unweighted.
        divisive, sectors_apart: how far apart the groups are, and the sectors; None without sectors.
        stability: of the groups; without runs if it was not asked for.
    """

    everybody: Shared
    sectors: Shared | None
    by_group: Shared
    majority: Majority
    majority_against: Majority
    map: OpinionMap
    groups: Groups
    stability: Stability
    representative: Representative
    divisive: Divisive
    sectors_apart: Divisive | None
    bridging: Bridging

    @property
    def main(self) -> Shared:
        """The strata that decide: the sectors; without them, stable groups; without these, everybody."""
        if self.sectors is not None:
            return self.sectors
        return self.by_group if self.stability.is_stable else self.everybody


def analyse(
    votes: Votes,
    *,
    seed: int,
    sector: IntArray | None = None,
    sectors: int | None = None,
    weight: FloatArray | None = None,
    shown: NDArray[np.bool_] | None = None,
    minimum: int = MINIMUM,
    confidence: float = 0.9,
    runs: int = RUNS,
    run: Runner = in_turn,
    block: int = BLOCK,
) -> Opinion:
    """Sector consensus, opinion map, groups with their stability, and what marks, divides and joins them.

    Weights change the numbers of people that a vote stands for, in every sector's bound; they never move anybody on
    the map, and the unweighted result is always there beside the weighted one.

    Args:
        seed: of k-means and of the bootstrap; the same votes and seed give the same result.
        sector: (participants,) 0-based sector, −1 for nobody's.
        sectors: their number; default: the largest index + 1.
        weight: (participants,) positive, e.g. from ``rake``.
        shown: (statements,) False for statements that are moderated out: they keep their counts, but have no place
            on the map and no rank.
        minimum: agreeing and disagreeing votes per stratum below which there is no verdict.
        runs: bootstrap runs; 0 leaves the stability open, and groups then never count as stable.
        run: who computes on the shards: this thread, several (``on_executor``), or a cluster's workers (``on_dask``).
        block: votes per shard.
    Raises:
        ValueError: an array of the wrong length, a weight that is not positive.
    """
    check(votes, sector=sector, weight=weight, shown=shown)
    shown = None if shown is None or shown.all() else shown
    sharded = Sharded.of(votes, run=run, block=block)
    everybody = add_up(sharded, stratum=None, strata=1, weight=weight)
    opinion_map = map_of(sharded, shown=shown)
    groups = find_groups(opinion_map.places, eligible=opinion_map.grouped, seed=seed)
    group_sums = add_up(sharded, stratum=groups.label, strata=groups.number, weight=weight)
    by_group = shared_by(group_sums, shown=shown, minimum=minimum, confidence=confidence)
    by_sector = None
    if sector is not None:
        number = int(sector.max(initial=-1)) + 1 if sectors is None else sectors
        sums = add_up(sharded, stratum=sector, strata=number, weight=weight)
        by_sector = shared_by(sums, shown=shown, minimum=minimum, confidence=confidence)
    stability = bootstrap(
        votes,
        label=groups.label,
        loadings=opinion_map.axes.loadings,
        shown=shown,
        minimum_votes=least_votes(votes.statements, shown),
        seed=seed,
        runs=runs,
    )
    all_votes = everybody.plain()
    return Opinion(
        everybody=shared_by(everybody, shown=shown, minimum=minimum, confidence=confidence),
        sectors=by_sector,
        by_group=by_group,
        majority=majority_of(all_votes.agree[0], all_votes.seen[0]),
        majority_against=majority_of(all_votes.disagree[0], all_votes.seen[0]),
        map=opinion_map,
        groups=groups,
        stability=stability,
        representative=representative(by_group.plain),
        divisive=divisive(by_group.plain, by_group.unweighted),
        sectors_apart=None if by_sector is None else divisive(by_sector.counts, by_sector.consensus),
        bridging=bridging(by_group.plain, by_group.unweighted),
    )


def check(votes: Votes, *, sector: IntArray | None, weight: FloatArray | None, shown: NDArray[np.bool_] | None) -> None:
    """Refuse arrays that do not belong to these votes."""
    for name, array, length in (
        ("sector", sector, votes.participants),
        ("weight", weight, votes.participants),
        ("shown", shown, votes.statements),
    ):
        if array is not None and array.shape != (length,):
            raise ValueError(f"{name} has the shape {array.shape}, but must be ({length},).")
    if weight is not None and not (np.isfinite(weight).all() and (weight > 0).all()):
        raise ValueError("Every weight must be a positive number.")


def least_votes(statements: int, shown: NDArray[np.bool_] | None) -> int:
    """Votes on shown statements that somebody needs to be grouped."""
    return min(MINIMUM_VOTES, max(1, statements if shown is None else int(shown.sum())))


def map_of(votes: Sharded, *, shown: NDArray[np.bool_] | None, start: FloatArray | None = None) -> OpinionMap:
    """Axes from all votes, and the places of all participants."""
    residuals = Residuals.of(votes, shown=shown)
    axes = leading_axes(residuals.gram_times, statements=votes.statements, start=start, shown=shown)
    places, cast = residuals.positions(axes.loadings)
    total = residuals.variance
    explained = axes.strength / total if total > 0 else np.zeros(2)
    return OpinionMap(residuals.mean, axes, explained, places, cast >= least_votes(votes.statements, shown))


def shared_by(sums: Sums, *, shown: NDArray[np.bool_] | None, minimum: int, confidence: float) -> Shared:
    """Consensus of these strata, weighted and unweighted, with the other definitions beside it."""
    plain = sums.plain()
    cast = plain.decided
    if shown is not None:
        # No verdict on what is moderated out.
        cast = np.where(shown, cast, -1)
    unweighted = consensus_of(plain, votes_cast=cast, minimum=minimum, confidence=confidence)
    counts, consensus = plain, unweighted
    if sums.weights is not None:
        counts = sums.weighted()
        consensus = consensus_of(counts, votes_cast=cast, minimum=minimum, confidence=confidence)
    return Shared(
        counts,
        plain,
        consensus,
        unweighted,
        informed_consensus(plain.agree, plain.seen),
        informed_consensus(plain.disagree, plain.seen),
    )
