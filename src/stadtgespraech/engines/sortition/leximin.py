"""Leximin on the compact relaxation: the fairest probabilities that any lottery could have at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from stadtgespraech.engines.sortition.pool import FloatArray, IntArray, Problem, Row
from stadtgespraech.engines.sortition.program import INFINITY, is_optimal, load, solver

DUAL_IS_POSITIVE = 1e-7
# Seats by which settled types may stay below their value in later stages.
FIRST_AIR, MOST_AIR = 1e-11, 1e-7


@dataclass(frozen=True)
class Stage:
    """One level of leximin, with what proves it.

    Every lottery that gives each type of an earlier stage at least its value gives to the types of this stage, on
    the average with ``weights``, at most ``value``: no other lottery can raise one of them without lowering another.

    Attributes:
        value: probability that is reached and cannot be exceeded.
        types: types that are settled here.
        weights: multiplier of each of them; capacity · weights sum to 1.
        rows: (rows of the problem and cuts,) multiplier of each row (positive: its upper side).
        floors: multiplier of each type settled before (types,), 0 elsewhere.
    """

    value: float
    types: IntArray
    weights: FloatArray
    rows: FloatArray
    floors: FloatArray


@dataclass(frozen=True)
class Bound:
    """Leximin over the relaxation: ``probability`` (types,) and the proof, stage by stage."""

    probability: FloatArray
    stages: tuple[Stage, ...]


class NoPanel(ValueError):
    """No panel meets the quotas."""


def leximin_bound(
    *, problem: Problem, cuts: Sequence[Row] = (), ceiling: FloatArray | None = None, stages: int | None = None
) -> Bound:
    """Maximise the smallest probability, then the next one, and so on, over panels that may be fractional.

    A type's probability is its expected seats over its people. Each stage is one linear program; types whose
    constraint has a positive multiplier cannot do better and are settled (Kopelowitz 1967; Ogryczak 1997).

    Args:
        cuts: inequalities that hold for every real panel.
        ceiling: (types,) largest probability allowed; 1 if None.
        stages: stop after so many (1 is maximin); the remaining types get the probability of the last program.
    Raises:
        NoPanel: even fractional panels cannot meet the quotas.
    """
    count, rows = problem.types, [*problem.rows, *cuts]
    capacity = problem.capacity.astype(float)
    upper = capacity if ceiling is None else np.maximum(capacity * np.minimum(ceiling, 1.0), problem.floor)
    scales = np.array([row.scale for row in rows])
    program = solver()
    load(
        program,
        cost=np.append(np.zeros(count), -1.0),
        lower=np.append(problem.floor.astype(float), 0.0),
        upper=np.append(upper, 1.0),
        rows=rows,
        more_rows=[(np.array([kind, count]), np.array([1.0, -capacity[kind]]), 0.0, INFINITY) for kind in range(count)],
    )
    program.setOptionValue("simplex_strategy", 4)
    probability = np.full(count, np.nan)
    found: list[Stage] = []
    air = FIRST_AIR
    while np.isnan(probability).any() and (stages is None or len(found) < stages):
        program.run()
        if not is_optimal(program):
            program.clearSolver()
            program.run()
        while not is_optimal(program):
            # Settled values carry the rounding of their own programs: later ones need a little air.
            if not found or air > MOST_AIR:
                raise NoPanel("No panel meets the quotas.")
            air *= 10
            _hold(program, np.flatnonzero(~np.isnan(probability)), probability * capacity - air, problem.floor, upper)
            program.run()
        solution = program.getSolution()
        duals = np.array(solution.row_dual)
        weights = np.abs(duals[len(rows) :])
        free = np.isnan(probability)
        value = float(solution.col_value[count])
        certain = value >= 1 - 1e-12
        settled = free & (weights > DUAL_IS_POSITIVE * (weights * free * capacity).max() / capacity)
        if certain or not settled.any():
            settled = free
        chosen = np.flatnonzero(settled)
        floors = np.where(free, 0.0, np.maximum(np.array(solution.col_dual)[:count], 0.0))
        if certain:
            # More than certain is impossible: that needs no multipliers.
            value, weights, duals, floors = 1.0, np.ones(count), np.zeros_like(duals), np.zeros(count)
        found.append(Stage(value, chosen, weights[chosen], -duals[: len(rows)] / scales, floors))
        probability[chosen] = value
        size = len(chosen)
        _hold(program, chosen, probability * capacity, problem.floor, upper)
        program.changeRowsBounds(
            size, (chosen + len(rows)).astype(np.int32), np.full(size, -INFINITY), np.full(size, INFINITY)
        )
    if np.isnan(probability).any():
        rest = np.isnan(probability)
        probability[rest] = (np.array(program.getSolution().col_value)[:count] / capacity)[rest]
    return Bound(probability, tuple(found))


def _hold(program: Any, types: IntArray, seats: FloatArray, floor: IntArray, upper: FloatArray) -> None:
    """Settled types keep their seats."""
    lower = np.clip(seats[types], floor[types], upper[types])
    program.changeColsBounds(len(types), types.astype(np.int32), lower, upper[types])
