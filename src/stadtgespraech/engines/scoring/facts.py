"""What a score has to know about an indicator besides its values: direction, target, baseline, posts, rhythm."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from stadtgespraech.engines.scoring.calendar import as_year
from stadtgespraech.engines.scoring.panel import FloatArray


class Direction(StrEnum):
    """Whether more is better."""

    UP = "up"
    DOWN = "down"
    OPEN = "open"

    @property
    def sign(self) -> int:
        """+1, -1, or 0 while it is open."""
        return {"up": 1, "down": -1, "open": 0}[self.value]


class PathShape(StrEnum):
    """How a target is approached."""

    LINEAR = "linear"
    GEOMETRIC = "geometric"
    STEPS = "steps"
    POINTS = "points"


class Point(NamedTuple):
    """A value on a day."""

    day: date
    value: float


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Get to a value by a day.

    Attributes:
        shape: LINEAR and GEOMETRIC run from the baseline to the target; STEPS stays at the baseline until the first
            milestone's day and at each milestone until the next; POINTS runs straight from milestone to milestone.
            After ``due`` the path stays at the target.
        milestones: for STEPS and POINTS, in order of days, all before ``due``.
    """

    value: float
    due: date
    shape: PathShape = PathShape.LINEAR
    milestones: tuple[Point, ...] = ()

    def __post_init__(self) -> None:
        _finite(self.value, *(point.value for point in self.milestones))
        days = [*(point.day for point in self.milestones), self.due]
        if any(earlier >= later for earlier, later in pairwise(days)):
            raise ValueError("The milestones of a target must come in order of their days, before its due day.")
        if self.milestones and self.shape not in (PathShape.STEPS, PathShape.POINTS):
            raise ValueError(f"A {self.shape} path has no milestones; use steps or points.")

    @property
    def first_day(self) -> date:
        """The first day for which a value is set."""
        return self.milestones[0].day if self.milestones else self.due


@dataclass(frozen=True, kw_only=True)
class Hold:
    """Stay on the good side of a limit: a floor where more is better, a ceiling where less is.

    Attributes:
        is_floor: False for a ceiling.
        tolerance: how far beyond the limit the score falls to zero, in the indicator's unit; without it, as far as
            the baseline lies from the limit.
        due: until when; only the forecast needs it.
    """

    limit: float
    is_floor: bool
    tolerance: float | None = None
    due: date | None = None

    def __post_init__(self) -> None:
        _finite(self.limit)
        _positive(self.tolerance)


@dataclass(frozen=True, kw_only=True)
class Corridor:
    """Stay between two values.

    Attributes:
        tolerance: how far outside the score falls to zero, in the indicator's unit; without it, as far as the
            corridor is wide.
    """

    lower: float
    upper: float
    tolerance: float | None = None
    due: date | None = None

    def __post_init__(self) -> None:
        _finite(self.lower, self.upper)
        _positive(self.tolerance)
        if self.lower >= self.upper:
            raise ValueError("A corridor's lower end must be below its upper end.")


Target = Reach | Hold | Corridor


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator's fact sheet, as far as scores need it.

    Attributes:
        baseline: value and day from which the target path starts.
        goalposts: (worst, best) value: a score of 0 and of 1. Fixed beforehand, never taken from the data.
        lower, upper: what is possible at all, in the indicator's unit.
        interval: years between two values: 1 yearly, 1/12 monthly, 3 for a survey every three years.
        lag: years that may pass between the end of a period and its value.
        breaks: days from which values follow another definition.
        standard_error: of the last value, in the indicator's unit; None takes a convention by grade.
    """

    name: str
    direction: Direction = Direction.OPEN
    target: Target | None = None
    baseline: Point | None = None
    goalposts: tuple[float, float] | None = None
    unit: str = ""
    lower: float = -math.inf
    upper: float = math.inf
    interval: float = 1.0
    lag: float = 0.5
    breaks: tuple[date, ...] = ()
    standard_error: float | None = None

    def __post_init__(self) -> None:
        if self.goalposts is not None:
            _finite(*self.goalposts)
            if self.goalposts[0] == self.goalposts[1]:
                raise ValueError(f"{self.name}: the two goalposts must differ.")
        if self.baseline is not None:
            _finite(self.baseline.value)
            if isinstance(self.target, Reach) and self.baseline.day >= self.target.first_day:
                raise ValueError(
                    f"{self.name}: the baseline's day must come before the target's milestones and due day."
                )
        if not self.lower < self.upper:
            raise ValueError(f"{self.name}: the smallest possible value must be below the largest.")
        if not (self.interval > 0 and self.lag >= 0):
            raise ValueError(f"{self.name}: the interval must be above zero and the lag not below it.")
        if self.standard_error is not None and not 0 <= self.standard_error < math.inf:
            raise ValueError(f"{self.name}: the standard error must be finite and not below zero.")

    @property
    def score_sign(self) -> int:
        """+1 where more is better, -1 where less is, 0 in a corridor and while it is open; a floor or ceiling tells."""
        if isinstance(self.target, Hold) and self.direction is Direction.OPEN:
            return 1 if self.target.is_floor else -1
        return 0 if isinstance(self.target, Corridor) else self.direction.sign

    @property
    def baseline_year(self) -> float:
        """The baseline's day in decimal years, NaN without one."""
        return as_year(self.baseline.day) if self.baseline else math.nan

    @property
    def due_year(self) -> float:
        """The target's due day in decimal years, NaN without one."""
        return as_year(self.target.due) if self.target is not None and self.target.due is not None else math.nan

    @property
    def path_starts_at_baseline(self) -> bool:
        """Whether the path is drawn from the baseline (straight or geometric), not from points of its own."""
        return isinstance(self.target, Reach) and self.target.shape in (PathShape.LINEAR, PathShape.GEOMETRIC)

    @property
    def has_score_direction(self) -> bool:
        """Whether it is said what is good: by a direction, a floor, a ceiling, or a corridor."""
        return self.direction is not Direction.OPEN or isinstance(self.target, Hold | Corridor)

    def last_break(self, until: float) -> float:
        """The latest change of definition up to a point in time (decimal years); -inf without one."""
        return max((year for year in map(as_year, self.breaks) if year <= until), default=-math.inf)


