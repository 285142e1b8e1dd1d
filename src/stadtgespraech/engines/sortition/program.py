"""Linear and integer programs over panels, on HiGHS: not parallel, fixed seed, tight tolerances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import highspy
import numpy as np

from stadtgespraech.engines.sortition.pool import FloatArray, IntArray, Problem, Row

INFINITY = highspy.kHighsInf
TOLERANCE = 1e-9


def solver(*, nodes: int | None = None) -> Any:
    """A silent HiGHS. ``nodes`` limits the branches of an integer search; there is no limit in time, so that the
    same input always gives the same output."""
    program: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    program.silent()
    for name, value in (
        ("output_flag", False),
        ("parallel", "off"),
        ("random_seed", 1),
        ("primal_feasibility_tolerance", TOLERANCE),
        ("dual_feasibility_tolerance", TOLERANCE),
        ("mip_feasibility_tolerance", TOLERANCE),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.0),
    ):
        program.setOptionValue(name, value)
    if nodes is not None:
        program.setOptionValue("mip_max_nodes", nodes)
    return program


def is_optimal(program: Any) -> bool:
    return bool(program.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def is_infeasible(program: Any) -> bool:
    return program.getModelStatus() in (
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    )


def load(
    program: Any,
    *,
    cost: FloatArray,
    lower: FloatArray,
    upper: FloatArray,
    rows: Sequence[Row],
    integer: bool = False,
    more_rows: Sequence[tuple[IntArray, FloatArray, float, float]] = (),
) -> None:
    """Pass ``min cost·x, rows, lower <= x <= upper`` to the solver; rows are scaled (see ``Row.scaled``)."""
    scaled = [row.scaled() for row in rows]
    every = [(row.types, row.coefficients, row.low, row.high) for row in scaled] + list(more_rows)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(cost), len(every)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, lower, upper
    lp.row_lower_ = np.array([row[2] for row in every], dtype=float)
    lp.row_upper_ = np.array([row[3] for row in every], dtype=float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum([len(row[0]) for row in every])]).astype(np.int32)
    lp.a_matrix_.index_ = np.concatenate([np.zeros(0), *(row[0] for row in every)]).astype(np.int32)
    lp.a_matrix_.value_ = np.concatenate([np.zeros(0), *(row[1] for row in every)]).astype(float)
    if integer:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(cost)
    program.passModel(lp)


def best_panel(problem: Problem, *, gain: FloatArray, nodes: int | None = None) -> tuple[IntArray | None, float, bool]:
    """The feasible panel with the largest ``gain`` (types,), exactly.

    Returns:
        Panel or None, proven upper bound of the gain, and whether the search was finished. No panel, ``-inf`` and
        True: there is no feasible panel at all.
    """
    program = solver(nodes=nodes)
    load(
        program,
        cost=-np.asarray(gain, dtype=float),
        lower=problem.floor.astype(float),
        upper=problem.capacity.astype(float),
        rows=problem.rows,
        integer=True,
    )
    program.run()
    if is_infeasible(program):
        return None, -np.inf, True
    finished = is_optimal(program)
    information = program.getInfo()
    panel = None
    if information.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        panel = np.rint(np.array(program.getSolution().col_value)).astype(np.int64)
    return panel, -float(information.mip_dual_bound), finished
