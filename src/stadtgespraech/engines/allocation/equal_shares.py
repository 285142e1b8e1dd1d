"""Method of Equal Shares: everybody has the same share of the budget and pays for what they support."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from stadtgespraech.engines.allocation.ballots import Ballots, Costs

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
# Decimal computation may err by some 1e-13; what is closer than this is decided in whole numbers.
CLOSE = 1e-9


@dataclass(frozen=True)
class Winner:
    """A project that its supporters bought.

    Attributes:
        project: its number.
        price: what one point costs: the smallest rate at which the supporters can pay, exact.
        payers: (payers,) voters who paid something, increasing.
        paid: (payers,) what each paid, rounded to float; they sum to the cost.
        in_full: (payers,) True if the payer paid price · points; False if less, because that was all they had left.
    """

    project: int
    price: Fraction
    payers: IntArray
    paid: FloatArray
    in_full: NDArray[np.bool_]


@dataclass(frozen=True)
class Allocation:
    """Projects chosen, and who paid for them.

    Attributes:
        winners: in the order in which they were bought.
        completed: projects added afterwards for the money that was left, in order; nobody in particular paid for them.
        share: what every voter had at the start, exact; more than budget / voters after ``completion`` by shares.
        spent: cost of all chosen projects, exact.
    """

    winners: tuple[Winner, ...]
    completed: tuple[int, ...]
    share: Fraction
    spent: Fraction

    @property
    def chosen(self) -> tuple[int, ...]:
        return (*(winner.project for winner in self.winners), *self.completed)

    def exact_payments(self, number: int, *, ballots: Ballots) -> list[tuple[int, Fraction]]:
        """Who paid how much for ``winners[number]``, exact."""
        winner = self.winners[number]
        points = _points_of(ballots, winner.project, winner.payers)
        short = np.flatnonzero(~winner.in_full)
        left = [self.share] * len(short)
        for earlier in self.winners[:number]:
            # Whoever is short now has paid in full before.
            for place, given in enumerate(_points_of(ballots, earlier.project, winner.payers[short])):
                if given:
                    left[place] -= earlier.price * given
        payments = [winner.price * given for given in points]
        for place, amount in zip(short.tolist(), left, strict=True):
            payments[place] = amount
        return list(zip(winner.payers.tolist(), payments, strict=True))


def _points_of(ballots: Ballots, project: int, voters: IntArray) -> list[int]:
    """Points of these voters for a project; 0 of those who do not support it."""
    supporters, points = ballots.supporters[project], ballots.points[project]
    place = np.minimum(np.searchsorted(supporters, voters), len(supporters) - 1)
    return np.where(supporters[place] == voters, points[place], 0).tolist()


def equal_shares(
    *,
    ballots: Ballots,
    budget: Fraction | int,
    costs: Sequence[Fraction | int] | None = None,
    completion: str = "none",
    step: Fraction | int | None = None,
) -> Allocation:
    """Choose projects so that every group of voters decides about its share of the budget.

    The budget is divided equally among the voters. Again and again the project is bought whose supporters can pay for
    it at the lowest price per point: everybody pays price · points, or all they have left. It ends when no project's
    supporters can pay. Ties: the project with the smaller number, which is the one that stands first on the ballot.

    All comparisons are exact: prices are fractions, and whatever decimal computation cannot tell apart is decided in
    whole numbers.

    Args:
        ballots: approvals or points.
        budget: to be spent; with equal costs, the number of seats.
        costs: of each project; None: 1 each.
        completion: what happens to money that nobody can spend together:
            ``"none"``: it is left;
            ``"utilitarian"``: the remaining projects with the most points per cost are added as long as they can be
            paid (ties: the smaller number);
            ``"add1"``: everybody's share grows, the total by ``step`` at a time, until the next outcome would cost
            more than the budget or everything is chosen; the last affordable outcome counts;
            ``"add1u"``: ``add1``, then ``utilitarian``.
        step: for ``add1``; default: the smallest cost.
    Raises:
        ValueError: unknown completion, costs that do not fit the ballots, a step that is not positive.
    Source:
        Peters & Skowron (2020), Proportionality and the Limits of Welfarism; Peters, Pierczyński & Skowron (2021),
        Proportional Participatory Budgeting with Additive Utilities; completions as in Faliszewski et al. (2023).
    """
    if completion not in COMPLETIONS:
        raise ValueError(f"There is no completion {completion!r}; choose one of {', '.join(COMPLETIONS)}.")
    amounts = [1] * ballots.projects if costs is None else list(costs)
    if len(amounts) != ballots.projects:
        raise ValueError(f"There are {len(amounts)} costs for {ballots.projects} projects.")
    exact = Costs.exact(costs=amounts, budget=budget)
    if not ballots.voters or not ballots.projects:
        return Allocation((), (), Fraction(0), Fraction(0))
    total = Fraction(exact.budget)
    winners = _Purchase(ballots, exact, total).winners()
    if completion.startswith("add1"):
        growth = Fraction(min(exact.of)) if step is None else Fraction(step) / exact.unit
        if growth <= 0:
            raise ValueError("The step must be positive.")
        while len(winners) < sum(1 for points in ballots.points if len(points)):
            richer = _Purchase(ballots, exact, total + growth).winners()
            if sum(exact.of[winner.project] for winner in richer) > exact.budget:
                break
            winners, total = richer, total + growth
    completed = _most_points_per_cost(ballots, exact, winners) if completion in ("utilitarian", "add1u") else ()
    chosen = [winner.project for winner in winners] + list(completed)
    return Allocation(
        tuple(_in_money(winner, exact.unit) for winner in winners),
        tuple(completed),
        total * exact.unit / ballots.voters,
        sum((exact.of[project] for project in chosen), start=0) * exact.unit,
    )


COMPLETIONS = ("none", "utilitarian", "add1", "add1u")


def _in_money(winner: Winner, unit: Fraction) -> Winner:
    return Winner(winner.project, winner.price * unit, winner.payers, winner.paid * float(unit), winner.in_full)


def _most_points_per_cost(ballots: Ballots, costs: Costs, winners: Sequence[Winner]) -> tuple[int, ...]:
    chosen = {winner.project for winner in winners}
    left = costs.budget - sum(costs.of[project] for project in chosen)
    totals = ballots.totals
    rest = [project for project in range(ballots.projects) if project not in chosen and totals[project] > 0]
    added = []
    for project in sorted(rest, key=lambda one: (-Fraction(totals[one], costs.of[one]), one)):
        if costs.of[project] <= left:
            added.append(project)
            left -= costs.of[project]
    return tuple(added)


@dataclass
class _Purchase:
    """One run. What voters have left is kept as decimals, and as whole numbers where these cannot decide.

    A voter who never paid less than in full has left: share − Σ over winners of price · points. So sums of what many
    voters have left follow exactly from sums of their points, and no fraction per voter is needed.
    """

    ballots: Ballots
    costs: Costs
    total: Fraction
    left: FloatArray = field(init=False)
    solvent: NDArray[np.bool_] = field(init=False)
    points_bought: FloatArray = field(init=False)
    bought: int = 0
    denominator: int = field(init=False)
    share: int = field(init=False)
    weights: list[FloatArray] = field(init=False)
    prices: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        share = self.total / self.ballots.voters
        self.left = np.full(self.ballots.voters, float(share))
        self.solvent = np.ones(self.ballots.voters, dtype=bool)
        # Whole numbers far below 2⁵³ are exact in floats, and sums of columns are fast.
        self.points_bought = np.zeros((self.ballots.voters, 16), order="F")
        self.weights = [points.astype(np.float64) for points in self.ballots.points]
        self.share, self.denominator = share.numerator, share.denominator

    def winners(self) -> list[Winner]:
        found: list[Winner] = []
        # Prices only rise while money goes: an old price is a lower bound, so most projects need no new one.
        waiting = [(0.0, project) for project in range(self.ballots.projects) if len(self.ballots.points[project])]
        heapq.heapify(waiting)
        while True:
            best = self._cheapest(waiting)
            if best is None:
                return found
            price, project = best
            found.append(self._buy(project, price))

    def _cheapest(self, waiting: list[tuple[float, int]]) -> tuple[Fraction, int] | None:
        """Price and number of the next project; what can no longer be paid leaves the queue."""
        computed: list[tuple[float, float, int]] = []
        limit = math.inf
        while waiting and waiting[0][0] * (1 - CLOSE) <= limit:
            _old, project = heapq.heappop(waiting)
            found = self._rough_price(project)
            if found is not None:
                price, error = found
                computed.append((price, error, project))
                limit = min(limit, price + error)
        chosen: tuple[Fraction, int] | None = None
        for price, error, project in sorted(computed, key=lambda one: one[2]):
            if price - error <= limit:
                exact = self._exact_price(project, price)
                if exact is None:
                    continue
                if chosen is None or exact < chosen[0]:
                    if chosen is not None:
                        heapq.heappush(waiting, (float(chosen[0]), chosen[1]))
                    chosen = (exact, project)
                    continue
            heapq.heappush(waiting, (max(price - error, 0.0), project))
        return chosen

    def _rough_price(self, project: int) -> tuple[float, float] | None:
        """Price in decimals and a bound of its error; None if the supporters surely cannot pay."""
        cost = float(self.costs.of[project])
        points, left = self.weights[project], self.left[self.ballots.supporters[project]]
        if left.sum() < cost * (1 - CLOSE):
            return None
        mass, price, number = float(points.sum()), 0.0, -1
        short = np.zeros(len(left), dtype=bool)
        while (found := int(np.count_nonzero(short))) != number:
            number = found
            # Those who are short give all they have; the price only rises, so they stay short.
            mass, rest = (float(points @ ~short), cost - float(left @ short)) if number else (mass, cost)
            if mass == 0:
                price = float((left / points).max())
                return price, CLOSE * price
            price = rest / mass
            short |= left < price * points
        return price, CLOSE * (price + cost / mass)

    def _exact_price(self, project: int, price: float) -> Fraction | None:
        """The exact price near a rough one; None if the supporters cannot pay."""
        cost = self.costs.of[project]
        supporters, points = self.ballots.supporters[project], self.ballots.points[project]
        left = self.left[supporters]
        if left.sum() < cost * (1 + CLOSE) and self._left_by(supporters) < cost:
            return None
        due = price * points
        short = left < due
        near = np.flatnonzero(np.abs(left - due) <= CLOSE * max(float(self.total) / self.ballots.voters, price))
        amounts = self._left_of(supporters[near])
        # From below: the price with nobody of these short is too low, and each round finds who else is.
        short[near] = False
        while True:
            mass = int(points[~short].sum())
            if mass == 0:
                return max(amount / int(points[place]) for place, amount in zip(near, amounts, strict=True))
            exact = (cost - self._left_by(supporters[short])) / mass
            more = [
                place
                for place, amount in zip(near.tolist(), amounts, strict=True)
                if not short[place] and amount < exact * int(points[place])
            ]
            if not more:
                return exact
            short[more] = True

    def _left_by(self, voters: IntArray) -> Fraction:
        """What these voters have left together, exact."""
        own = voters[self.solvent[voters]]
        total = len(own) * self.share
        if self.bought and len(own):
            sums = self.points_bought[own, : self.bought].sum(axis=0)
            total -= sum(int(number) * price for number, price in zip(sums.tolist(), self.prices, strict=True))
        return Fraction(total, self.denominator)

    def _left_of(self, voters: IntArray) -> list[Fraction]:
        """What each of these voters has left, exact; those with the same purchases are computed once."""
        known: dict[bytes, Fraction] = {}
        result = []
        for voter in voters.tolist():
            key = self.points_bought[voter, : self.bought].tobytes() if self.solvent[voter] else b"none"
            if key not in known:
                known[key] = self._left_by(np.array([voter]))
            result.append(known[key])
        return result

    def _buy(self, project: int, price: Fraction) -> Winner:
        supporters, points = self.ballots.supporters[project], self.ballots.points[project]
        left, due = self.left[supporters], float(price) * points
        short = left < due
        near = np.flatnonzero(np.abs(left - due) <= CLOSE * max(float(self.total) / self.ballots.voters, float(price)))
        for place, amount in zip(near.tolist(), self._left_of(supporters[near]), strict=True):
            short[place] = amount < price * int(points[place])
        paid = np.where(short, left, due)
        self.left[supporters] = np.maximum(left - paid, 0.0)
        in_full = ~short
        had_something = in_full | self.solvent[supporters]
        self.left[supporters[short]] = 0.0
        self.solvent[supporters[short]] = False
        self._remember(supporters[in_full], points[in_full], price)
        # Who has paid exactly all they had is out, too; a rounding error is no money.
        empty = supporters[in_full & (self.left[supporters] <= CLOSE * float(self.total) / self.ballots.voters)]
        gone = empty[[amount == 0 for amount in self._left_of(empty)]] if len(empty) else empty
        self.left[gone] = 0.0
        self.solvent[gone] = False
        return Winner(project, price, supporters[had_something], paid[had_something], in_full[had_something])

    def _remember(self, voters: IntArray, points: IntArray, price: Fraction) -> None:
        if self.bought == self.points_bought.shape[1]:
            self.points_bought = np.hstack((self.points_bought, np.zeros_like(self.points_bought)))
            self.points_bought = np.asfortranarray(self.points_bought)
        self.points_bought[voters, self.bought] = points
        self.bought += 1
        common = math.lcm(self.denominator, price.denominator)
        factor = common // self.denominator
        self.prices = [one * factor for one in self.prices]
        self.share *= factor
        self.denominator = common
        self.prices.append(price.numerator * (common // price.denominator))
