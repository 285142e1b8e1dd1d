"""What groups differ in, and what they share although they differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stadtgespraech.engines.opinion.bounds import difference_of_proportions, false_discovery_rate, ranked
from stadtgespraech.engines.opinion.consensus import Z_90, Consensus, one_proportion_z
from stadtgespraech.engines.opinion.counting import Counts

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Direction:
    """Polis' figures for one direction, each (groups, statements).

    Attributes:
        share: ``pa`` / ``pd``: (success + 1) / (seen + 2).
        z: ``pat`` / ``pdt``: one-proportion z-score against one half.
        repness: ``ra`` / ``rd``: share over the share of everybody else.
        repness_z: ``rat`` / ``rdt``: two-proportion z-score against everybody else.
    """

    share: FloatArray
    z: FloatArray
    repness: FloatArray
    repness_z: FloatArray

    @property
    def metric(self) -> FloatArray:
        """Polis' order of representative statements: product of the four."""
        return self.repness * self.repness_z * self.share * self.z

    @property
    def significant(self) -> NDArray[np.bool_]:
        """Both z-scores above 90 %, one-sided."""
        chosen: NDArray[np.bool_] = (self.z > Z_90) & (self.repness_z > Z_90)
        return chosen


@dataclass(frozen=True)
class Representative:
    """How each statement marks each group out from everybody else; arrays (groups, statements).

    Attributes:
        agree, disagree: Polis' figures per direction.
        agrees: the direction in which the group stands out: True for agreement.
        effect: difference between the group's share of agreement among those who decided and everybody else's;
            positive if the group agrees more. NaN if nobody decided on one side.
        q: false-discovery rate over all groups and statements (two-sided). The groups were found in the same votes, so
            it is a ranking aid, no proof.
    """

    agree: Direction
    disagree: Direction
    agrees: NDArray[np.bool_]
    effect: FloatArray
    q: FloatArray

    def order(self, group: int) -> IntArray:
        """All statements: those that Polis calls representative first, by its metric; ties by effect, by number."""
        agrees = self.agrees[group]
        metric = np.where(agrees, self.agree.metric[group], self.disagree.metric[group])
        chosen = self.agree.significant[group] | self.disagree.significant[group]
        # The product of two negative z-scores is positive: only what is significant may be ranked by it.
        fallback = np.where(agrees, self.agree.repness_z[group], self.disagree.repness_z[group])
        return ranked(chosen.astype(float), np.where(chosen, metric, fallback), np.abs(self.effect[group]))


def representative(counts: Counts) -> Representative:
    """Compare each group with everybody else, statement by statement.

    Args:
        counts: of the groups; plain numbers.
    Source:
        Small et al. (2021); the smoothed z-scores as in Polis' published definitions.
    """
    rest = counts.rest()
    agree = _direction(counts.agree, counts.seen, rest.agree, rest.seen)
    disagree = _direction(counts.disagree, counts.seen, rest.disagree, rest.seen)
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = counts.agree / counts.decided - rest.agree / rest.decided
    one_sided = difference_of_proportions(counts.agree, counts.decided, rest.agree, rest.decided)
    p = np.where(np.isnan(effect), np.nan, 2 * np.minimum(one_sided, 1 - one_sided))
    return Representative(agree, disagree, agree.repness_z > disagree.repness_z, effect, false_discovery_rate(p))


def _direction(success: FloatArray, seen: FloatArray, other: FloatArray, other_seen: FloatArray) -> Direction:
    share = (success + 1) / (seen + 2)
    return Direction(
        share,
        one_proportion_z(success, seen),
        share / ((other + 1) / (other_seen + 2)),
        two_proportion_z(success, seen, other, other_seen),
    )


