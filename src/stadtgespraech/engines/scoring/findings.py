"""What does not fit together in an indicator's facts and values. A finding changes no score; it says where to look."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from stadtgespraech.engines.scoring.calendar import as_year
from stadtgespraech.engines.scoring.facts import Corridor, Hold, Indicator, PathShape, Reach, breaks, contradicts
from stadtgespraech.engines.scoring.panel import TINY, BoolArray, FloatArray, Panel
from stadtgespraech.engines.scoring.slopes import row_median

JUMP_IN_MADS = 5.0
FEWEST_CHANGES = 5
# From a median absolute deviation to a standard deviation, for normal values.
MAD_TO_SD = 1.4826
# Where most changes are alike, a jump is a change that differs by this share of the largest value.
JUMP_SHARE = 0.1

CODES = (
    "target-already-met",
    "direction-against-target",
    "direction-open",
    "goalposts-against-direction",
    "path-through-zero",
    "unit-against-bounds",
    "target-out-of-bounds",
    "value-out-of-bounds",
    "share-instead-of-percent",
    "duplicate-period",
    "conflicting-period",
    "missing-period",
    "jump",
    "definition-break",
    "baseline-before-break",
)


@dataclass(frozen=True)
class Finding:
    """Something to look at.

    Attributes:
        code: one of ``CODES``.
        indicator: index of the indicator.
        value: the number it is about, in the indicator's unit (for a jump the change); NaN without one.
        other: the number it does not fit to; NaN without one.
        year: the calendar year it is about, -1 without one; period: the period within it, from 1, 0 without one.
    """

    code: str
    indicator: int
    value: float = math.nan
    other: float = math.nan
    year: int = -1
    period: int = 0


def findings(
    indicators: Sequence[Indicator], panel: Panel, *, repeated: Iterable[tuple[int, int, int, bool]] = ()
) -> tuple[Finding, ...]:
    """All findings, by indicator and then in the order of ``CODES``.

    Args:
        repeated: the periods that ``Panel.from_rows`` met more than once.
    """
    found = [finding for row, one in enumerate(indicators) for finding in _about_facts(row, one)]
    found += [
        Finding("duplicate-period" if equal else "conflicting-period", row, year=year, period=period)
        for row, year, period, equal in repeated
    ]
    found += _about_values(indicators, panel)
    return tuple(sorted(found, key=lambda one: (one.indicator, CODES.index(one.code), one.year, one.period)))


def _about_facts(row: int, one: Indicator) -> Iterator[Finding]:
    target, sign = one.target, one.score_sign
    if target is not None and not one.has_score_direction:
        yield Finding("direction-open", row)
    if isinstance(target, Hold) and contradicts(one):
        yield Finding("direction-against-target", row, value=target.limit)
    if isinstance(target, Reach) and sign:
        start = [one.baseline.value] if one.baseline else []
        steps = [*start, *(point.value for point in target.milestones), target.value]
        if one.baseline and (target.value - one.baseline.value) * sign <= 0:
            yield Finding("target-already-met", row, value=one.baseline.value, other=target.value)
        elif any((later - earlier) * sign < 0 for earlier, later in pairwise(steps)):
            yield Finding("direction-against-target", row, value=target.value)
        if target.shape is PathShape.GEOMETRIC and one.baseline and target.value * one.baseline.value <= 0:
            yield Finding("path-through-zero", row, value=one.baseline.value, other=target.value)
    if one.goalposts and (one.goalposts[1] - one.goalposts[0]) * sign < 0:
        yield Finding("goalposts-against-direction", row, value=one.goalposts[0], other=one.goalposts[1])
    if one.unit == "%" and one.upper <= 1:
        yield Finding("unit-against-bounds", row, value=one.upper, other=100.0)
    yield from (
        Finding("target-out-of-bounds", row, value=number, other=one.lower if number < one.lower else one.upper)
        for number in _asked(one)
        if not one.lower <= number <= one.upper
    )
    if one.baseline and any(as_year(day) > one.baseline_year for day in one.breaks):
        yield Finding("baseline-before-break", row, value=one.baseline.value, year=one.baseline.day.year)


def _asked(one: Indicator) -> list[float]:
    """The numbers that somebody set as a target."""
    match one.target:
        case Reach(value=value, milestones=milestones):
            return [*(point.value for point in milestones), value]
        case Hold(limit=limit):
            return [limit]
        case Corridor(lower=lower, upper=upper):
            return [lower, upper]
        case _:
            return []


def _about_values(indicators: Sequence[Indicator], panel: Panel) -> Iterator[Finding]:
    values, per_year = panel.values, panel.per_year
    there = np.isfinite(values)
    lower = np.array([one.lower for one in indicators])[:, None]
    upper = np.array([one.upper for one in indicators])[:, None]
    for row, column in np.argwhere(there & ((values < lower) | (values > upper))).tolist():
        value = float(values[row, column])
        bound = indicators[row].lower if value < indicators[row].lower else indicators[row].upper
        yield _at(panel, "value-out-of-bounds", row, column, value=value, other=bound)
    largest = np.max(np.abs(values), axis=1, initial=0, where=there)
    for row in np.flatnonzero(there.any(axis=1) & (largest <= 1) & (largest > 0)).tolist():
        if indicators[row].unit == "%" and indicators[row].upper > 1:
            yield Finding("share-instead-of-percent", row, value=float(largest[row]))
    yield from _gaps(indicators, panel)
    changes = _yearly_changes(indicators, panel)
    for row, column in np.argwhere(_is_jump(changes, largest)).tolist():
        change, after = float(changes[row, column]), float(values[row, column + per_year])
        yield _at(panel, "jump", row, column + per_year, value=change, other=after)
    last, first = panel.last(), panel.first()
    since = breaks(indicators, panel.ended(last))
    for row in np.flatnonzero((first >= 0) & (since >= panel.ended(first))).tolist():
        yield Finding("definition-break", row, year=math.ceil(since[row]) - 1)


def _gaps(indicators: Sequence[Indicator], panel: Panel) -> Iterator[Finding]:
    """Periods without a value between two that are further apart than the indicator's interval."""
    for row, one in enumerate(indicators):
        columns = np.flatnonzero(np.isfinite(panel.values[row]))
        step = max(round(one.interval * panel.per_year), 1)
        for before in columns[:-1][np.diff(columns) > step]:
            yield _at(panel, "missing-period", row, before + step)


