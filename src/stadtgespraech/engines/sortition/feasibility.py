"""Can the quotas be met? If not: which of them contradict each other, and what is the least that must give way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from stadtgespraech.engines.sortition.pool import Problem, Quota, Row
from stadtgespraech.engines.sortition.program import (
    INFINITY,
    best_panel,
    is_infeasible,
    is_optimal,
    load,
    solver,
)

NODES = 20_000


@dataclass(frozen=True)
class Side:
    """One half of a row: ``at least`` (or ``at most``) so many seats."""

    row: int
    at_least: bool

    def sentence(self, row: Row) -> str:
        bound = row.low if self.at_least else row.high
        return f"{row.name}: {'at least' if self.at_least else 'at most'} {bound:g}"


@dataclass(frozen=True)
class Conflict:
    """Conditions that cannot all be met.

    Attributes:
        sides: leave out any one of them, and the rest can be met, if ``irreducible``.
        sentences: the same in words.
    """

    sides: tuple[Side, ...]
    sentences: tuple[str, ...]
    irreducible: bool


@dataclass(frozen=True)
class Relaxation:
    """The least change of quotas that makes a panel possible.

    Attributes:
        quotas: all quotas, changed where needed.
        sentences: the changes in words.
        keeps_every_group: whether every group with a minimum keeps at least one seat.
        within_flex: whether the bounds ``min_flex`` and ``max_flex`` were kept.
    """

    quotas: tuple[Quota, ...]
    sentences: tuple[str, ...]
    keeps_every_group: bool
    within_flex: bool


def is_feasible(problem: Problem) -> bool:
    """Whether there is a real panel at all."""
    panel, _, finished = best_panel(problem, gain=np.zeros(problem.types))
    return panel is not None or not finished


def find_conflict(problem: Problem, *, orders: int = 3) -> Conflict:
    """An irreducible set of conditions that contradict each other (deletion filter, Chinneck & Dravnieks 1991).

    Conditions are left out one by one; what still cannot be met without one never needed it. Several orders are
    tried and the smallest set is kept. People are facts: that there are no more of them is no condition.
    """
    sides = [
        Side(number, at_least)
        for number, row in enumerate(problem.rows)
        for at_least in (True, False)
        if (row.low > 0 if at_least else row.high < problem.capacity[row.types].sum())
    ]
    whole = _can_meet(problem, sides, integer=False) is not False
    best: tuple[list[Side], bool] | None = None
    for order in range(orders):
        shuffled = list(sides)
        if order == 1:
            shuffled.reverse()
        elif order > 1:
            shuffled = [sides[index] for index in np.random.default_rng(order).permutation(len(sides))]
        found = _filter(problem, shuffled, whole)
        if best is None or len(found[0]) < len(best[0]):
            best = found
    assert best is not None  # noqa: S101 -- at least one order
    chosen = sorted(best[0], key=lambda side: (side.row, not side.at_least))
    sentences = tuple(side.sentence(problem.rows[side.row]) for side in chosen)
    return Conflict(tuple(chosen), sentences, best[1])


def _filter(problem: Problem, sides: list[Side], integer: bool) -> tuple[list[Side], bool]:
    kept, index, sure = list(sides), 0, True
    while index < len(kept):
        without = kept[:index] + kept[index + 1 :]
        answer = _can_meet(problem, without, integer=integer)
        if answer is False:
            kept = without
        else:
            sure = sure and answer is not None
            index += 1
    return kept, sure


def _can_meet(problem: Problem, sides: Sequence[Side], *, integer: bool) -> bool | None:
    """Whether conditions can be met; None if the search was too long."""
    bounds: dict[int, tuple[float, float]] = {}
    for side in sides:
        row = problem.rows[side.row]
        low, high = bounds.get(side.row, (-INFINITY, INFINITY))
        bounds[side.row] = (row.low, high) if side.at_least else (low, row.high)
    program = solver(nodes=NODES)
    load(
        program,
        cost=np.zeros(problem.types),
        lower=problem.floor.astype(float),
        upper=problem.capacity.astype(float),
        rows=[replace(problem.rows[number], low=low, high=high) for number, (low, high) in bounds.items()],
        integer=integer,
    )
    program.run()
    if is_infeasible(program):
        return False
    return True if is_optimal(program) else None


def least_relaxation(problem: Problem, quotas: Sequence[Quota]) -> Relaxation | None:
    """Change quotas as little as possible.

    A seat less costs one over the minimum, a seat more one over the maximum: what is little for a large group is much
    for a small one. A group with a minimum keeps at least one seat if that is possible at all. ``min_flex`` and
    ``max_flex`` are kept; only if no panel exists within them, what would do without them is told.

    Returns:
        None if nothing helps: too few people, or members kept in who cannot sit together.
    """
    for within_flex in (True, False):
        for protect in (True, False):
            relaxed = _relax(problem, quotas, protect=protect, within_flex=within_flex)
            if relaxed is not None:
                sentences = tuple(_change(old, new) for old, new in zip(quotas, relaxed, strict=True) if old != new)
                return Relaxation(tuple(relaxed), sentences, protect, within_flex)
    return None


def _change(old: Quota, new: Quota) -> str:
    parts = []
    if new.minimum != old.minimum:
        parts.append(f"minimum {old.minimum} to {new.minimum}")
    if new.maximum != old.maximum:
        parts.append(f"maximum {old.maximum} to {new.maximum}")
    return f"{old.feature} = {old.value}: {', '.join(parts)}"


def _relax(problem: Problem, quotas: Sequence[Quota], *, protect: bool, within_flex: bool) -> list[Quota] | None:
    count, number = problem.types, len(quotas)
    rows: list[Any] = []
    less, more = np.zeros(number), np.zeros(number)
    for row in problem.rows:
        if row.quota is None:
            rows.append((row.types, row.coefficients, row.low, row.high))
            continue
        quota = quotas[row.quota]
        least = quota.least if within_flex and quota.least is not None else 0
        if protect and quota.minimum > 0:
            least = max(least, 1)
        most = quota.most if within_flex and quota.most is not None else problem.size
        less[row.quota] = max(0, quota.minimum - least)
        more[row.quota] = max(0, most - quota.maximum)
        down, up = count + row.quota, count + number + row.quota
        rows.append((np.append(row.types, down), np.append(row.coefficients, 1.0), row.low, INFINITY))
        rows.append((np.append(row.types, up), np.append(row.coefficients, -1.0), -INFINITY, row.high))
    program = solver(nodes=NODES)
    load(
        program,
        cost=np.concatenate(
            [
                np.zeros(count),
                [1.0 / max(quota.minimum, 1) for quota in quotas],
                [1.0 / max(quota.maximum, 1) for quota in quotas],
            ]
        ),
        lower=np.concatenate([problem.floor.astype(float), np.zeros(2 * number)]),
        upper=np.concatenate([problem.capacity.astype(float), less, more]),
        rows=(),
        more_rows=rows,
        integer=True,
    )
    program.run()
    if not is_optimal(program):
        return None
    values = np.rint(np.array(program.getSolution().col_value)).astype(int)
    down, up = values[count : count + number], values[count + number :]
    return [
        replace(quota, minimum=quota.minimum - int(down[index]), maximum=quota.maximum + int(up[index]))
        for index, quota in enumerate(quotas)
    ]
