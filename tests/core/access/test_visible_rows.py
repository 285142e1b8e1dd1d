"""Who may see which rows."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from stadtgespraech.apps.strategy.models import Goal, Reference
from stadtgespraech.core import access
from stadtgespraech.core.access import visible_rows
from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.languages import Translated
from tests.core.thread.weaves import NOW, Reader

OFFICE = Reader(frozenset({"strategy_office"}))


@pytest.fixture
def goals(db: None) -> dict[str, Goal]:
    return {
        "current": Goal.objects.create(slug="current", name=Translated(de="Aktuell")),
        "archived": Goal.objects.create(slug="archived", name=Translated(de="Alt"), archived_at=NOW),
    }


@pytest.mark.parametrize(
    ("person", "slugs"), [(None, ["current"]), (Reader(), ["current"]), (OFFICE, ["archived", "current"])]
)
def test_a_list_holds_what_the_person_may_see(goals: dict[str, Goal], person: Any, slugs: list[str]) -> None:
    assert sorted(access.visible(Goal, to=person).values_list("slug", flat=True)) == slugs


@pytest.mark.parametrize(
    "lookup",
    [
        {"slug": "archived"},
        {"slug": "unknown"},
        {"slug": ""},
        {"slug": "a\x00b"},
        {"slug": "ä" * 5000},
        {"pk": 0},
        {"pk": 10**30},
        {"pk": "x"},
        {"pk": "1'; --"},
    ],
)
def test_hidden_unknown_and_impossible_give_the_same_answer(goals: dict[str, Goal], lookup: dict[str, Any]) -> None:
    with pytest.raises(NotFound) as missing:
        access.get(Goal, to=None, **lookup)
    assert (missing.value.status, str(missing.value.message)) == (404, "Diese Seite gibt es nicht.")


def test_one_object_is_found_in_one_statement(goals: dict[str, Goal]) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert access.get(Goal, to=OFFICE, slug="archived") == goals["archived"]
    assert len(queries) == 1


def test_a_joined_queryset_does_not_widen_what_is_seen(goals: dict[str, Goal]) -> None:
    rows = Goal.objects.select_related()
    assert access.get(Goal, to=None, rows=rows, slug="current") == goals["current"]
    with pytest.raises(NotFound):
        access.get(Goal, to=None, rows=rows, slug="archived")


def test_a_model_without_a_rule_shows_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(visible_rows._rules, Reference, raising=False)
    Reference.objects.create(vocabulary="sdg", code="1", name=Translated(de="Keine Armut"))
    assert list(access.visible(Reference, to=OFFICE)) == []


def test_a_model_has_one_rule() -> None:
    with pytest.raises(ValueError, match="Goal has a visibility rule already"):
        access.visibility(Goal, lambda person: Q())
