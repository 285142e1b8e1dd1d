"""Three lights that are never mixed, the first two: level against the path, and trend. Each says why it has none.

The words are those of the indicators' pages: ▲ better, ▬ flat, ▼ behind or worse, ◌ no verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stadtgespraech.engines.scoring.facts import Indicator, Reach, breaks, contradicts, signs, wanted
from stadtgespraech.engines.scoring.panel import TINY, FloatArray, IntArray, Panel, WordArray
from stadtgespraech.engines.scoring.slopes import seasonal_slope, window

# A yearly change below this share is no change.
FLAT_BELOW = 0.01
TREND_YEARS = 5


@dataclass(frozen=True)
class Levels:
    """Where each indicator stands against its path, at the end of the period of its last value.

    Attributes:
        light: (indicators,) on-track, behind, or why there is no verdict: no-values, one-value, direction-open,
            no-path, target-against-direction, definition-break.
        value: (indicators,) the last value, NaN without one.
        ended: (indicators,) the end of its period in decimal years.
        lower, upper: (indicators,) the interval that the path asks for then; NaN without one.
        gap: (indicators,) how far the value lies outside (negative) or inside (positive), in the indicator's unit.
        ratio: (indicators,) the way covered from the baseline as a share of the way that the path asks for by then;
            only for a target to reach, elsewhere such a ratio means nothing.
    """

    light: WordArray
    value: FloatArray
    ended: FloatArray
    lower: FloatArray
    upper: FloatArray
    gap: FloatArray
    ratio: FloatArray


def levels(indicators: Sequence[Indicator], panel: Panel) -> Levels:
    """Judge the last value of each indicator against its path.

    A path from a baseline is not compared with a value of another definition. One value is enough for a target to
    hold or a corridor; a path to a target that starts from this very value says nothing yet (``one-value``).
    """
    last = panel.last()
    value, ended = panel.at(last), panel.ended(last)
    light, lower, upper = [], np.full(len(last), np.nan), np.full(len(last), np.nan)
    for row, one in enumerate(indicators):
        asked = wanted(one, ended[row]) if last[row] >= 0 else None
        reason = _no_level(one, ended[row], asked) if last[row] >= 0 else "no-values"
        if asked is not None and not reason:
            lower[row], upper[row] = asked
        light.append(reason)
    gap = np.fmin(value - lower, upper - value)
    start = np.array(
        [one.baseline.value if one.baseline and isinstance(one.target, Reach) else np.nan for one in indicators]
    )
    path = np.where(np.isfinite(lower), lower, upper)
    ratio = np.divide(value - start, path - start, out=np.full(len(last), np.nan), where=path != start)
    size = np.fmax(np.abs(value), np.abs(path))
    verdict = np.where(gap >= -TINY * size, "on-track", "behind")
    words = np.array(light, dtype="<U32")
    return Levels(np.where(words == "", verdict, words), value, ended, lower, upper, gap, ratio)


def _no_level(one: Indicator, ended: float, asked: tuple[float, float] | None) -> str:
    if not one.has_score_direction:
        return "direction-open"
    if contradicts(one):
        return "target-against-direction"
    if one.target is None or asked is None:
        return "no-path"
    if one.path_starts_at_baseline and one.baseline is not None:
        if one.last_break(ended) >= one.baseline_year:
            return "definition-break"
        if ended <= one.baseline_year:
            return "one-value"
    return ""


@dataclass(frozen=True)
class Trends:
    """Where each indicator is heading.

    Attributes:
        light: (indicators,) better, flat, worse, or why there is no verdict: no-values, one-value, too-few (no two
            values of the same season), direction-open (also for a corridor: see the level).
        slope: (indicators,) median change per year in the indicator's unit, NaN without one.
        pairs: (indicators,) how many pairs of values it rests on.
    """

    light: WordArray
    slope: FloatArray
    pairs: IntArray


def trends(
    indicators: Sequence[Indicator], panel: Panel, *, years: int = TREND_YEARS, flat_below: float = FLAT_BELOW
) -> Trends:
    """Judge the direction of the last years, since the last change of definition.

    Flat is a yearly change of at most ``flat_below`` of the distance between the goalposts, or without goalposts of the
    largest value in these years. Values of the same season are compared, so a monthly series has no trend before it
    has two values of the same month.
    """
    last = panel.last()
    broken = breaks(indicators, panel.ended(last))
    values = window(panel, last=last, years=years, since=broken)
    slope, pairs = seasonal_slope(values)
    flat_rows = values.reshape(len(last), -1)
    largest = np.max(np.abs(flat_rows), axis=1, initial=0, where=np.isfinite(flat_rows))
    posts = np.array([abs(one.goalposts[1] - one.goalposts[0]) if one.goalposts else np.nan for one in indicators])
    moved = np.abs(slope) > flat_below * np.where(np.isfinite(posts), posts, largest) * (1 + TINY)
    sign = np.array(signs(indicators))
    light = np.select(
        [
            last < 0,
            sign == 0,
            np.isfinite(flat_rows).sum(axis=1) < 2,
            pairs == 0,
            ~moved,
            slope * sign > 0,
        ],
        ["no-values", "direction-open", "one-value", "too-few", "flat", "better"],
        default="worse",
    )
    return Trends(light, slope, pairs)


def overall(level: Levels, trend: Trends) -> WordArray:
    """The one light for a list: the level where there is a path, else the trend."""
    return np.where(level.light == "no-path", trend.light, level.light)
