"""Lists need the same number of statements for 10 and for 1,000 rows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from stadtgespraech.apps.people.models import Person, RoleAssignment, Unit
from stadtgespraech.core import thread
from tests.counting import page_statements

NOW = datetime(2026, 5, 14, 10, tzinfo=UTC)


def make_units(first: int, last: int) -> None:
    made = Unit.objects.bulk_create(
        Unit(slug=f"amt-{n}", number=str(n), name={"de": f"Amt {n}"}) for n in range(first, last)
    )
    thread.put_many(made[:5], at=NOW)


def make_people(first: int, last: int, unit: Unit) -> None:
    made = Person.objects.bulk_create(Person(email=f"p{n:04}@example.org") for n in range(first, last))
    RoleAssignment.objects.bulk_create(
        RoleAssignment(person=person, role="unit", unit=unit, started_at=NOW) for person in made
    )


@pytest.mark.django_db
def test_lists_cost_the_same_for_10_and_1000(client_of: Any, person_of: Any) -> None:
    client = client_of(person_of("administrator", "strategy_office"))
    make_units(0, 10)
    unit = Unit.objects.all()[0]
    make_people(0, 10, unit)
    paths = [
        "/fachbereiche/",
        "/fachbereiche/?q=amt&art=unit",
        "/personen/",
        "/personen/?q=p&aufgabe=unit",
        "/mein-bereich/",
    ]
    few = {path: page_statements(client, path) for path in paths}
    make_units(10, 1000)
    make_people(10, 1000, unit)
    assert {path: page_statements(client, path) for path in paths} == few
    assert max(few.values()) <= 15, few
