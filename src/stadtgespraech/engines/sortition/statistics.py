"""Figures that describe a lottery's probabilities."""

from __future__ import annotations

import numpy as np

from stadtgespraech.engines.sortition.pool import FloatArray

CERTAIN = 1 - 1e-9


def gini(values: FloatArray) -> float:
    """Gini coefficient: 0 if all are equal, towards 1 if few have everything."""
    ordered = np.sort(values)
    count, total = len(ordered), float(ordered.sum())
    if total <= 0:
        return 0.0
    return float((2 * np.arange(1, count + 1) - count - 1) @ ordered / (count * total))


def geometric_mean(values: FloatArray) -> float:
    """Geometric mean; 0 if one of them is."""
    if (values <= 0).any():
        return 0.0
    return float(np.exp(np.log(values).mean()))


def certain_people(values: FloatArray) -> int:
    """How many people are drawn in any case."""
    return int((values >= CERTAIN).sum())