def _yearly_changes(indicators: Sequence[Indicator], panel: Panel) -> FloatArray:
    """(indicators, periods - per_year) change against the same season of the year before, NaN across a break."""
    changes = panel.values[:, panel.per_year :] - panel.values[:, : -panel.per_year]
    ends = panel.ends
    for row, one in enumerate(indicators):
        for year in map(as_year, one.breaks):
            changes[row, (ends[: -panel.per_year] <= year) & (ends[panel.per_year :] > year)] = np.nan
    return changes


def _is_jump(changes: FloatArray, largest: FloatArray) -> BoolArray:
    """Changes further than five robust standard deviations from the usual one; only the first of a run.

    Args:
        largest: (indicators,) the largest absolute value of each.
    """
    deviation = np.abs(changes - row_median(changes)[:, None])
    enough = np.isfinite(changes).sum(axis=1) >= FEWEST_CHANGES
    spread = row_median(deviation) * MAD_TO_SD
    # More than half of the changes are alike (but for rounding): their deviation says nothing about the rest.
    limit = np.where(spread > TINY * largest, JUMP_IN_MADS * spread, JUMP_SHARE * largest)
    far = (deviation > limit[:, None]) & enough[:, None]
    far[:, 1:] &= ~far[:, :-1]
    return far


def _at(panel: Panel, code: str, row: int, column: int, *, value: float = math.nan, other: float = math.nan) -> Finding:
    year, period = divmod(int(column), panel.per_year)
    return Finding(code, int(row), value, other, panel.first_year + year, period + 1)