def two_proportion_z(
    success: FloatArray, seen: FloatArray, other_success: FloatArray, other_seen: FloatArray
) -> FloatArray:
    """Polis' smoothed z-score of the difference of two shares: one is added to all four numbers; 0 if undefined."""
    first, second = (success + 1) / (seen + 1), (other_success + 1) / (other_seen + 1)
    pooled = (success + other_success + 2) / (seen + other_seen + 2)
    variance = pooled * (1 - pooled) * (1 / (seen + 1) + 1 / (other_seen + 1))
    return np.divide(first - second, np.sqrt(np.maximum(variance, 0)), out=np.zeros_like(first), where=variance > 0)


@dataclass(frozen=True)
class Divisive:
    """How far apart the groups are, each (statements,).

    Attributes:
        gap: largest minus smallest share of agreement among those who decided, smoothed as (agree + ½)/(decided + 1).
        bound: what of the gap is certain: the largest difference, over pairs of groups, between the lower bound of
            the one and the upper bound of the other; 0 if they overlap, NaN with too few votes in any group.
        most, least: the groups that agree most and least (ties: the first).
        q: false-discovery rate of the difference between these two.
    """

    gap: FloatArray
    bound: FloatArray
    most: IntArray
    least: IntArray
    q: FloatArray

    @property
    def order(self) -> IntArray:
        """Most divisive first, by the certain part of the gap; ties by the gap, by number."""
        return ranked(self.bound, self.gap)


def divisive(counts: Counts, verdict: Consensus) -> Divisive:
    """Rank statements by how much the groups differ.

    Args:
        counts: of the groups.
        verdict: of the same counts: its bounds, and whether there are enough votes.
    """
    statements = counts.agree.shape[1]
    if len(counts.agree) < 2:
        nothing, nobody = np.full(statements, np.nan), np.full(statements, -1, dtype=np.int64)
        return Divisive(nothing, nothing, nobody, nobody, nothing)
    share = (counts.agree + 0.5) / (counts.decided + 1)
    most, least = np.round(share, 12).argmax(axis=0), np.round(share, 12).argmin(axis=0)
    column = np.arange(statements)
    lower, upper = verdict.agreement.per_stratum, 1 - verdict.rejection.per_stratum
    certain = np.maximum(lower.max(axis=0) - upper.min(axis=0), 0.0)
    p = difference_of_proportions(
        counts.agree[most, column],
        counts.decided[most, column],
        counts.agree[least, column],
        counts.decided[least, column],
    )
    # The pair was chosen because it is far apart: as many comparisons as there are pairs (Bonferroni), both ways.
    pairs = len(share) * (len(share) - 1)
    return Divisive(
        share[most, column] - share[least, column],
        np.where(verdict.enough, certain, np.nan),
        most,
        least,
        false_discovery_rate(np.where(verdict.enough, np.minimum(p * pairs, 1.0), np.nan)),
    )


@dataclass(frozen=True)
class Bridging:
    """What all groups share, in one direction or the other; each (statements,).

    Attributes:
        agrees: whether what they share is agreement (True) or rejection.
        bound: lower bound of the most reluctant group's share; NaN with too few votes in any group.
        share: smallest smoothed share over the groups: the effect.
        q: false-discovery rate of "in every group more than half".
    """

    agrees: NDArray[np.bool_]
    bound: FloatArray
    share: FloatArray
    q: FloatArray

    @property
    def order(self) -> IntArray:
        """Strongest bridge first; ties by the share, by number."""
        return ranked(self.bound, self.share)


def bridging(counts: Counts, verdict: Consensus) -> Bridging:
    """Rank statements by what even the most reluctant group supports, be it agreement or rejection.

    Args:
        counts: of the groups.
        verdict: of the same counts.
    """
    yes, no = verdict.agreement, verdict.rejection
    agrees = ~(no.bound > yes.bound)
    for_it, against = (
        ((part + 0.5) / (counts.decided + 1)).min(axis=0, initial=1.0) for part in (counts.agree, counts.disagree)
    )
    # Two directions were tried.
    p = np.minimum(2 * np.where(agrees, yes.p, no.p), 1.0)
    return Bridging(
        agrees, np.where(agrees, yes.bound, no.bound), np.where(agrees, for_it, against), false_discovery_rate(p)
    )
