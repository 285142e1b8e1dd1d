"""Values of many indicators on one grid of periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
WordArray = NDArray[np.str_]

# Relative size of what is rounding; it must not decide a light.
TINY = 1e-9
# Grades of data quality, best first.
GRADES = ("A", "B", "C", "D")


@dataclass(frozen=True)
class Panel:
    """One row per indicator, one column per period; a gap is NaN and is never filled.

    Attributes:
        values: (indicators, periods) in each indicator's unit.
        first_year: the calendar year whose first period is column 0.
        per_year: periods per year. A yearly value stands in its year's last period.
        grades: (indicators, periods) index into ``GRADES``: A measured or from a register, B survey, C estimate,
            D judgement.
    """

    values: FloatArray
    first_year: int
    per_year: int
    grades: NDArray[np.uint8]

    @staticmethod
    def of(values: ArrayLike, *, first_year: int, per_year: int = 1, grades: ArrayLike | None = None) -> Panel:
        """A panel from a matrix.

        Raises:
            ValueError: the shapes do not fit, or a value is infinite.
        """
        matrix = np.array(values, dtype=float, ndmin=2)
        marks = np.zeros(matrix.shape, dtype=np.uint8) if grades is None else np.array(grades, np.uint8, ndmin=2)
        if marks.shape != matrix.shape or matrix.ndim != 2:
            raise ValueError("Values and grades must be matrices of the same shape: indicators × periods.")
        if np.isinf(matrix).any() or per_year < 1 or (marks >= len(GRADES)).any():
            raise ValueError("Values must be finite (or NaN for a gap), with at least one period per year, grades 0-3.")
        return Panel(matrix, int(first_year), int(per_year), marks)

    @staticmethod
    def from_rows(
        *,
        indicator: ArrayLike,
        year: ArrayLike,
        value: ArrayLike,
        period: ArrayLike | None = None,
        grade: ArrayLike | None = None,
        indicators: int,
        per_year: int = 1,
    ) -> tuple[Panel, list[tuple[int, int, int, bool]]]:
        """A panel from a long table.

        Args:
            indicator: (rows,) index of the indicator, 0-based.
            period: (rows,) period within the year, from 1; None takes the last one.
        Returns:
            The panel, and each period that was given more than once as (indicator, year, period, equal). Equal values
            count once; of different ones none is taken, the period stays a gap.
        Raises:
            ValueError: no rows, or an index out of range.
        """
        row, years, numbers = np.asarray(indicator, int), np.asarray(year, int), np.asarray(value, float)
        periods = np.full(row.shape, per_year) if period is None else np.asarray(period, int)
        marks = np.zeros(row.shape, np.uint8) if grade is None else np.asarray(grade, np.uint8)
        if not row.size:
            raise ValueError("There are no values.")
        if row.min() < 0 or row.max() >= indicators or periods.min() < 1 or periods.max() > per_year:
            raise ValueError("An indicator or a period is out of range.")
        first = int(years.min())
        width = (int(years.max()) - first + 1) * per_year
        column = (years - first) * per_year + periods - 1
        cell = row * width + column
        values, grades = np.full(indicators * width, np.nan), np.zeros(indicators * width, np.uint8)
        values[cell], grades[cell] = numbers, marks
        order = np.argsort(cell, kind="stable")
        places, starts, counts = np.unique(cell[order], return_index=True, return_counts=True)
        equal = np.minimum.reduceat(numbers[order], starts) == np.maximum.reduceat(numbers[order], starts)
        values[places[(counts > 1) & ~equal]] = np.nan
        repeated = []
        for place in np.flatnonzero(counts > 1).tolist():
            which, at = divmod(int(places[place]), width)
            repeated.append((which, first + at // per_year, at % per_year + 1, bool(equal[place])))
        shape = (indicators, width)
        return Panel.of(
            values.reshape(shape), first_year=first, per_year=per_year, grades=grades.reshape(shape)
        ), repeated

    @property
    def ends(self) -> FloatArray:
        """(periods,) end of each period in decimal years."""
        return self.first_year + np.arange(1, self.values.shape[1] + 1) / self.per_year

    def until(self, year: float) -> Panel:
        """Only the periods that ended by then (decimal years): what came later is not looked at."""
        width = int(np.searchsorted(self.ends, year + TINY, side="right"))
        return Panel(self.values[:, :width], self.first_year, self.per_year, self.grades[:, :width])

    def last(self) -> IntArray:
        """(indicators,) column of the last value, -1 without one."""
        return _edge(np.isfinite(self.values)[:, ::-1], lambda found: self.values.shape[1] - 1 - found)

    def first(self, *, since: FloatArray | None = None) -> IntArray:
        """(indicators,) column of the first value (after ``since``, decimal years), -1 without one."""
        there = np.isfinite(self.values)
        if since is not None:
            there &= self.ends[None, :] > since[:, None] + TINY
        return _edge(there, lambda found: found)

    def at(self, column: IntArray) -> FloatArray:
        """(indicators,) the values in these columns, NaN where the column is -1."""
        return _pick(self.values, column, np.nan)

    def ended(self, column: IntArray) -> FloatArray:
        """(indicators,) the ends of these columns in decimal years, NaN where the column is -1."""
        return np.where(column >= 0, self.first_year + (column + 1) / self.per_year, np.nan)

    def grade_at(self, column: IntArray) -> IntArray:
        """(indicators,) the grades in these columns, -1 where the column is -1."""
        return np.where(column >= 0, _pick(self.grades, column, 0).astype(np.int64), -1)


def _edge(there: BoolArray, place: Any) -> IntArray:
    if not there.shape[1]:
        return np.full(there.shape[0], -1)
    return np.where(there.any(axis=1), place(there.argmax(axis=1)), -1)


def _pick(matrix: Any, column: IntArray, missing: float) -> Any:
    if not matrix.shape[1]:
        return np.full(len(column), missing, dtype=matrix.dtype)
    return np.where(column >= 0, matrix[np.arange(len(column)), np.maximum(column, 0)], missing)
