"""Robust slopes of many series at once: the median slope between all pairs of values of the same season.

Source: Theil (1950), A rank-invariant method of linear and polynomial regression analysis; Sen (1968); the seasonal
form is Hirsch, Slack & Smith (1982), Techniques of trend analysis for monthly water quality data.
"""

from __future__ import annotations

import numpy as np

from stadtgespraech.engines.scoring.panel import TINY, FloatArray, IntArray, Panel

# Slopes held at the same time: bounds the memory.
MOST_SLOPES = 1_500_000


def window(panel: Panel, *, last: IntArray, years: int, since: FloatArray) -> FloatArray:
    """The last years up to each row's last value.

    Args:
        last: (rows,) column of the last value, -1 without one.
        since: (rows,) decimal years; what ended by then follows another definition and is left out.
    Returns:
        (rows, years, per_year) values, oldest first; the last entry of a row is its last value. What lies before the
        panel or before ``since`` is NaN.
    """
    width = years * panel.per_year
    column = last[:, None] + np.arange(1 - width, 1)[None, :]
    there = (column >= 0) & (last >= 0)[:, None]
    there &= panel.first_year + (column + 1) / panel.per_year > since[:, None] + TINY
    found = np.full(column.shape, np.nan)
    rows, places = np.nonzero(there)
    found[rows, places] = panel.values[rows, column[rows, places]]
    return found.reshape(len(last), years, panel.per_year)


def seasonal_slope(values: FloatArray) -> tuple[FloatArray, IntArray]:
    """The median slope of each row over pairs of years in the same season.

    Args:
        values: (rows, years, per_year), NaN for gaps.
    Returns:
        (rows,) change per year, NaN without a pair, and (rows,) the number of pairs.
    """
    rows, years, per_year = values.shape
    chunk = max(1, MOST_SLOPES // max(1, per_year * years * (years - 1) // 2))
    slope, pairs = np.full(rows, np.nan), np.zeros(rows, dtype=np.int64)
    for start in range(0, rows, chunk):
        block = values[start : start + chunk]
        between = [
            ((block[:, apart:] - block[:, :-apart]) / apart).reshape(len(block), -1) for apart in range(1, years)
        ]
        if between:
            slopes = np.concatenate(between, axis=1)
            pairs[start : start + chunk] = np.isfinite(slopes).sum(axis=1)
            slope[start : start + chunk] = row_median(slopes)
    return slope, pairs


def row_median(matrix: FloatArray) -> FloatArray:
    """Median of each row's numbers; NaN where there is none.

    Gaps are filled with as many -inf as +inf (one more +inf if their number is odd), which leaves the median in one
    of two fixed places: one partition serves all rows, however many gaps each has.
    """
    rows, width = matrix.shape
    if not width:
        return np.full(rows, np.nan)
    gaps = np.isnan(matrix)
    missing = gaps.sum(axis=1)
    if missing.any():
        below = np.cumsum(gaps, axis=1) <= (missing // 2)[:, None]
        matrix = np.where(gaps, np.where(below, -np.inf, np.inf), matrix)
    low, high = max(width // 2 - 1, 0), width // 2
    placed = np.partition(matrix, (low, high), axis=1)
    there = width - missing
    middle = placed[:, high] if width % 2 else placed[:, low]
    with np.errstate(invalid="ignore"):
        median = np.where(there % 2 == 1, middle, (placed[:, low] + placed[:, high]) / 2)
    return np.where(there > 0, median, np.nan)
