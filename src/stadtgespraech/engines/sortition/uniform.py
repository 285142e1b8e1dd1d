"""A uniform lottery: M equally likely numbered panels instead of panels with weights."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from stadtgespraech.engines.sortition.assign import share_out
from stadtgespraech.engines.sortition.finder import PanelFinder
from stadtgespraech.engines.sortition.lottery import Lottery, whole_weights
from stadtgespraech.engines.sortition.peeling import peel, whole_seats
from stadtgespraech.engines.sortition.pool import FloatArray, IntArray, Problem

ATTEMPTS = 8


@dataclass(frozen=True)
class UniformLottery:
    """Equally likely panels.

    Attributes:
        panels: people of each panel, ascending; the same panel may appear more than once.
        probability: (people,) panels with a person over all panels.
        largest_loss: largest amount by which a person's probability stays below the one of the exact lottery.
    """

    panels: tuple[tuple[int, ...], ...]
    probability: FloatArray
    largest_loss: float


def uniform_lottery(lottery: Lottery, *, panels: int, seed: int = 0) -> UniformLottery:
    """Round a lottery to ``panels`` equally likely panels so that nobody loses one whole panel if that can be helped.

    Each type's seats over all panels are rounded up or down, so that each of its people keeps their share of the
    panels less one. These whole seats are then taken apart into real panels, one after the other, such that what is
    left can still be taken apart. Where that fails, the panels of the exact lottery are rounded instead, and the
    loss is told. People of a type take turns (see ``share_out``).
    """
    # Cuts hold for real panels: with them, what is left can more often be taken apart.
    problem = replace(lottery.problem, rows=(*lottery.problem.rows, *lottery.cuts))
    support, weights = lottery.of_types
    due = weights * panels @ support
    need = problem.capacity * np.maximum(np.ceil(due / problem.capacity - 1e-9) - 1, 0).astype(np.int64)
    seats = whole_seats(problem, due=due, need=need, panels=panels)
    listed = None if seats is None else _peeled(problem, seats, panels, seed)
    if listed is None:
        listed = np.repeat(support, whole_weights(weights, panels), axis=0)
    shared = share_out(panels=listed, units=[1] * panels, of_person=problem.of_person)
    members = tuple(people for _, people in shared)
    counted = np.bincount([person for people in members for person in people], minlength=len(problem.of_person))
    probability = counted / panels
    return UniformLottery(members, probability, float(np.maximum(lottery.probability - probability, 0.0).max()))


def _peeled(problem: Problem, seats: IntArray, panels: int, seed: int) -> IntArray | None:
    """The panels, with the last few as close to what is left as can be; None if too many are left."""
    attempts = (peel(problem, seats=seats, panels=panels, seed=seed + number) for number in range(ATTEMPTS))
    found, times, left = next((own for own in attempts if own[2] == 0), None) or peel(
        problem, seats=seats, panels=panels, seed=seed
    )
    if not found or left > panels // 2:
        return None
    listed = np.repeat(np.array(found), times, axis=0)
    finder = PanelFinder(rows=list(problem.rows), floor=problem.floor, capacity=problem.capacity)
    for _ in range(left):
        missing = np.maximum(seats - listed.sum(axis=0), 0)
        panel = finder.find(missing / problem.capacity)
        listed = np.vstack([listed, found[0] if panel is None else panel])
    return listed
