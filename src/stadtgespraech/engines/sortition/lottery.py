"""The fair lottery: panels of people with weights, everybody's probability, and what is proven about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from stadtgespraech.engines.sortition.assign import share_out
from stadtgespraech.engines.sortition.leximin import Bound, Stage
from stadtgespraech.engines.sortition.mixture import Mixture, mix
from stadtgespraech.engines.sortition.pool import FloatArray, IntArray, Problem, Row
from stadtgespraech.engines.sortition.targets import Method, Target, make_target, measure
from stadtgespraech.engines.sortition.walk import always

UNITS = 10**12
# (people at most, relative gap to reach)
TOLERANCES = ((300, 1e-8), (500, 1e-7))
LARGE_TOLERANCE = 1e-6
MOST_CUTS = 2000


@dataclass(frozen=True)
class Lottery:
    """A lottery over feasible panels.

    Attributes:
        panels: people of each panel, ascending; all panels obey the quotas.
        weights: whole weights of the panels; they sum to ``units``.
        of_types: (panels, types), and their weights, before people of a type took turns.
        probability: (people,) chance of each person; 0 for people who are kept out.
        bound: leximin's stages, where the method has them.
        cuts: inequalities beyond quotas that the bound rests on; each was proved by an integer search.
        relative_gap: what the lottery may fall short of the best one, in the method's own measure; for leximin the
            largest shortfall of a sorted probability against the bound, divided by seats per person.
        ceiling: (types,) largest probability that was allowed (Goldilocks), or None.
    """

    method: Method
    problem: Problem
    panels: tuple[tuple[int, ...], ...]
    weights: tuple[int, ...]
    units: int
    of_types: tuple[IntArray, FloatArray]
    probability: FloatArray
    bound: Bound | None
    cuts: tuple[Row, ...]
    relative_gap: float
    ceiling: FloatArray | None


def fair_lottery(
    *,
    problem: Problem,
    method: Method = Method.LEXIMIN,
    wanted: FloatArray | None = None,
    tolerance: float | None = None,
    seed: int = 0,
    keep_going: Callable[[], bool] = always,
    progress: Callable[[str], None] | None = None,
) -> Lottery:
    """The fairest lottery over panels that meet the quotas, by one of five methods.

    The method's optimum over panels that may be fractional is a bound for every lottery; it is realised by a
    mixture of real panels. Where that is impossible, an integer search proves an inequality that real panels obey
    and the bound does not, and the bound is computed anew with it.

    Args:
        wanted: (types,) probabilities, only for ``Method.PRESCRIBED``.
        tolerance: relative gap to reach; from 1e-8 for small pools to 1e-6 for large ones if None.
        seed: of the search for panels; another seed gives other panels with the same probabilities.
        keep_going: asked now and then; when it says no, the best lottery so far comes back with its gap.
        progress: told what is being done.
    Raises:
        NoPanel: no panel meets the quotas.
        NoPanelFound: fractional panels exist, but no real one.
    """
    cuts: tuple[Row, ...] = ()
    panels: list[IntArray] = []
    people = int(problem.capacity.sum())
    per_person = problem.size / people
    if tolerance is None:
        tolerance = next((gap for most, gap in TOLERANCES if people <= most), LARGE_TOLERANCE)
    while True:
        target = make_target(method, problem=problem, cuts=cuts, wanted=wanted)
        mixture = mix(
            problem=problem,
            point=target.point,
            target=target.floors,
            cuts=cuts,
            known=panels,
            tolerance=tolerance / 2 * min(per_person, 1.0),
            seed=seed,
            keep_going=keep_going,
            progress=progress,
        )
        if mixture.cut is None or len(cuts) >= MOST_CUTS:
            return _lottery(method, problem, mixture, target, cuts, wanted)
        cuts = (*cuts, mixture.cut)
        panels = _distinct([*panels, *mixture.panels])
        if progress is not None:
            progress(f"inequality {len(cuts)} added: fractional panels promised too much")


def _distinct(panels: list[IntArray]) -> list[IntArray]:
    return list({panel.tobytes(): panel for panel in panels}.values())


def whole_weights(weights: FloatArray, total: int) -> list[int]:
    """Weights as whole numbers with the sum ``total``, by largest remainder."""
    exact = weights / weights.sum() * total
    units = [int(value) for value in np.floor(exact)]
    missing = total - sum(units)
    order = np.argsort(np.floor(exact) - exact, kind="stable")
    for index in range(abs(missing)):
        units[int(order[index % len(order)])] += 1 if missing > 0 else -1
    return units


def _lottery(
    method: Method,
    problem: Problem,
    mixture: Mixture,
    target: Target,
    cuts: tuple[Row, ...],
    wanted: FloatArray | None,
) -> Lottery:
    units = whole_weights(mixture.weights, UNITS)
    kept = [index for index, own in enumerate(units) if own > 0]
    panels = mixture.panels[kept]
    weights = [units[index] for index in kept]
    shared = share_out(panels=panels, units=weights, of_person=problem.of_person)
    probability = np.array(person_units(shared, len(problem.of_person)), dtype=float) / UNITS
    of_types = np.asarray(weights, dtype=float) / UNITS @ panels / problem.capacity
    return Lottery(
        method=method,
        problem=problem,
        panels=tuple(people for _, people in shared),
        weights=tuple(own for own, _ in shared),
        units=UNITS,
        of_types=(panels, np.asarray(weights, dtype=float) / UNITS),
        probability=probability,
        bound=target.bound,
        cuts=cuts,
        relative_gap=_gap(method, problem, target, probability, of_types, wanted, cuts),
        ceiling=target.ceiling,
    )


def person_units(panels: list[tuple[int, tuple[int, ...]]], people: int) -> list[int]:
    """Units of weight of each person."""
    units = [0] * people
    for own, members in panels:
        for person in members:
            units[person] += own
    return units


def _gap(
    method: Method,
    problem: Problem,
    target: Target,
    probability: FloatArray,
    of_types: FloatArray,
    wanted: FloatArray | None,
    cuts: tuple[Row, ...],
) -> float:
    """The relative gap in the method's measure."""
    eligible = problem.of_person >= 0
    per_person = problem.size / float(eligible.sum())
    if method in (Method.LEXIMIN, Method.MAXIMIN) and target.bound is not None:
        proven = proven_values(problem, target.bound, cuts, target.ceiling)
        if method is Method.MAXIMIN:
            return float(max(proven[0] - probability[eligible].min(), 0.0) / per_person)
        values = np.zeros(problem.types)
        for stage, value in zip(target.bound.stages, proven, strict=True):
            values[stage.types] = value
        best = np.sort(values[problem.of_person[eligible]])
        return float(np.maximum(best - np.sort(probability[eligible]), 0.0).max() / per_person)
    reached = measure(method, problem=problem, probability=of_types, wanted=wanted)
    if method is Method.PRESCRIBED:
        return max(reached - target.best, 0.0)
    return abs(reached - target.best) / target.best


def proven_values(
    problem: Problem, bound: Bound, cuts: tuple[Row, ...] = (), ceiling: FloatArray | None = None
) -> list[float]:
    """Each stage's value as weak duality proves it, whatever the solver believed."""
    rows = [*problem.rows, *cuts]
    settled = np.zeros(problem.types)
    result = []
    for stage in bound.stages:
        result.append(_proven(problem, rows, stage, settled, ceiling))
        settled[stage.types] = stage.value
    return result


def _proven(problem: Problem, rows: list[Row], stage: Stage, settled: FloatArray, ceiling: FloatArray | None) -> float:
    gain = stage.floors.copy()
    gain[stage.types] += stage.weights
    total = -float((stage.floors * problem.capacity) @ settled)
    for row, multiplier in zip(rows, stage.rows, strict=True):
        side = row.high if multiplier > 0 else row.low
        if multiplier == 0 or not np.isfinite(side):
            continue
        total += float(multiplier) * side
        gain[row.types] -= multiplier * row.coefficients
    upper = problem.capacity if ceiling is None else np.maximum(problem.capacity * ceiling, problem.floor)
    total += float(np.maximum(gain * upper, gain * problem.floor).sum())
    return total / float(stage.weights @ problem.capacity[stage.types])
