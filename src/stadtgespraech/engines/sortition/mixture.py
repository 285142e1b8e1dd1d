"""A lottery over real panels that gives each type at least its target, or an inequality that says why there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from stadtgespraech.engines.sortition.finder import PanelFinder
from stadtgespraech.engines.sortition.pool import FloatArray, IntArray, Problem, Row
from stadtgespraech.engines.sortition.program import INFINITY, best_panel, is_optimal, load, solver
from stadtgespraech.engines.sortition.walk import always, walk

Progress = Callable[[str], None] | None
NEW_PANELS_PER_ROUND = 6
LARGEST_COEFFICIENT = 1_000_000
NODES_PER_PROOF = 200_000


@dataclass(frozen=True)
class Mixture:
    """Panels with weights.

    Attributes:
        panels: (panels, types) seats; all feasible.
        weights: (panels,) probabilities, sum 1.
        shortfall: largest amount by which a type's probability stays below its target.
        cut: an inequality that all real panels obey and the target does not, if one was proved.
    """

    panels: IntArray
    weights: FloatArray
    shortfall: float
    cut: Row | None = None


def mix(
    *,
    problem: Problem,
    point: FloatArray,
    target: FloatArray,
    cuts: tuple[Row, ...] = (),
    known: Sequence[IntArray] = (),
    tolerance: float,
    seed: int = 0,
    keep_going: Callable[[], bool] = always,
    progress: Progress = None,
) -> Mixture:
    """Realise target probabilities by real panels.

    A walk over faces places nearly all of the weight; a linear program over the panels found so far, to which
    better panels are added as long as there are any, does the rest (column generation). When no panel helps, and a
    search over all of them proves it, the multipliers are an inequality that cuts the target off.

    Args:
        point: (types,) probabilities in the polytope of fractional panels, at least ``target``.
        target: (types,) probabilities wanted.
        known: panels to start from.
        tolerance: shortfall that is small enough.
    """
    most = max(float(point.max(initial=0.0)), tolerance)
    start = walk(
        problem=problem,
        target=point * problem.capacity,
        cuts=cuts,
        seed=seed,
        enough=max(tolerance / most / 2, 1e-12),
        keep_going=keep_going,
        progress=progress,
    )
    if len(start.weights):
        weights = start.weights.copy()
        weights[int(np.argmax(weights))] += start.left
        shortfall = _shortfall(problem, start.panels, weights, target)
        if shortfall <= tolerance:
            return Mixture(start.panels, weights, shortfall)
    panels = [*start.panels, *known]
    if not panels:
        first, _, _ = best_panel(problem, gain=np.zeros(problem.types), nodes=NODES_PER_PROOF)
        if first is None:
            raise NoPanelFound
        panels = [first]
    return _generate(problem, panels, target, tolerance, seed, keep_going, progress)


class NoPanelFound(ValueError):
    """There is no real panel although fractional panels exist, or none was found in time."""


def _generate(
    problem: Problem,
    panels: list[IntArray],
    target: FloatArray,
    tolerance: float,
    seed: int,
    keep_going: Callable[[], bool],
    progress: Progress,
) -> Mixture:
    master = _Master(problem, target)
    for panel in panels:
        master.add(panel)
    generator = np.random.default_rng(seed)
    finder = PanelFinder(rows=list(problem.rows), floor=problem.floor, capacity=problem.capacity)
    while True:
        weights, shortfall, prices, level = master.solve()
        if progress is not None:
            progress(f"{len(master.panels)} panels, largest shortfall {shortfall:.1e}")
        if shortfall <= tolerance or not keep_going():
            return master.mixture(weights)
        gain = prices / problem.capacity
        added = 0
        for attempt in range(NEW_PANELS_PER_ROUND):
            noise = generator.random(problem.types) * gain.mean() * attempt / NEW_PANELS_PER_ROUND
            found = finder.find(gain + noise)
            if found is not None and float(gain @ found) > level + tolerance / 10:
                added += master.add(found)
        if added:
            continue
        best, bound, finished = best_panel(problem, gain=gain, nodes=NODES_PER_PROOF)
        if best is not None and float(gain @ best) > level + tolerance / 10 and master.add(best):
            continue
        cut = None
        if finished or bound < float(prices @ target) - tolerance / 10:
            cut = prove_cut(problem, gain, target * problem.capacity)
        return master.mixture(weights, cut)


class _Master:
    """The linear program: least shortfall of mixtures of the panels found so far."""

    def __init__(self, problem: Problem, target: FloatArray) -> None:
        self.problem, self.target = problem, target
        self.panels: list[IntArray] = []
        self._seen: set[bytes] = set()
        self._program: Any = solver()
        rows = [(np.array([0]), np.array([1.0]), float(goal), INFINITY) for goal in target]
        load(
            self._program,
            cost=np.array([1.0]),
            lower=np.array([0.0]),
            upper=np.array([INFINITY]),
            rows=(),
            more_rows=[*rows, (np.array([], dtype=int), np.array([]), 1.0, 1.0)],
        )
        self._program.setOptionValue("simplex_strategy", 4)

    def add(self, panel: IntArray) -> bool:
        """Add a panel unless it is there."""
        name = panel.tobytes()
        if name in self._seen:
            return False
        self._seen.add(name)
        self.panels.append(panel)
        types = np.flatnonzero(panel)
        entries = np.append(panel[types] / self.problem.capacity[types], 1.0)
        index = np.append(types, self.problem.types).astype(np.int32)
        self._program.addCol(0.0, 0.0, INFINITY, len(index), index, entries)
        return True

    def solve(self) -> tuple[FloatArray, float, FloatArray, float]:
        """Weights, shortfall, multiplier of each type (they sum to 1), and what a panel must exceed to help."""
        self._program.run()
        if not is_optimal(self._program):
            self._program.clearSolver()
            self._program.run()
        solution = self._program.getSolution()
        values = np.maximum(np.array(solution.col_value), 0.0)
        duals = np.array(solution.row_dual)
        return values[1:], float(values[0]), np.maximum(duals[:-1], 0.0), -float(duals[-1])

    def mixture(self, weights: FloatArray, cut: Row | None = None) -> Mixture:
        used = np.flatnonzero(weights > 1e-13)
        panels = np.array(self.panels, dtype=np.int64)[used]
        own = weights[used] / weights[used].sum()
        return Mixture(panels, own, _shortfall(self.problem, panels, own, self.target), cut)


def prove_cut(problem: Problem, gain: FloatArray, seats: FloatArray) -> Row | None:
    """``gain · panel <= best``, with whole coefficients so that it holds exactly; None if it does not cut ``seats`` off."""
    largest = float(gain.max())
    if largest <= 0:
        return None
    scale = next(
        (factor for factor in range(1, 61) if np.abs(gain / largest * factor % 1 - 0.5).min() > 0.5 - 1e-6),
        LARGEST_COEFFICIENT,
    )
    for factor in (scale, LARGEST_COEFFICIENT):
        whole = np.rint(gain / largest * factor)
        _, bound, finished = best_panel(problem, gain=whole, nodes=NODES_PER_PROOF)
        if not finished:
            return None
        best = float(np.floor(bound + 1e-4))
        if float(whole @ seats) > best + 1e-7 * max(1.0, best):
            types = np.flatnonzero(whole)
            return Row("cut", None, types, whole[types], -INFINITY, best)
    return None


def _shortfall(problem: Problem, panels: IntArray, weights: FloatArray, target: FloatArray) -> float:
    return float(np.maximum(target - weights @ panels / problem.capacity, 0.0).max(initial=0.0))
