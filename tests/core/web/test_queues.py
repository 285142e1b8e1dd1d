"""Counting what waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db.models import Count
from django.utils.translation import ngettext_lazy

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.models import Field, Goal, Involvement
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.web import queues
from stadtgespraech.core.web.queues import Queue, Waiting
from tests.counting import statements

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
GOALS = ngettext_lazy("Ein Ziel", "%(n)s Ziele", "n")


@pytest.fixture(autouse=True)
def _no_other_apps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "_providers", [])


@pytest.fixture(autouse=True)
def _strategy() -> None:
    goal, _other = (Goal.objects.create(slug=f"ziel-{n}", name=Translated(de=f"Ziel {n}")) for n in range(2))
    units = [Unit.objects.create(slug=f"amt-{n}", number=str(n), name=Translated(de="Amt")) for n in range(3)]
    for number in range(3):
        field = Field.objects.create(slug=f"feld-{number}", goal=goal, name=Translated(de="Feld"))
        Involvement.objects.bulk_create(Involvement(field=field, unit=unit, role="B") for unit in units)


def of_goals(person: Any, now: datetime) -> Iterator[Queue]:
    yield Queue(Goal.objects.all(), GOALS, "/ziele/")
    yield Queue(Goal.objects.filter(slug="ziel-0"), GOALS, "/ziele/?nur=0", is_overdue=True)
    yield Queue(Goal.objects.filter(slug="keins"), GOALS, "/ziele/?nur=keins")


def of_fields(person: Any, now: datetime) -> Iterator[Queue]:
    words = ngettext_lazy("Ein Feld in %(year)s", "%(n)s Felder in %(year)s", "n")
    # Joined rows, groups, orders and sets that are empty from the start.
    joined = Field.objects.filter(involvements__role="B").order_by("slug")
    grouped = Field.objects.annotate(units=Count("involvements")).filter(units__gt=1).select_related("goal")
    for rows in (Field.objects.none(), joined, grouped):
        yield Queue(rows, words, "/felder/", facts={"year": now.year})


def test_rows_are_counted_once_each_whatever_is_joined() -> None:
    queues.register("Später", of_fields, order=20)
    queues.register("Ziele", of_goals, order=10)
    assert queues.waiting(None, now=NOW) == [
        Waiting("Ziele", "2 Ziele", 2, "/ziele/"),
        Waiting("Ziele", "Ein Ziel", 1, "/ziele/?nur=0", is_overdue=True),
        Waiting("Später", "3 Felder in 2026", 3, "/felder/"),
        Waiting("Später", "3 Felder in 2026", 3, "/felder/"),
    ]
    assert statements(lambda: queues.waiting(None, now=NOW)) == 1


def test_where_no_app_has_anything_nothing_waits() -> None:
    assert queues.waiting(None, now=NOW) == []
    queues.register("Nichts", lambda person, now: [Queue(Field.objects.none(), GOALS, "/")])
    assert queues.waiting(None, now=NOW) == []
