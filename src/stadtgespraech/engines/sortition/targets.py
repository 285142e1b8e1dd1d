"""What each method asks of a lottery: target probabilities in the polytope of fractional panels, with a bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from stadtgespraech.engines.sortition.leximin import Bound, NoPanel, leximin_bound
from stadtgespraech.engines.sortition.pool import BoolArray, FloatArray, IntArray, Problem, Row
from stadtgespraech.engines.sortition.program import INFINITY, is_optimal, load, solver

MOST_ROUNDS = 60
CLOSE = 1e-9
AIR = 1e-7


class Method(StrEnum):
    """How a lottery is chosen among all lotteries over feasible panels."""

    LEXIMIN = "leximin"
    MAXIMIN = "maximin"
    NASH = "nash"
    GOLDILOCKS = "goldilocks"
    PRESCRIBED = "prescribed"


@dataclass(frozen=True)
class Target:
    """What is to be realised.

    Attributes:
        point: (types,) probabilities in the polytope of fractional panels.
        floors: (types,) probabilities that suffice; at most ``point``.
        bound: leximin's proof, where the method has one.
        ceiling: (types,) largest probabilities allowed, or None.
        best: bound of the method's own measure (see ``measure``), over all lotteries.
    """

    point: FloatArray
    floors: FloatArray
    bound: Bound | None
    ceiling: FloatArray | None
    best: float


def make_target(method: Method, *, problem: Problem, cuts: Sequence[Row], wanted: FloatArray | None = None) -> Target:
    """Target of a method on the relaxation.

    Args:
        wanted: (types,) prescribed probabilities, only for ``PRESCRIBED``.
    Raises:
        NoPanel: even fractional panels cannot meet the quotas.
    """
    if method is Method.LEXIMIN:
        bound = leximin_bound(problem=problem, cuts=cuts)
        return Target(bound.probability, bound.probability, bound, None, float(bound.probability.min()))
    if method is Method.MAXIMIN:
        bound = leximin_bound(problem=problem, cuts=cuts, stages=1)
        least = bound.stages[0].value
        return Target(bound.probability, np.full(problem.types, least), bound, None, least)
    if method is Method.NASH:
        return _nash(problem, cuts)
    if method is Method.GOLDILOCKS:
        return _goldilocks(problem, cuts)
    if wanted is None:
        raise ValueError("Prescribed probabilities are missing.")
    return _prescribed(problem, cuts, wanted)


def measure(method: Method, *, problem: Problem, probability: FloatArray, wanted: FloatArray | None = None) -> float:
    """The number a method optimises, of given probabilities (types,).

    Leximin and maximin: the minimum (to be large). Nash: the geometric mean over people who can be drawn (large).
    Goldilocks: largest over equal probability, plus equal over smallest (small; 2 is ideal). Prescribed: the largest
    relative deviation (small).
    """
    free = (problem.floor == 0) & (probability > 0)
    capacity = problem.capacity
    if method is Method.NASH:
        return float(np.exp((capacity * np.log(np.where(free, probability, 1.0))).sum() / capacity[free].sum()))
    if method is Method.GOLDILOCKS:
        equal = problem.size / capacity.sum()
        return float(probability[free].max() / equal + equal / probability[free].min())
    if method is Method.PRESCRIBED and wanted is not None:
        return float((np.abs(probability - wanted) / np.maximum(wanted, CLOSE)).max())
    return float(probability.min())


def reachable(problem: Problem, cuts: Sequence[Row]) -> BoolArray:
    """Types that a fractional panel can contain; the others are in no feasible panel at all."""
    first = leximin_bound(problem=problem, cuts=cuts, stages=1)
    if first.stages[0].value > CLOSE:
        return np.ones(problem.types, dtype=bool)
    return np.asarray(leximin_bound(problem=problem, cuts=cuts).probability > CLOSE)


def _nash(problem: Problem, cuts: Sequence[Row]) -> Target:
    """Largest product of probabilities: logarithms by tangents, added where they are too high (Kelley 1960)."""
    free = np.flatnonzero(reachable(problem, cuts) & (problem.floor == 0))
    capacity, count = problem.capacity.astype(float), problem.types
    start = leximin_bound(problem=problem, cuts=cuts).probability
    program = solver()
    load(
        program,
        cost=np.concatenate([np.zeros(count), -capacity[free]]),
        lower=np.concatenate([problem.floor.astype(float), np.full(len(free), -INFINITY)]),
        upper=np.concatenate([capacity, np.zeros(len(free))]),
        rows=[*problem.rows, *cuts],
    )
    points = [np.minimum(start[free] * factor, 1.0) for factor in (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)]
    people = capacity[free].sum()
    point, best = start, 0.0
    for _ in range(MOST_ROUNDS):
        for at in points:
            _add_tangents(program, at, free, capacity, count)
        program.run()
        if not is_optimal(program):
            raise NoPanel("No panel meets the quotas.")
        values = np.array(program.getSolution().col_value)
        point = values[:count] / capacity
        best = -float(program.getInfo().objective_function_value) / people
        inner = np.maximum(point[free], 1e-12)
        if best - float((capacity[free] * np.log(inner)).sum()) / people < CLOSE:
            break
        points = [inner]
    return Target(point, point, None, None, float(np.exp(best)))


def _add_tangents(program: Any, at: FloatArray, free: IntArray, capacity: FloatArray, count: int) -> None:
    """``log p <= log a + (p - a) / a`` for each type at its own point a."""
    for index, kind in enumerate(free):
        slope = 1.0 / (at[index] * capacity[int(kind)])
        program.addRow(
            -INFINITY, float(np.log(at[index]) - 1.0), 2, np.array([int(kind), count + index]), np.array([-slope, 1.0])
        )


def _goldilocks(problem: Problem, cuts: Sequence[Row]) -> Target:
    """Neither too small nor too large: least (largest / equal + equal / smallest), then leximin under that ceiling."""
    free = np.flatnonzero(reachable(problem, cuts) & (problem.floor == 0))
    capacity, count = problem.capacity.astype(float), problem.types
    equal = problem.size / capacity.sum()
    # Behind the types: smallest and largest probability, and an upper estimate of equal / smallest.
    least, most, inverse = count, count + 1, count + 2
    both = [
        (np.array([kind, column]), np.array([1.0, -capacity[kind]]), *sides)
        for kind in free
        for column, sides in ((least, (0.0, INFINITY)), (most, (-INFINITY, 0.0)))
    ]
    program = solver()
    load(
        program,
        cost=np.concatenate([np.zeros(count), [0.0, 1.0 / equal, 1.0]]),
        lower=np.concatenate([problem.floor.astype(float), [0.0, 0.0, 0.0]]),
        upper=np.concatenate([capacity, [1.0, 1.0, INFINITY]]),
        rows=[*problem.rows, *cuts],
        more_rows=both,
    )
    best, largest = 0.0, 1.0
    points = [equal / 2**step for step in range(10)]
    for _ in range(MOST_ROUNDS):
        for at in points:
            # equal / z >= equal / a - equal (z - a) / a², times a² / equal to keep the numbers small
            program.addRow(2 * at, INFINITY, 2, np.array([least, inverse]), np.array([1.0, at**2 / equal]))
        program.run()
        if not is_optimal(program):
            raise NoPanel("No panel meets the quotas.")
        values = np.array(program.getSolution().col_value)
        best, largest = float(program.getInfo().objective_function_value), float(values[most])
        smallest = max(float(values[least]), equal * 1e-6)
        if largest / equal + equal / smallest - best < CLOSE:
            break
        points = [smallest]
    ceiling = np.ones(count)
    # A little air, so that the smallest probability is not lost to rounding.
    ceiling[free] = min(1.0, largest * (1 + AIR))
    bound = leximin_bound(problem=problem, cuts=cuts, ceiling=ceiling)
    return Target(bound.probability, bound.probability, bound, ceiling, best)


def _prescribed(problem: Problem, cuts: Sequence[Row], wanted: FloatArray) -> Target:
    """Closest to prescribed probabilities: least largest relative deviation."""
    capacity, count = problem.capacity.astype(float), problem.types
    goal = np.maximum(wanted, CLOSE)
    rows = [
        (np.array([kind, count]), np.array([1.0, sign * capacity[kind] * goal[kind]]), *sides)
        for kind in range(count)
        for sign, sides in (
            (1.0, (wanted[kind] * capacity[kind], INFINITY)),
            (-1.0, (-INFINITY, wanted[kind] * capacity[kind])),
        )
    ]
    program = solver()
    load(
        program,
        cost=np.append(np.zeros(count), 1.0),
        lower=np.append(problem.floor.astype(float), 0.0),
        upper=np.append(capacity, INFINITY),
        rows=[*problem.rows, *cuts],
        more_rows=rows,
    )
    program.run()
    if not is_optimal(program):
        raise NoPanel("No panel meets the quotas.")
    values = np.array(program.getSolution().col_value)
    point = values[:count] / capacity
    return Target(point, point, None, None, float(values[count]))
