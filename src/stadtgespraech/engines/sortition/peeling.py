"""Whole numbers of seats over M panels, taken apart panel by panel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from stadtgespraech.engines.sortition.finder import WHOLE, PanelFinder
from stadtgespraech.engines.sortition.pool import FloatArray, IntArray, Problem

ATTEMPTS = 12


def whole_seats(problem: Problem, *, due: FloatArray, need: IntArray, panels: int) -> IntArray | None:
    """Whole seats of each type over all panels: ``due`` rounded up or down, never below ``need``; None if not found."""
    low = np.maximum(np.floor(due + 1e-9).astype(np.int64), need)
    high = np.maximum(np.ceil(due - 1e-9).astype(np.int64), low)
    rows = [replace(row, low=row.low * panels, high=row.high * panels) for row in problem.rows]
    finder = PanelFinder(rows=rows, floor=low, capacity=high)
    gain = due - np.floor(due)
    return finder.find(gain) if (low <= high).all() else None


def peel(problem: Problem, *, seats: IntArray, panels: int, seed: int = 0) -> tuple[list[IntArray], list[int], int]:
    """Take panels off ``seats`` so that what is left can still be the sum of the panels to come.

    Returns:
        Panels, how often each is taken, and how many panels could not be found.
    """
    generator = np.random.default_rng(seed)
    finder = PanelFinder(rows=list(problem.rows), floor=problem.floor, capacity=problem.capacity)
    low, high = finder.low.copy(), finder.high.copy()
    every = np.arange(problem.types)
    found: list[IntArray] = []
    times: list[int] = []
    rest, left, failures = seats.copy(), panels, 0
    while left and failures < ATTEMPTS:
        later, sums = left - 1, finder.matrix @ rest
        lower = np.maximum(problem.floor, rest - later * problem.capacity).astype(float)
        upper = np.minimum(problem.capacity, rest - later * problem.floor).astype(float)
        if (lower > upper).any():
            break
        finder.bound_types(every, lower, upper)
        with np.errstate(invalid="ignore"):
            least = np.fmax(low, sums - later * high)
            most = np.fmin(high, sums - later * low)
        for row in range(len(low)):
            finder.bound_row(row, least[row], most[row])
        gain = np.log(np.maximum(rest / (left * problem.capacity), 1e-9))
        panel = finder.find(gain + generator.random(len(gain)) * (failures + seed / 4))
        if panel is None and failures == ATTEMPTS - 1:
            panel, _ = finder.exact(gain, 20)
        if panel is None:
            failures += 1
            continue
        failures = 0
        own = finder.matrix @ panel
        room = np.concatenate(
            [rest - left * problem.floor, left * problem.capacity - rest, left * high - sums, sums - left * low]
        )
        use = np.concatenate([panel - problem.floor, problem.capacity - panel, high - own, own - low])
        used = (use > WHOLE) & np.isfinite(use)
        often = int(max(1, min(left, np.floor((room[used] / use[used]).min(initial=left) + 1e-9))))
        found.append(panel)
        times.append(often)
        rest, left = rest - often * panel, left - often
    return found, times, left
