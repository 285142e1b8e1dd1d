"""Small random pools, and leximin over all of their panels by enumeration: the oracle."""

from __future__ import annotations

from collections.abc import Iterator

import highspy
import numpy as np

from stadtgespraech.engines.sortition import Problem, Quota, make_pool, make_problem

Case = tuple[list[Quota], list[list[str]], int]


def tiny_case(seed: int, *, people: int | None = None, exact: bool = True, features: int = 3) -> Case:
    """Quotas and people of a pool that has at least one panel; ``exact``: every minimum is the maximum."""
    generator = np.random.default_rng(seed)
    count = people or int(generator.integers(10, 20))
    size = int(generator.integers(3, max(4, count // 3)))
    values = [int(generator.integers(2, 5)) for _ in range(features)]
    rows = [[f"v{generator.integers(own)}" for own in values] for _ in range(count)]
    panel = generator.choice(count, size=size, replace=False)
    quotas = []
    for feature, own in enumerate(values):
        for value in range(own):
            seats = sum(rows[person][feature] == f"v{value}" for person in panel)
            slack = (0, 0) if exact else (int(generator.integers(2)), int(generator.integers(2)))
            quotas.append(Quota(f"f{feature}", f"v{value}", max(0, seats - slack[0]), seats + slack[1]))
    return quotas, rows, size


def problem_of(case: Case) -> Problem:
    quotas, people, size = case
    return make_problem(pool=make_pool(quotas=quotas, people=people), quotas=quotas, size=size)


def all_panels(problem: Problem, limit: int | None = None) -> np.ndarray | None:
    """Every feasible vector of seats per type; None if there are more than ``limit``."""
    found: list[list[int]] = []
    rows = [(set(row.types.tolist()), row.low, row.high) for row in problem.rows]
    # What the types from here on can still add to each row.
    rest = np.zeros((len(rows), problem.types + 1))
    for kind in range(problem.types - 1, -1, -1):
        for number, (types, _, _) in enumerate(rows):
            rest[number, kind] = rest[number, kind + 1] + (problem.capacity[kind] if kind in types else 0)

    def extend(chosen: list[int], sums: list[float]) -> None:
        if limit is not None and len(found) > limit:
            return
        kind = len(chosen)
        if any(
            own > high or own + rest[number, kind] < low
            for number, (own, (_, low, high)) in enumerate(zip(sums, rows, strict=True))
        ):
            return
        if kind == problem.types:
            found.append(list(chosen))
            return
        for seats in range(int(problem.floor[kind]), int(problem.capacity[kind]) + 1):
            chosen.append(seats)
            extend(chosen, [own + (seats if kind in row[0] else 0) for own, row in zip(sums, rows, strict=True)])
            chosen.pop()

    extend([], [0.0] * len(rows))
    return None if limit is not None and len(found) > limit else np.array(found)


def leximin_by_enumeration(panels: np.ndarray, capacity: np.ndarray) -> np.ndarray:
    """Leximin over lotteries of all panels (types,): after each stage every type is tried on its own."""
    share = panels / capacity
    count = share.shape[1]
    settled = np.full(count, np.nan)
    while np.isnan(settled).any():
        free = np.flatnonzero(np.isnan(settled))
        value = best_of(share, settled, free, None)
        blocked = [kind for kind in free if best_of(share, settled, free, kind, value) < value + 1e-8]
        assert blocked
        settled[blocked] = value
    return settled


def best_of(share: np.ndarray, settled: np.ndarray, free: np.ndarray, alone: int | None, value: float = 0.0) -> float:
    """The largest minimum of the free types, or the largest probability of one while the others keep ``value``."""
    panels, count = share.shape
    program = highspy.Highs()
    program.setOptionValue("output_flag", False)
    for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
        program.setOptionValue(name, 1e-10)
    for _ in range(panels):
        program.addVar(0.0, 1.0)
    program.addVar(0.0, 1.0)
    program.changeColCost(panels, -1.0)
    every = np.arange(panels + 1, dtype=np.int32)
    program.addRow(1.0, 1.0, panels, every[:-1], np.ones(panels))
    for kind in range(count):
        if not np.isnan(settled[kind]):
            program.addRow(settled[kind] - 1e-10, 1.0, panels, every[:-1], share[:, kind])
        elif alone is None or kind == alone:
            program.addRow(0.0, 2.0, panels + 1, every, np.append(share[:, kind], -1.0))
        elif kind in free:
            program.addRow(value - 1e-10, 1.0, panels, every[:-1], share[:, kind])
    program.run()
    return -float(program.getInfo().objective_function_value)


def seeds_with_few_panels(wanted: int, *, limit: int = 20_000, **options: object) -> Iterator[int]:
    """Seeds of pools with at most ``limit`` panels."""
    found = 0
    for seed in range(100_000):
        if found == wanted:
            return
        if all_panels(problem_of(tiny_case(seed, **options)), limit) is not None:  # type: ignore[arg-type]
            found += 1
            yield seed


__all__ = ["all_panels", "leximin_by_enumeration", "problem_of", "seeds_with_few_panels", "tiny_case"]
