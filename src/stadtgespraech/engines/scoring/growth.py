"""The growth-rate method of Statistics Canada, which Eurostat and Open SDG share in its main lines.

Source: the method published with Canada's indicator framework for the 2030 agenda (progress thresholds and score
functions); Eurostat, Sustainable development in the European Union, annex on the assessment of trends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stadtgespraech.engines.scoring.facts import Indicator, Reach, breaks, signs
from stadtgespraech.engines.scoring.panel import BoolArray, FloatArray, Panel, WordArray

# Yearly growth (without target) or share of the growth that is needed (with target).
SUBSTANTIAL, MODERATE = 0.015, 0.005
SUBSTANTIAL_OF_NEEDED, MODERATE_OF_NEEDED = 0.95, 0.60
# How fast the thresholds shrink towards a natural limit.
LIMIT_EXPONENT = 4.44
HIGHEST, LOWEST = 5.0, -5.0


@dataclass(frozen=True)
class Growth:
    """The verdict by growth rates.

    Attributes:
        progress_value: (series,) yearly growth in the good direction; with a target its share of the growth that
            was needed per year. NaN where it is not defined.
        score: (series,) in [-5, 5], or NaN.
        status: (series,) target_achieved, substantial_progress, moderate_progress, limited_progress, deterioration,
            or not_available.
        reason: (series,) why there is no progress value, or empty: no-values, one-value, year-missing,
            years-reversed, direction-open, zero-base, sign-change, zero-target, target-sign-change, target-equals-base,
            target-without-year.
    """

    progress_value: FloatArray
    score: FloatArray
    status: WordArray
    reason: WordArray


@dataclass(frozen=True, kw_only=True)
class Course:
    """Two values of each series, and where it should go. All arrays are (series,), NaN where there is nothing.

    Attributes:
        base, current, target, limit: in the series' unit.
        base_year, current_year, target_year: years, may be fractions.
        direction: +1 more is better, -1 less is better, 0 open.
        limit: natural limit of a series without target, e.g. 100 for a percentage: near it less growth is asked for.
    """

    base: FloatArray
    base_year: FloatArray
    current: FloatArray
    current_year: FloatArray
    direction: FloatArray
    target: FloatArray
    target_year: FloatArray
    limit: FloatArray

    @staticmethod
    def of(**columns: ArrayLike) -> Course:
        """A course from lists or single numbers, by the names of the attributes."""
        return Course(**{name: np.atleast_1d(np.asarray(column, dtype=float)) for name, column in columns.items()})

    @property
    def has_target(self) -> BoolArray:
        return np.isfinite(self.target)

    @property
    def coefficient(self) -> FloatArray:
        """How much of the usual thresholds is asked for: 0 at the limit, 1 far from it and without one."""
        b, limit = self.base, self.limit
        # A negative base lies further from a positive limit than zero does.
        distance = np.where(b <= limit, np.maximum(b, 0) / limit, (2 * limit - b) / limit)
        return np.where(np.isfinite(limit), 1 - np.maximum(distance, 0) ** LIMIT_EXPONENT, 1.0)

    @property
    def needed(self) -> FloatArray:
        """The absolute growth per year that leads from base to target; 1 without a target."""
        years = self.target_year - self.base_year
        return np.where(self.has_target, np.abs((self.target / self.base) ** (1 / years) - 1), 1.0)

    @property
    def thresholds(self) -> tuple[FloatArray, FloatArray]:
        """The progress values from which progress is moderate and substantial."""
        k = self.coefficient
        return (
            np.where(self.has_target, MODERATE_OF_NEEDED, MODERATE * k),
            np.where(self.has_target, SUBSTANTIAL_OF_NEEDED, SUBSTANTIAL * k),
        )


def growth(course: Course) -> Growth:
    """Judge series by their yearly growth between two values.

    Growth is q = d·sign(base)·((current/base)^(1/years) − 1); with a target it is divided by the absolute yearly
    growth from base to target. Where a rate does not exist (a base of zero, a change of sign, a target of zero, which
    no rate reaches) there is no progress value but a reason; nothing is replaced by a small number. A target that is
    met counts as achieved even then.
    """
    with np.errstate(all="ignore"):
        reason = _reason(course)
        years = course.current_year - course.base_year
        observed = course.direction * np.sign(course.base) * ((course.current / course.base) ** (1 / years) - 1)
        q = np.where(reason == "", observed / course.needed, np.nan)
        achieved = course.has_target & (course.direction * (course.current - course.target) >= 0)
        achieved &= ~np.isin(reason, ("no-values", "one-value", "year-missing", "years-reversed", "direction-open"))
        score = np.where(course.has_target, _score_with_target(q), _score_without_target(q, course.coefficient))
        moderate, substantial = course.thresholds
    status = np.select(
        [achieved, np.isnan(q), q >= substantial, q >= moderate, q >= 0],
        ["target_achieved", "not_available", "substantial_progress", "moderate_progress", "limited_progress"],
        default="deterioration",
    )
    return Growth(q, np.where(achieved, HIGHEST, score), status, reason)


def _reason(course: Course) -> WordArray:
    b, c, g = course.base, course.current, course.target
    return np.select(
        [
            np.isnan(b) & np.isnan(c),
            np.isnan(b) | np.isnan(c) | (course.current_year == course.base_year),
            np.isnan(course.current_year - course.base_year),
            course.current_year < course.base_year,
            course.direction == 0,
            b == 0,
            c / b < 0,
            g == 0,
            g / b < 0,
            g == b,
            course.has_target & ~(course.target_year > course.base_year),
        ],
        [
            "no-values",
            "one-value",
            "year-missing",
            "years-reversed",
            "direction-open",
            "zero-base",
            "sign-change",
            "zero-target",
            "target-sign-change",
            "target-equals-base",
            "target-without-year",
        ],
        default="",
    )


def value_for_next_status(course: Course, verdict: Growth) -> FloatArray:
    """(series,) the current value from which the next better status would be given; NaN where there is none.

    Args:
        verdict: what :func:`growth` said about this course.
    """
    with np.errstate(all="ignore"):
        moderate, substantial = course.thresholds
        q = np.select(
            [verdict.status == word for word in ("deterioration", "limited_progress", "moderate_progress")],
            [np.zeros(len(moderate)), moderate, substantial],
            default=np.nan,
        )
        rate = course.direction * np.sign(course.base) * q * course.needed
        value = course.base * (1 + rate) ** (course.current_year - course.base_year)
        # NaN to the power of 0 would be 1.
        value = np.where(np.isnan(q), np.nan, value)
        value = np.where(verdict.status == "substantial_progress", course.target, value)
        # Nothing is asked for beyond the target: there the series counts as achieved.
        within = np.where(course.direction > 0, np.fmin(value, course.target), np.fmax(value, course.target))
    return np.where(np.isnan(value), np.nan, within)


def courses(indicators: Sequence[Indicator], panel: Panel) -> Course:
    """The courses of a panel: from the baseline (or else the first value) to the last value.

    Where the definition changed, growth starts at the first value after the change. Percentages that should rise have
    the limit 100; targets to hold and corridors are no targets for a growth rate and are left out.
    """
    last = panel.last()
    ended = panel.ended(last)
    broken = breaks(indicators, ended)
    first = panel.first(since=broken)
    base, base_year = panel.at(first), panel.ended(first)
    for row, one in enumerate(indicators):
        if one.baseline is not None and one.baseline_year > broken[row]:
            base[row], base_year[row] = one.baseline.value, one.baseline_year
    return Course.of(
        base=base,
        base_year=base_year,
        current=panel.at(last),
        current_year=ended,
        direction=signs(indicators),
        target=[one.target.value if isinstance(one.target, Reach) else np.nan for one in indicators],
        target_year=[one.due_year for one in indicators],
        limit=[100.0 if one.unit == "%" and one.score_sign > 0 else np.nan for one in indicators],
    )


def _score_without_target(q: FloatArray, k: FloatArray) -> FloatArray:
    return np.select(
        [q < 0, (k == 0) & (q >= 0), q >= SUBSTANTIAL * k, q >= MODERATE * k],
        [np.maximum(125 * q - 2.5, LOWEST), HIGHEST, np.minimum(500 * q / k - 5, HIGHEST), 250 * q / k - 1.25],
        default=500 * q / k - 2.5,
    )


def _score_with_target(q: FloatArray) -> FloatArray:
    return np.where(
        q >= MODERATE_OF_NEEDED,
        np.minimum(7.1429 * q - 4.2857, HIGHEST),
        np.maximum(4.1667 * q - 2.5, LOWEST),
    )
