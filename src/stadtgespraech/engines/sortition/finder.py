"""Finding good panels quickly: a linear program, then a dive on the few people it could not decide about."""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np

from stadtgespraech.engines.sortition.pool import FloatArray, IntArray, Row
from stadtgespraech.engines.sortition.program import is_infeasible, is_optimal, load, solver

WHOLE = 1e-6
MOST_STEPS_BACK = 8
NEARLY_WHOLE = 0.2
A_PANEL_WILL_DO = 0.5
# A vertex of the linear program leaves at most one fraction per row: a few more types are enough to mend it.
CLOSE_TYPES = (60, 240)


class PanelFinder:
    """Panels within bounds that can be tightened again and again.

    The bounds are those of a face of the polytope of fractional panels. Nothing found here is proven to be best;
    everything found is a panel within the bounds.
    """

    def __init__(self, *, rows: list[Row], floor: IntArray, capacity: IntArray) -> None:
        rows = [row.scaled() for row in rows]
        self.count = len(capacity)
        self.lower, self.upper = floor.astype(float), capacity.astype(float)
        self.matrix = np.zeros((len(rows), self.count))
        for number, row in enumerate(rows):
            self.matrix[number, row.types] = row.coefficients
        self.low = np.array([row.low for row in rows])
        self.high = np.array([row.high for row in rows])
        self._entries = self.matrix != 0
        self._program = solver()
        self._small = solver()
        for program in (self._program, self._small):
            program.setOptionValue("presolve", "off")
        load(self._program, cost=np.zeros(self.count), lower=self.lower, upper=self.upper, rows=rows)
        self._every = np.arange(self.count, dtype=np.int32)
        self._rows = rows

    def bound_types(self, types: IntArray, lower: FloatArray, upper: FloatArray) -> None:
        """Set the bounds of some types."""
        self.lower[types], self.upper[types] = lower, upper
        self._program.changeColsBounds(len(types), types.astype(np.int32), lower, upper)

    def bound_row(self, row: int, low: float, high: float) -> None:
        """Set the bounds of one row."""
        self.low[row], self.high[row] = low, high
        self._program.changeRowBounds(row, low, high)

    def find(self, gain: FloatArray) -> IntArray | None:
        """A panel within the bounds with a large ``gain`` (types,), or None if the dive got stuck."""
        self._program.changeColsCost(self.count, self._every, -gain)
        self._program.run()
        if not is_optimal(self._program):
            return None
        solution = self._program.getSolution()
        point, reduced = np.array(solution.col_value), np.abs(np.array(solution.col_dual))
        whole = np.rint(point)
        fractional = np.abs(point - whole) > WHOLE
        if not fractional.any():
            return self._checked(whole)
        movable = self.upper - self.lower > 0.5
        reduced[fractional] = -1.0
        order = np.argsort(reduced, kind="stable")
        order = order[movable[order]]
        for size in CLOSE_TYPES:
            panel = self._dive(order[:size], whole, gain)
            if panel is not None:
                return panel
            if size >= len(order):
                break
        return None

    def exact(self, gain: FloatArray, nodes: int) -> tuple[IntArray | None, bool]:
        """A good panel within the bounds, and whether the search was finished (then None means: there is none)."""
        program = solver(nodes=nodes)
        rows = [
            Row(row.name, row.quota, row.types, row.coefficients, low, high)
            for row, low, high in zip(self._rows, self.low, self.high, strict=True)
        ]
        load(program, cost=-gain, lower=self.lower, upper=self.upper, rows=rows, integer=True)
        program.setOptionValue("mip_rel_gap", A_PANEL_WILL_DO)
        program.run()
        if is_infeasible(program):
            return None, True
        if program.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None, False
        return self._checked(np.rint(np.array(program.getSolution().col_value))), is_optimal(program)

    def _checked(self, point: FloatArray) -> IntArray | None:
        sums = self.matrix @ point
        if (sums < self.low - WHOLE).any() or (sums > self.high + WHOLE).any():
            return None
        return point.astype(np.int64)

    def _dive(self, kept: IntArray, whole: FloatArray, gain: FloatArray) -> IntArray | None:
        """Round fractions up, the nearest to a whole number first, with the types that are not kept as they are."""
        rest = whole.copy()
        rest[kept] = 0.0
        sums = self.matrix @ rest
        entries = self._entries[:, kept]
        used = entries.any(axis=1)
        if (sums[~used] < self.low[~used] - WHOLE).any() or (sums[~used] > self.high[~used] + WHOLE).any():
            return None
        entries, coefficients = entries[used], self.matrix[np.ix_(used, kept)]
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(kept), int(used.sum())
        lower, upper = self.lower[kept].copy(), self.upper[kept].copy()
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = -gain[kept], lower, upper
        lp.row_lower_, lp.row_upper_ = self.low[used] - sums[used], self.high[used] - sums[used]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(entries.sum(axis=0))]).astype(np.int32)
        lp.a_matrix_.index_ = np.nonzero(entries.T)[1].astype(np.int32)
        lp.a_matrix_.value_ = coefficients.T[entries.T]
        self._small.passModel(lp)
        self._small.run()
        if not is_optimal(self._small):
            return None
        steps_back = 0
        while True:
            point = np.array(self._small.getSolution().col_value)
            nearest = np.rint(point)
            open_types = np.flatnonzero(np.abs(point - nearest) > WHOLE)
            if len(open_types) == 0:
                rest[kept] = nearest
                return self._checked(rest)
            # Rounding up settles more than rounding down: a person who comes in uses a seat of every feature.
            up = np.ceil(point[open_types]) - point[open_types]
            bunch = open_types[np.argsort(up, kind="stable")][: max(1, int((up < NEARLY_WHOLE).sum()))]
            nearest[bunch] = np.ceil(point[bunch])
            if self._fix(bunch, nearest[bunch], lower, upper):
                continue
            steps_back += 1
            if steps_back > MOST_STEPS_BACK:
                return None
            first = bunch[:1]
            if len(bunch) > 1:
                _bound(self._small, bunch, lower[bunch], upper[bunch])
                if self._fix(first, nearest[first], lower, upper):
                    continue
            other = nearest[first] + np.sign(point[first] - nearest[first])
            if not self._fix(first, other, lower, upper):
                return None

    def _fix(self, types: IntArray, seats: FloatArray, lower: FloatArray, upper: FloatArray) -> bool:
        _bound(self._small, types, seats, seats)
        self._small.run()
        if not is_optimal(self._small):
            return False
        lower[types] = upper[types] = seats
        return True


def _bound(program: Any, types: IntArray, lower: FloatArray, upper: FloatArray) -> None:
    program.changeColsBounds(len(types), types.astype(np.int32), lower, upper)
