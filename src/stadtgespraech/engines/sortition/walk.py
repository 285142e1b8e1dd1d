"""Writing expected seats as a mixture of real panels, by walking from face to face."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from stadtgespraech.engines.sortition.finder import PanelFinder
from stadtgespraech.engines.sortition.pool import FloatArray, IntArray, Problem, Row

PLACED = 1e-10
ATTEMPTS = 6
MOST_ATTEMPTS = 30
NODES_PER_EXACT_SEARCH = 20


def always() -> bool:
    return True


@dataclass(frozen=True)
class Walk:
    """Panels with weights, and the weight that could not be placed.

    Attributes:
        panels: (panels, types) seats.
        weights: (panels,) positive; together with ``left`` they sum to 1.
    """

    panels: IntArray
    weights: FloatArray
    left: float


def walk(
    *,
    problem: Problem,
    target: FloatArray,
    cuts: tuple[Row, ...] = (),
    seed: int = 0,
    enough: float = PLACED,
    keep_going: Callable[[], bool] = always,
    progress: Callable[[str], None] | None = None,
) -> Walk:
    """Take panels off a target until nothing is left.

    Each step finds a real panel on the smallest face of the polytope that holds what is left, and takes as much of
    it as the conditions allow; so each step makes another condition tight (Carathéodory). It ends early where a face
    holds no real panel or none was found in time.

    Args:
        target: (types,) expected seats; a point of the polytope of fractional panels.
        enough: weight that need not be placed.
        keep_going: asked before each step; the clock is the caller's.
    """
    generator = np.random.default_rng(seed)
    rows = [*problem.rows, *cuts]
    finder = PanelFinder(rows=rows, floor=problem.floor, capacity=problem.capacity)
    capacity, floor = problem.capacity.astype(float), problem.floor.astype(float)
    low, high = finder.low.copy(), finder.high.copy()
    rest, left = np.maximum(target.astype(float), 0.0), 1.0
    panels: list[IntArray] = []
    weights: list[float] = []
    failures = 0
    while left > enough and keep_going():
        sums = finder.matrix @ rest
        _settle(finder, rest, left, floor, capacity)
        _tighten(finder, sums, left, low, high)
        gain = np.log(np.maximum(rest / (left * capacity), 1e-9))
        if failures:
            gain = gain + generator.random(len(gain)) * failures
        panel = finder.find(gain)
        if panel is None and failures % ATTEMPTS == ATTEMPTS - 1:
            panel, finished = finder.exact(gain, NODES_PER_EXACT_SEARCH)
            if panel is None and finished:
                break
        step = (
            0.0
            if panel is None
            else _longest_step(finder.matrix, rest, sums, left, panel, (floor, capacity, low, high))
        )
        if panel is None or step <= PLACED * left:
            failures += 1
            if failures >= MOST_ATTEMPTS:
                break
            continue
        failures = 0
        panels.append(panel)
        weights.append(step)
        left -= step
        rest = np.maximum(rest - step * panel, 0.0)
        if progress is not None and len(panels) % 25 == 0:
            progress(f"{len(panels)} panels, {left:.1e} of the chances still to place")
    shape = (len(panels), problem.types)
    return Walk(np.array(panels, dtype=np.int64).reshape(shape), np.array(weights), max(left, 0.0))


def _settle(finder: PanelFinder, rest: FloatArray, left: float, floor: FloatArray, capacity: FloatArray) -> None:
    """Types of which nothing, or everything, is left keep that in all panels to come."""
    tolerance = 1e-11 + 1e-9 * left
    lowest = np.flatnonzero((rest <= left * floor + tolerance) & (finder.upper > floor))
    if len(lowest):
        finder.bound_types(lowest, finder.lower[lowest], floor[lowest])
    highest = np.flatnonzero((rest >= left * capacity - tolerance) & (finder.lower < capacity) & (finder.upper > floor))
    if len(highest):
        finder.bound_types(highest, capacity[highest], capacity[highest])


def _tighten(finder: PanelFinder, sums: FloatArray, left: float, low: FloatArray, high: FloatArray) -> None:
    """Rows that are at a bound stay there."""
    tolerance = 1e-11 + 1e-9 * left
    is_open = finder.low < finder.high
    for row in np.flatnonzero(is_open & (sums <= left * low + tolerance)):
        finder.bound_row(int(row), low[row], low[row])
    for row in np.flatnonzero(is_open & (sums >= left * high - tolerance) & (finder.low < finder.high)):
        finder.bound_row(int(row), high[row], high[row])


def _longest_step(
    matrix: FloatArray,
    rest: FloatArray,
    sums: FloatArray,
    left: float,
    panel: IntArray,
    bounds: tuple[FloatArray, FloatArray, FloatArray, FloatArray],
) -> float:
    """The largest weight of ``panel`` after which what is left is still a point of the (scaled) polytope."""
    floor, capacity, low, high = bounds
    own = matrix @ panel
    room = np.concatenate([rest - left * floor, left * capacity - rest, left * high - sums, sums - left * low])
    use = np.concatenate([panel - floor, capacity - panel, high - own, own - low])
    used = (use > 1e-9) & np.isfinite(use)
    return float(max(0.0, min(left, (np.maximum(room[used], 0.0) / use[used]).min(initial=left))))
