"""The third light: does the trend reach the target, how likely, and when?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from stadtgespraech.engines.scoring.calendar import LAST_YEAR
from stadtgespraech.engines.scoring.facts import Indicator, breaks, wanted
from stadtgespraech.engines.scoring.panel import TINY, FloatArray, IntArray, Panel, WordArray
from stadtgespraech.engines.scoring.slopes import row_median, seasonal_slope, window

FEWEST_POINTS = 4
# As many pairs of comparable values as four yearly ones make.
FEWEST_PAIRS = 6
FEWEST_STEPS = 2
FORECAST_YEARS = 10
# "likely" and "unlikely" as the Intergovernmental Panel on Climate Change uses them (66-100 %, 0-33 %).
LIKELY, UNLIKELY = 2 / 3, 1 / 3


@dataclass(frozen=True)
class Forecasts:
    """Where a robust line through the last years leads.

    Attributes:
        light: (indicators,) likely, open, unlikely, or why there is no forecast: no-values, too-few, direction-open,
            no-target, no-due-date, due-date-passed.
        probability: (indicators,) that the value at the due date lies where the target wants it, if the last years go
            on as they were; NaN without a forecast.
        expected: (indicators,) value on the line at the due date.
        error: (indicators,) its standard error of prediction.
        reached: (indicators,) decimal year in which the line is where the target wants it (never before the last
            value); NaN where it moves away or would take beyond the year 2999.
        slope: (indicators,) change per year; points: how many values the line rests on.
    """

    light: WordArray
    probability: FloatArray
    expected: FloatArray
    error: FloatArray
    reached: FloatArray
    slope: FloatArray
    points: IntArray


def forecasts(indicators: Sequence[Indicator], panel: Panel, *, years: int = FORECAST_YEARS) -> Forecasts:
    """Forecast each indicator to its target's due date.

    The line has the median slope of pairs of the same season over the last years (since the last change of definition)
    and the median of what remains as its level. Its error of prediction h years ahead is the larger of two, because a
    few values cannot tell which of the two worlds they come from:

    * independent values around a line: s·sqrt(1 + 1/n + (t − t̄)²/Σ(tᵢ − t̄)²), with the standard deviation s of *all*
      remainders, so that an outlier does not bend the line but does widen the error;
    * a random walk with drift: w·sqrt(h + h²/span), with the standard deviation w of the yearly steps around the slope.

    The probability comes from Student's t with one degree of freedom less than there are yearly steps (n − 2 for
    yearly values). It refuses with fewer than four values, six comparable pairs, or two yearly steps.

    The natural bounds of an indicator cut the expected value off, not the probability.
    """
    last = panel.last()
    ended = panel.ended(last)
    season = window(panel, last=last, years=years, since=breaks(indicators, ended))
    slope, pairs = seasonal_slope(season)
    values = season.reshape(len(last), -1)
    points = np.isfinite(values).sum(axis=1)
    # Time runs up to 0 at the last value.
    time = np.arange(1 - values.shape[1], 1) / panel.per_year
    without_slope = values - slope[:, None] * time
    level = row_median(without_slope)
    steps, span, walk = _yearly_steps(season, slope)
    enough = (points >= FEWEST_POINTS) & (pairs >= FEWEST_PAIRS) & (steps >= FEWEST_STEPS)

    targets = [wanted(one, np.inf) for one in indicators]
    lower = np.array([asked[0] if asked else np.nan for asked in targets])
    upper = np.array([asked[1] if asked else np.nan for asked in targets])
    due = np.array([one.due_year for one in indicators])
    reason = np.select(
        [
            last < 0,
            np.array([not one.has_score_direction for one in indicators], dtype=bool),
            np.isnan(lower),
            np.isnan(due),
            due <= ended + TINY,
            ~enough,
        ],
        ["no-values", "direction-open", "no-target", "no-due-date", "due-date-passed", "too-few"],
        default="",
    )
    ahead = due - ended
    with np.errstate(all="ignore"):
        expected = level + slope * ahead
        around_line = _error_around_line(without_slope - level[:, None], time, ahead)
        error = np.fmax(around_line, walk * np.sqrt(ahead + ahead**2 / span))
        size = np.nanmax(np.abs(values), axis=1, initial=0)
        probability = _probability(expected, error, steps - 1, lower, upper, size)
        reached = _reached(level, slope, lower, upper, ended)
    given = reason == ""
    light = np.where(
        given, np.select([probability >= LIKELY, probability <= UNLIKELY], ["likely", "unlikely"], "open"), reason
    )
    bounded = np.clip(expected, [one.lower for one in indicators], [one.upper for one in indicators])
    return Forecasts(
        light=light,
        probability=np.where(given, probability, np.nan),
        expected=np.where(given, bounded, np.nan),
        error=np.where(given, error, np.nan),
        reached=np.where(enough & np.isfinite(reached), reached, np.nan),
        slope=np.where(enough, slope, np.nan),
        points=points,
    )


def _error_around_line(remainder: FloatArray, time: FloatArray, ahead: FloatArray) -> FloatArray:
    """(rows,) standard error of predicting a single value so many years ahead of the last one.

    Args:
        remainder: (rows, periods) what the line leaves, NaN for gaps; time: (periods,) in years.
    """
    there = np.isfinite(remainder)
    points = there.sum(axis=1)
    spread = np.sqrt((np.where(there, remainder, 0) ** 2).sum(axis=1) / (points - 2))
    middle = np.where(there, time, 0).sum(axis=1) / points
    leverage = (np.where(there, time - middle[:, None], 0) ** 2).sum(axis=1)
    error: FloatArray = spread * np.sqrt(1 + 1 / points + (ahead - middle) ** 2 / leverage)
    return error


def _yearly_steps(season: FloatArray, slope: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Steps from each value to the next one of the same season.

    Returns:
        (rows,) the number of steps in an average season, (rows,) the years they cover there, and (rows,) the standard
        deviation of a yearly step around the slope, if the series were a random walk.
    """
    rows, years, seasons = season.shape
    before, at = np.full((rows, seasons), np.nan), np.zeros((rows, seasons))
    squares, count, covered = np.zeros(rows), np.zeros(rows), np.zeros(rows)
    for year in range(years):
        value = season[:, year]
        gap = year - at
        stepped = np.isfinite(value) & np.isfinite(before)
        surprise = np.where(stepped, value - before - slope[:, None] * gap, 0.0)
        squares += (surprise**2 / np.maximum(gap, 1)).sum(axis=1)
        count += stepped.sum(axis=1)
        covered += np.where(stepped, gap, 0).sum(axis=1)
        before, at = np.where(np.isfinite(value), value, before), np.where(np.isfinite(value), year, at)
    present = np.maximum(np.isfinite(season).any(axis=1).sum(axis=1), 1)
    steps = count / present
    with np.errstate(all="ignore"):
        deviation = np.sqrt(squares / count * steps / (steps - 1))
    return steps, covered / present, deviation


def _probability(
    expected: FloatArray, error: FloatArray, freedom: FloatArray, lower: FloatArray, upper: FloatArray, size: FloatArray
) -> FloatArray:
    # A perfect line has no error but that of rounding, which must not turn a hit into a coin toss.
    tiny = TINY * np.fmax(size, np.abs(expected))
    error = np.fmax(error, tiny)
    freedom = np.maximum(freedom, 1)
    below = np.where(np.isinf(lower), 0.0, stdtr(freedom, (lower - tiny - expected) / error))
    above = np.where(np.isinf(upper), 0.0, stdtr(freedom, (expected - upper - tiny) / error))
    exact = (error <= tiny) & (expected >= lower - tiny) & (expected <= upper + tiny)
    return np.where(exact, 1.0, np.where(error <= tiny, 0.0, np.clip(1 - below - above, 0, 1)))


def _reached(
    level: FloatArray, slope: FloatArray, lower: FloatArray, upper: FloatArray, ended: FloatArray
) -> FloatArray:
    needed = np.where(level < lower, lower - level, np.where(level > upper, upper - level, 0))
    wait = np.where(needed == 0, 0, needed / slope)
    year = ended + wait
    return np.where((wait >= 0) & (year <= LAST_YEAR), year, np.nan)
