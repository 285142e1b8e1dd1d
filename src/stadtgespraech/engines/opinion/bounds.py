"""Cautious shares: how much agreement the votes prove, and how surprising they are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

FloatArray = NDArray[np.float64]
PRIOR = 0.5  # Jeffreys


def lower_bound(success: FloatArray, failure: FloatArray, *, confidence: float = 0.9) -> FloatArray:
    """The 1 − ``confidence`` quantile of Beta(½ + success, ½ + failure), elementwise.

    With the stated confidence the true share is at least this large. It can be computed from effective (fractional)
    numbers just as well.

    Source:
        Brown, Cai & DasGupta (2001), Interval Estimation for a Binomial Proportion: the one-sided Jeffreys interval.
    """
    bound: FloatArray = special.betaincinv(PRIOR + success, PRIOR + failure, 1 - confidence)
    return bound


def doubt(success: FloatArray, failure: FloatArray, *, share: float = 0.5) -> FloatArray:
    """Probability under Beta(½ + success, ½ + failure) that the true share is not above ``share``, elementwise."""
    probability: FloatArray = special.betainc(PRIOR + success, PRIOR + failure, share)
    return probability


def difference_of_proportions(
    success: FloatArray, number: FloatArray, other_success: FloatArray, other_number: FloatArray
) -> FloatArray:
    """One-sided p-value of the two-proportion z-test with pooled variance; 1 where it says nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (success + other_success) / (number + other_number)
        error = np.sqrt(pooled * (1 - pooled) * (1 / number + 1 / other_number))
        z = (success / number - other_success / other_number) / error
    return np.where(np.isfinite(z), special.ndtr(-np.where(np.isfinite(z), z, 0.0)), 1.0)


def false_discovery_rate(p_values: FloatArray) -> FloatArray:
    """Benjamini-Hochberg q-values over all finite entries of an array of any shape; NaN stays NaN.

    Calling everything with q ≤ x a finding, at most the share x of the findings is expected to be false.

    Source:
        Benjamini & Hochberg (1995), Controlling the False Discovery Rate.
    """
    flat = p_values.ravel()
    known = np.flatnonzero(~np.isnan(flat))
    order = known[np.argsort(flat[known], kind="stable")]
    raw = flat[order] * len(order) / np.arange(1, len(order) + 1)
    result = np.full(flat.shape, np.nan)
    result[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return result.reshape(p_values.shape)


def ranked(*keys: FloatArray) -> NDArray[np.int64]:
    """Indexes by the first key descending, ties by the next keys descending, then by index; NaN last.

    Keys are compared after rounding to 12 significant places of 1, so that two statements with the same votes do not
    change places because sums were formed in another order.
    """
    columns = [np.nan_to_num(np.round(-key, 12), nan=np.inf) for key in keys]
    order: NDArray[np.int64] = np.lexsort([np.arange(len(keys[0])), *columns[::-1]])
    return order
