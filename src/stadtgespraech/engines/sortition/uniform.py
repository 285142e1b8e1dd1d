"""A uniform lottery: M equally likely numbered panels instead of panels with weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stadtgespraech.engines.sortition.assign import share_out
from stadtgespraech.engines.sortition.finder import PanelFinder
from stadtgespraech.engines.sortition.lottery import Lottery
from stadtgespraech.engines.sortition.pool import FloatArray, IntArray

MOST_EXCHANGES = 4000
BEST_OF_EACH = 25
EXTRA_WEIGHT = 50.0
MOST_IDLE = 1500
STEP_UP = 0.5


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

    Whole multiples of each panel are kept, the rest is filled by the panels with the largest remainders, and then
    panels are exchanged, also for new ones, as long as that brings people closer to what they are due: their share
    of the panels less one. People of a type take turns (see ``share_out``).
    """
    problem = lottery.problem
    support, weights = lottery.of_types
    capacity = problem.capacity
    due = weights @ support * panels
    need = capacity * np.maximum(np.ceil(due / capacity - 1e-9) - 1, 0)
    # Whoever has least to lose comes first.
    least = float((due / capacity)[capacity * 1.0 > 0].min())
    weight = np.where(due / capacity < least * 1.001 + 1e-9, EXTRA_WEIGHT, 1.0) / capacity
    stock = [*support]
    exact = weights * panels
    number = np.floor(exact + 1e-9).astype(np.int64)
    missing = panels - int(number.sum())
    remainders = np.argsort(number - exact, kind="stable")
    number[remainders[:missing]] += 1
    number, columns = _exchange(lottery, stock, number, need, weight, seed)
    used = np.flatnonzero(number)
    shared = share_out(panels=columns[used], units=[int(own) for own in number[used]], of_person=problem.of_person)
    listed = tuple(people for own, people in shared for _ in range(own))
    probability = np.bincount([person for people in listed for person in people], minlength=len(problem.of_person))
    result = probability / panels
    return UniformLottery(listed, result, float(np.maximum(lottery.probability - result, 0.0).max()))


def _exchange(
    lottery: Lottery, stock: list[IntArray], number: IntArray, need: FloatArray, weight: FloatArray, seed: int
) -> tuple[IntArray, IntArray]:
    """Exchange panels one for one while somebody is short."""
    problem = lottery.problem
    finder = PanelFinder(rows=list(problem.rows), floor=problem.floor, capacity=problem.capacity)
    generator = np.random.default_rng(seed)
    columns = np.array(stock)
    seats = (number @ columns).astype(float)
    best_number, best_left, idle = number.copy(), np.inf, 0
    for _ in range(MOST_EXCHANGES):
        short = np.maximum(need - seats, 0.0)
        now = float(weight @ short**2)
        if now < best_left - 1e-12:
            best_number, best_left, idle = number.copy(), now, 0
        if now == 0 or idle > MOST_IDLE:
            break
        idle += 1
        # Surplus costs nothing until it is used up, but a panel that takes from those without surplus does.
        price = weight * (2 * short + (seats - need < 1))
        price = price + generator.random(len(price)) * price.mean() * (idle > 1)
        if idle % 4 == 2:
            panel = finder.find(price)
            if panel is not None:
                columns, number = np.vstack([columns, panel]), np.append(number, 0)
                best_number = np.append(best_number, 0)
        worth = columns @ price
        come = np.argsort(-worth, kind="stable")[:BEST_OF_EACH]
        there = np.flatnonzero(number)
        go = there[np.argsort(worth[there], kind="stable")[:BEST_OF_EACH]]
        change = columns[come][None, :, :] - columns[go][:, None, :]
        after = np.maximum(need - seats - change, 0.0) ** 2 @ weight
        after[np.abs(change).sum(axis=2) == 0] = np.inf
        best = np.unravel_index(int(np.argmin(after)), after.shape)
        # A step up now and then leads out of a dead end; the best state is kept.
        if float(after[best]) < now - 1e-12 or generator.random() < STEP_UP:
            number[go[best[0]]] -= 1
            number[come[best[1]]] += 1
            seats += change[best]
    return best_number, columns
