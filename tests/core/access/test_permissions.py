"""Who may do what."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
import rules

from stadtgespraech.core import access
from stadtgespraech.core.errors import NotAllowed, SignInFirst
from tests.core.thread.weaves import Reader

OFFICE, UNIT, RESIDENT = Reader(frozenset({"strategy_office"})), Reader(frozenset({"unit"}), frozenset({7})), Reader()


@pytest.fixture
def _permissions() -> Iterator[None]:
    access.permission("tests.write_word", access.has_role("strategy_office", "unit"))
    access.permission("tests.speak", access.is_signed_in)
    yield
    rules.remove_perm("tests.write_word")
    rules.remove_perm("tests.speak")


@pytest.mark.usefixtures("_permissions")
@pytest.mark.parametrize(
    ("person", "write", "speak"),
    [(OFFICE, True, True), (UNIT, True, True), (RESIDENT, False, True), (None, False, False)],
)
def test_a_permission_asks_for_its_roles(person: Reader | None, write: bool, speak: bool) -> None:
    assert (access.may(person, "tests.write_word"), access.may(person, "tests.speak", object())) == (write, speak)


@pytest.mark.usefixtures("_permissions")
def test_a_visitor_is_asked_to_sign_in_and_everybody_else_is_refused() -> None:
    with pytest.raises(SignInFirst):
        access.require(None, "tests.write_word")
    with pytest.raises(NotAllowed) as refused:
        access.require(RESIDENT, "tests.write_word")
    assert not isinstance(refused.value, SignInFirst)
    assert access.require(OFFICE, "tests.write_word", object()) is None


@pytest.mark.usefixtures("_permissions")
def test_a_permission_is_registered_once() -> None:
    with pytest.raises(KeyError):
        access.permission("tests.write_word", access.is_signed_in)
    assert access.may(RESIDENT, "tests.write_word") is False


def test_an_unknown_permission_is_a_mistake_of_ours_not_a_refusal() -> None:
    with pytest.raises(KeyError):
        access.may(OFFICE, "tests.never_heard_of")


def test_an_unknown_role_is_found_when_the_rules_are_loaded() -> None:
    with pytest.raises(ValueError, match="strategy-office"):
        access.has_role("strategy-office")


@pytest.mark.parametrize("held", [frozenset(pair) for pair in combinations(access.ROLES, 2)])
def test_internal_is_what_the_administration_sees(held: frozenset[str]) -> None:
    outside = {"council", "draw_officer", "auditor", "jury"}
    assert access.sees_internal(Reader(held)) == bool(held - outside)


def test_a_visitor_has_no_roles_and_no_units() -> None:
    assert (access.roles_of(None), access.units_of(None), access.sees_internal(None)) == (
        frozenset(),
        frozenset(),
        False,
    )
    assert (access.roles_of(UNIT), access.units_of(UNIT)) == ({"unit"}, {7})
