"""Quotas that cannot be met: a smallest conflict, and the least change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from stadtgespraech.engines.sortition import (
    Problem,
    Quota,
    find_conflict,
    is_feasible,
    least_relaxation,
    make_pool,
    make_problem,
)

QUOTAS = [
    Quota("sex", "w", 4, 6),
    Quota("sex", "m", 4, 6),
    Quota("age", "young", 5, 6),
    Quota("age", "old", 4, 5),
]
# Only two young people, one of each sex.
PEOPLE = [["w", "young"], ["m", "young"], *[["w", "old"]] * 10, *[["m", "old"]] * 10]


def problem_with(quotas: list[Quota]) -> Problem:
    return make_problem(pool=make_pool(quotas=quotas, people=PEOPLE), quotas=quotas, size=10)


def without(problem: Problem, row: int, at_least: bool) -> Problem:
    own = problem.rows[row]
    loose = replace(own, low=-np.inf) if at_least else replace(own, high=np.inf)
    return replace(problem, rows=(*problem.rows[:row], loose, *problem.rows[row + 1 :]))


def test_a_conflict_is_irreducible_and_in_words() -> None:
    problem = problem_with(QUOTAS)
    assert not is_feasible(problem)
    conflict = find_conflict(problem)
    assert conflict.sentences == ("age = young: at least 5",)
    assert conflict.irreducible


def test_without_any_one_of_its_conditions_a_conflict_is_gone() -> None:
    quotas = [Quota("sex", "w", 6, 9), Quota("sex", "m", 6, 9), Quota("age", "young", 0, 2), Quota("age", "old", 0, 10)]
    problem = problem_with(quotas)
    conflict = find_conflict(problem)
    assert set(conflict.sentences) == {"sex = w: at least 6", "sex = m: at least 6", "seats: at most 10"}
    for side in conflict.sides:
        assert is_feasible(without(problem, side.row, side.at_least))


def test_the_least_relaxation_makes_a_panel_possible() -> None:
    relaxation = least_relaxation(problem_with(QUOTAS), QUOTAS)
    assert relaxation is not None
    assert relaxation.within_flex
    assert relaxation.keeps_every_group
    assert is_feasible(problem_with(list(relaxation.quotas)))
    assert relaxation.sentences == ("age = young: minimum 5 to 2", "age = old: maximum 5 to 8")


def test_flex_is_respected_and_told_when_it_is_not_enough() -> None:
    tight = [replace(own, least=own.minimum, most=own.maximum) for own in QUOTAS]
    relaxation = least_relaxation(problem_with(tight), tight)
    assert relaxation is not None
    assert not relaxation.within_flex


def test_a_small_group_keeps_its_seat_while_a_large_one_can_give_way() -> None:
    """Two young people are wanted and 18 others fill the panel: the large group gives way."""
    quotas = [
        Quota("sex", "w", 0, 10),
        Quota("sex", "m", 0, 10),
        Quota("age", "young", 2, 2),
        Quota("age", "old", 9, 9),
    ]
    relaxation = least_relaxation(problem_with(quotas), quotas)
    assert relaxation is not None
    assert relaxation.sentences == ("age = old: minimum 9 to 8",)


@pytest.mark.parametrize("kept", [[0, 1]])
def test_members_kept_in_who_cannot_sit_together(kept: list[int]) -> None:
    quotas = [Quota("age", "young", 0, 2), Quota("age", "old", 0, 10)]
    people = [["young"], ["young"], ["old"], ["old"]]
    pool = make_pool(quotas=quotas, people=people, household=[1, 1, -1, -1], kept_in=kept)
    problem = make_problem(pool=pool, quotas=quotas, size=3)
    assert not is_feasible(problem)
    assert least_relaxation(problem, quotas) is None
