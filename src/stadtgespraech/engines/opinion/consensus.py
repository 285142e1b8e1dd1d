"""What everybody shares: the weakest stratum decides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from stadtgespraech.engines.opinion.bounds import doubt, false_discovery_rate, lower_bound, ranked
from stadtgespraech.engines.opinion.counting import Counts

FloatArray = NDArray[np.float64]
MINIMUM = 7  # agreeing and disagreeing votes per stratum; part of the published definition


@dataclass(frozen=True)
class Agreement:
    """Consensus of one direction (for agreement, or for rejection).

    Attributes:
        bound: (statements,) the smallest of the strata's lower bounds; NaN with too few votes in any stratum.
        weakest: (statements,) the stratum that decides (ties: the first); −1 where ``bound`` is NaN.
        per_stratum: (strata, statements) each stratum's lower bound; NaN with too few votes.
        p: (statements,) probability that in some stratum not more than half of those who decided are of this mind.
        q: (statements,) its false-discovery rate.
    """

    bound: FloatArray
    weakest: NDArray[np.int64]
    per_stratum: FloatArray
    p: FloatArray
    q: FloatArray

    @property
    def order(self) -> NDArray[np.int64]:
        """All statements, strongest consensus first; ties by the mean of the strata's bounds, then by number."""
        return ranked(self.bound, self.per_stratum.mean(axis=0))


@dataclass(frozen=True)
class Consensus:
    """Agreement and rejection, stratum by stratum.

    Attributes:
        agreement: of those who decided, how many agree.
        rejection: of those who decided, how many disagree.
        enough: (statements,) whether every stratum has the minimum of agreeing and disagreeing votes.
        pass_share: (strata, statements) share of passes among all who saw the statement.
    """

    agreement: Agreement
    rejection: Agreement
    enough: NDArray[np.bool_]
    pass_share: FloatArray


def consensus_of(
    counts: Counts, *, votes_cast: FloatArray | None = None, minimum: int = MINIMUM, confidence: float = 0.9
) -> Consensus:
    """Agreement and rejection of the most reluctant stratum, statement by statement.

    For each stratum the lower bound of its agreement is the 1 − ``confidence`` quantile of
    Beta(½ + agree, ½ + disagree); a statement's consensus is the smallest of them, so that a large stratum can never
    outvote a small one. A pass is no disagreement: its share is reported beside the bound.

    Args:
        counts: per stratum and statement; effective numbers if there are weights.
        votes_cast: (strata, statements) agreeing and disagreeing votes really cast; needed with weights, because the
            minimum counts people.
        minimum: agreeing and disagreeing votes that every stratum must have.
    """
    cast = counts.decided if votes_cast is None else votes_cast
    missing: NDArray[np.bool_] = np.asarray(cast < minimum)
    return Consensus(
        agreement=_direction(counts.agree, counts.disagree, missing, confidence),
        rejection=_direction(counts.disagree, counts.agree, missing, confidence),
        enough=np.logical_not(missing.any(axis=0)).reshape(-1),
        pass_share=counts.pass_share,
    )


def _direction(success: FloatArray, failure: FloatArray, missing: NDArray[np.bool_], confidence: float) -> Agreement:
    per_stratum = np.full(success.shape, np.nan)
    there = ~missing
    per_stratum[there] = lower_bound(success[there], failure[there], confidence=confidence)
    enough = there.all(axis=0)
    bound = np.full(success.shape[1], np.nan)
    weakest = np.full(success.shape[1], -1, dtype=np.int64)
    p = np.full(success.shape[1], np.nan)
    if success.shape[0] and enough.any():
        bound[enough] = per_stratum[:, enough].min(axis=0)
        weakest[enough] = np.argmax(per_stratum[:, enough] <= bound[enough] + 1e-12, axis=0)
        # "Every stratum" is refuted by any one of them, so the largest counts (Berger 1982).
        p[enough] = doubt(success[:, enough], failure[:, enough]).max(axis=0)
    return Agreement(bound, weakest, per_stratum, p, false_discovery_rate(p))


@dataclass(frozen=True)
class InformedConsensus:
    """Group-informed consensus of one direction, in its two published forms, each (statements,) in [0, 1].

    Attributes:
        product: Π over groups of (success + 1) / (seen + 2), as Polis computes it. Shrinks with the number of groups.
        geometric_mean: its root of the order of the number of groups, so that 2 and 5 groups can be compared.
    """

    product: FloatArray
    geometric_mean: FloatArray

    @property
    def order(self) -> NDArray[np.int64]:
        return ranked(self.geometric_mean)


def informed_consensus(success: FloatArray, seen: FloatArray) -> InformedConsensus:
    """Group-informed consensus.

    Args:
        success: (groups, statements) agreeing votes for consensus, disagreeing ones for shared rejection.
        seen: (groups, statements) votes of all three kinds. Counting passes makes a pass work like a disagreement;
            this is Polis' rule and kept so that the figures can be compared.
    Source:
        Small et al. (2021), Polis: Scaling deliberation by mapping high dimensional opinion spaces.
    """
    share = (success + 1) / (seen + 2)
    product = share.prod(axis=0)
    return InformedConsensus(product, product ** (1 / max(len(share), 1)))


@dataclass(frozen=True)
class Majority:
    """Everybody in one pot, of one direction; each (statements,).

    Attributes:
        share: (success + 1) / (seen + 2).
        z: one-proportion z-score against one half (Polis' ``prop-test``).
        q: false-discovery rate of the z-score, one-sided.
    """

    share: FloatArray
    z: FloatArray
    q: FloatArray

    @property
    def order(self) -> NDArray[np.int64]:
        """Statements with a significant majority first, by share · z; ties by number."""
        return ranked((self.significant).astype(float), self.share * self.z)

    @property
    def significant(self) -> NDArray[np.bool_]:
        """Share above one half with 90 % confidence, one-sided (Polis' list of majority statements)."""
        chosen: NDArray[np.bool_] = (self.share > 0.5) & (self.z > Z_90)
        return chosen


Z_90 = 1.2815515655446004  # Φ⁻¹(0.9)


def one_proportion_z(success: FloatArray, seen: FloatArray) -> FloatArray:
    """2·√(n + 1)·((success + 1)/(n + 1) − ½), Polis' smoothed z-score of a share against one half."""
    return 2 * np.sqrt(seen + 1) * ((success + 1) / (seen + 1) - 0.5)


def majority_of(success: FloatArray, seen: FloatArray) -> Majority:
    """Plain majority over all participants.

    Args:
        success: (statements,) agreeing (or disagreeing) votes.
        seen: (statements,) votes of all three kinds.
    """
    z = one_proportion_z(success, seen)
    p = np.where(seen > 0, ndtr(-z), np.nan)
    return Majority((success + 1) / (seen + 2), z, false_discovery_rate(p))
