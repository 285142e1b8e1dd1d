"""Method of Equal Shares: every step against plain fractions, and what it promises."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.engines.allocation import Allocation, Ballots, equal_shares

Points = list[dict[int, int]]  # per voter: project → points


def ballots_of(points: Points, projects: int) -> Ballots:
    rows = [(voter, project, given) for voter, ballot in enumerate(points) for project, given in ballot.items()]
    voter, project, given = (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [])
    return Ballots.from_rows(
        voter=voter, project=project, points=np.array(given, dtype=int), voters=len(points), projects=projects
    )


def by_hand(points: Points, costs: list[Fraction], share: Fraction) -> list[tuple[int, Fraction, dict[int, Fraction]]]:
    """The definition, word for word, in fractions: (project, price, payments) in order."""
    left = [share] * len(points)
    bought: list[tuple[int, Fraction, dict[int, Fraction]]] = []
    while True:
        best: tuple[Fraction, int] | None = None
        for project, cost in enumerate(costs):
            if project in [one for one, _price, _payments in bought]:
                continue
            supporters = [voter for voter, ballot in enumerate(points) if ballot.get(project, 0) > 0]
            if not supporters or sum(left[voter] for voter in supporters) < cost:
                continue
            # The price is where the supporters' payments reach the cost; they bend at left / points.
            for bend in sorted({left[voter] / points[voter][project] for voter in supporters}):
                full = [voter for voter in supporters if left[voter] / points[voter][project] >= bend]
                rest = cost - sum(left[voter] for voter in supporters if voter not in full)
                price = rest / sum(points[voter][project] for voter in full)
                if price <= bend:
                    break
            if best is None or (price, project) < best:
                best = (price, project)
        if best is None:
            return bought
        price, project = best
        payments = {
            voter: min(left[voter], price * ballot[project])
            for voter, ballot in enumerate(points)
            if ballot.get(project, 0) > 0 and left[voter] > 0
        }
        for voter, paid in payments.items():
            left[voter] -= paid
        bought.append((project, price, payments))


def told(found: Allocation, ballots: Ballots) -> list[tuple[int, Fraction, dict[int, Fraction]]]:
    return [
        (winner.project, winner.price, dict(found.exact_payments(number, ballots=ballots)))
        for number, winner in enumerate(found.winners)
    ]


@st.composite
def elections(draw: st.DrawFn) -> tuple[Points, list[Fraction], int]:
    projects = draw(st.integers(1, 6))
    largest = draw(st.sampled_from([1, 1, 3, 1000]))
    ballot = st.dictionaries(st.integers(0, projects - 1), st.integers(1, largest), max_size=projects)
    points = draw(st.lists(ballot, min_size=1, max_size=9))
    cost = st.just(Fraction(1)) if draw(st.booleans()) else st.fractions(Fraction(1, 3), 4, max_denominator=6)
    return points, draw(st.lists(cost, min_size=projects, max_size=projects)), draw(st.integers(0, 6))


@pytest.mark.slow
@given(elections())
@settings(max_examples=400, deadline=None)
def test_every_winner_price_and_payment_is_that_of_the_definition(election: tuple[Points, list[Fraction], int]) -> None:
    points, costs, budget = election
    ballots = ballots_of(points, len(costs))
    found = equal_shares(ballots=ballots, costs=costs, budget=budget)
    assert told(found, ballots) == by_hand(points, costs, Fraction(budget, len(points)))
    assert found.spent == sum(costs[project] for project in found.chosen) <= budget


def test_who_has_paid_all_in_thirds_pays_no_more() -> None:
    """Three payments of a third leave nothing, although decimals leave 1e-16."""
    points: Points = [{1: 1}, {2: 1, 3: 1, 0: 1}, {0: 1, 1: 1, 2: 1, 3: 1}, {2: 1, 3: 1, 0: 1}]
    ballots = ballots_of(points, 4)
    found = equal_shares(ballots=ballots, budget=4)
    assert found.winners[3].payers.tolist() == [0]
    assert told(found, ballots) == by_hand(points, [Fraction(1)] * 4, Fraction(1))


@pytest.mark.slow
@given(elections())
@settings(max_examples=150, deadline=None)
def test_payments_add_up_and_nobody_pays_more_than_their_share(election: tuple[Points, list[Fraction], int]) -> None:
    points, costs, budget = election
    ballots = ballots_of(points, len(costs))
    found = equal_shares(ballots=ballots, costs=costs, budget=budget, completion="add1u")
    total = dict.fromkeys(range(len(points)), Fraction(0))
    for number, winner in enumerate(found.winners):
        payments = found.exact_payments(number, ballots=ballots)
        assert sum(paid for _voter, paid in payments) == costs[winner.project]
        assert winner.paid == pytest.approx([float(paid) for _voter, paid in payments], abs=1e-9)
        for voter, paid in payments:
            total[voter] += paid
    assert max(total.values()) <= found.share
    assert found.spent <= budget


@given(st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_a_united_group_gets_its_share_of_the_seats(seed: int) -> None:
    """Extended justified representation for a party list: 40 % of the voters, 10 seats, four of theirs."""
    random = np.random.default_rng(seed)
    united = [dict.fromkeys(range(5), 1) for _ in range(40)]
    others = [dict.fromkeys(random.choice(np.arange(5, 30), 4, replace=False).tolist(), 1) for _ in range(60)]
    found = equal_shares(ballots=ballots_of(united + others, 30), budget=10)
    assert len(set(found.chosen) & set(range(5))) >= 4


def test_plurality_would_have_given_everything_to_the_larger_side() -> None:
    points = [dict.fromkeys(range(3), 1)] * 2 + [dict.fromkeys(range(3, 6), 1)]
    found = equal_shares(ballots=ballots_of(points, 6), budget=3)
    assert sorted(found.chosen) == [0, 1, 3]


def test_ties_go_to_the_project_that_stands_first() -> None:
    points: Points = [{0: 1, 1: 1, 2: 1}] * 4
    assert equal_shares(ballots=ballots_of(points, 3), budget=2).chosen == (0, 1)


def test_a_difference_that_decimals_cannot_tell_decides() -> None:
    """Two prices that agree to fifteen digits: 1/(3·10⁵ + …) apart. The second is the cheaper one."""
    points: Points = [{0: 999_999, 1: 999_999} for _ in range(3)] + [{0: 1, 1: 1}]
    costs = [Fraction(10**17 + 1, 10**17), Fraction(1)]
    assert float(costs[0]) == float(costs[1])
    found = equal_shares(ballots=ballots_of(points, 2), costs=costs, budget=2)
    assert found.winners[0].project == 1


@pytest.mark.parametrize(
    ("completion", "chosen"), [("none", [0]), ("utilitarian", [0, 1]), ("add1", [0, 1]), ("add1u", [0, 1])]
)
def test_money_that_nobody_can_spend_together(completion: str, chosen: list[int]) -> None:
    """Two seats for five voters: three support the first, two the second, who hold 0.8 of one seat."""
    points: Points = [{0: 1}] * 3 + [{1: 1}] * 2 + [{2: 1}]
    found = equal_shares(ballots=ballots_of(points, 3), budget=2, completion=completion)
    assert sorted(found.chosen) == chosen
    assert found.completed == ((1,) if completion == "utilitarian" else ())


def test_what_nobody_wants_is_never_chosen() -> None:
    found = equal_shares(ballots=ballots_of([{0: 1}, {0: 1}], 3), budget=3, completion="add1u")
    assert found.chosen == (0,)
    assert equal_shares(ballots=ballots_of([{}, {}], 2), budget=2, completion="add1u").chosen == ()
    assert equal_shares(ballots=ballots_of([], 2), budget=2).chosen == ()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"completion": "more"}, "There is no completion 'more'; choose one of none, utilitarian, add1, add1u."),
        ({"costs": [1]}, "There are 1 costs for 2 projects."),
        ({"costs": [1, 0]}, "Every cost must be positive, and the budget not negative."),
        ({"completion": "add1", "step": 0}, "The step must be positive."),
    ],
)
def test_what_makes_no_sense_is_refused(options: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        equal_shares(ballots=ballots_of([{0: 1}, {1: 1}], 2), budget=1, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (([0, 0], [1, 1], [1, 2]), "A voter has two rows for the same project."),
        (([0], [0], [-1]), "Points are whole numbers"),
        (([0], [0], [0.5]), "Points are whole numbers"),
        (([2], [0], [1]), "A voter is not between 0 and 1."),
        (([0], [0, 1], [1]), "equally long"),
    ],
)
def test_bad_ballots_are_refused(rows: tuple[list[int], list[int], list[float]], sentence: str) -> None:
    voter, project, points = rows
    with pytest.raises(ValueError, match=sentence):
        Ballots.from_rows(voter=voter, project=project, points=points, voters=2, projects=2)