def wanted(indicator: Indicator, at: float) -> tuple[float, float] | None:
    """The interval in which a value is on the target path at a point in time (decimal years; inf for the target itself).

    None where there is none: no target, no direction, before the path begins, a linear path without a baseline, a
    geometric one through zero or across it, or a target that contradicts the direction (see ``findings``).
    """
    match indicator.target:
        case Corridor(lower=lower, upper=upper):
            return lower, upper
        case Hold(limit=limit, is_floor=is_floor):
            if contradicts(indicator):
                return None
            return (limit, math.inf) if is_floor else (-math.inf, limit)
        case Reach() as target:
            if indicator.direction is Direction.OPEN or contradicts(indicator):
                return None
            value = _path(target, indicator.baseline, at)
            if math.isnan(value):
                return None
            return (value, math.inf) if indicator.direction is Direction.UP else (-math.inf, value)
        case _:
            return None


def contradicts(indicator: Indicator) -> bool:
    """Whether the target goes against the direction: a target to *reach* that lies behind the baseline, a floor where
    less is better, a ceiling where more is."""
    match indicator.target:
        case Hold(is_floor=is_floor):
            return indicator.direction.sign == (-1 if is_floor else 1)
        case Reach(value=value) if indicator.baseline is not None:
            return (value - indicator.baseline.value) * indicator.direction.sign < 0
        case _:
            return False


def _path(target: Reach, baseline: Point | None, at: float) -> float:
    end = Point(target.due, target.value)
    if at >= as_year(target.due):
        return target.value
    match target.shape:
        case PathShape.LINEAR | PathShape.GEOMETRIC:
            if baseline is None:
                return math.nan
            return _between(baseline, end, at, geometric=target.shape is PathShape.GEOMETRIC)
        case PathShape.STEPS | PathShape.POINTS:
            points = [point for point in (baseline, *target.milestones, end) if point is not None]
            before = bisect_right([as_year(point.day) for point in points], at)
            if before == 0:
                return math.nan
            if target.shape is PathShape.STEPS:
                return points[before - 1].value
            return _between(points[before - 1], points[before], at, geometric=False)


def _between(start: Point, end: Point, at: float, *, geometric: bool) -> float:
    first, last = as_year(start.day), as_year(end.day)
    if not first <= at < last:
        return math.nan
    share = (at - first) / (last - first)
    if not geometric:
        return start.value + (end.value - start.value) * share
    if start.value * end.value <= 0:
        return math.nan
    # In logarithms: the quotient of a large and a tiny number would overflow.
    middle = (1 - share) * math.log(abs(start.value)) + share * math.log(abs(end.value))
    return math.copysign(math.exp(middle), start.value)


def _finite(*values: float) -> None:
    if not all(map(math.isfinite, values)):
        raise ValueError("Targets, baselines and goalposts must be finite numbers.")


def _positive(tolerance: float | None) -> None:
    if tolerance is not None and not 0 < tolerance < math.inf:
        raise ValueError("A tolerance must be above zero.")


def signs(indicators: Iterable[Indicator]) -> list[int]:
    """+1 where more is better, -1 where less is, 0 where neither can be said; one per indicator."""
    return [one.score_sign for one in indicators]


def breaks(indicators: Sequence[Indicator], until: FloatArray) -> FloatArray:
    """(indicators,) the last change of definition up to each point in time, decimal years; -inf without one."""
    return np.array([one.last_break(end) for one, end in zip(indicators, until, strict=True)], dtype=float)
