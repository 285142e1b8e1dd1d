"""What waits, for whom."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from stadtgespraech.apps.dashboard.workplace import waiting_for
from stadtgespraech.apps.dialogue.models import Event
from stadtgespraech.apps.indicators.models import Indicator
from stadtgespraech.apps.pages.models import BarrierReport, Page
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.models import Field, Goal
from stadtgespraech.core.languages import Translated
from tests.counting import statements

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def unit() -> Unit:
    unit = Unit.objects.create(slug="amt-fuer-wohnen", number="64", name=Translated(de="Amt für Wohnen"))
    goal = Goal.objects.create(slug="zieht-an", name=Translated(de="Dortmund zieht an"))
    field = Field.objects.create(slug="wohnen", goal=goal, name=Translated(de="Wohnen"))
    for n in range(10):
        Indicator.objects.create(
            slug=f"kennzahl-{n}", field=field, name=Translated(de=f"Kennzahl {n}"), reporting_unit=unit, order=n
        )
    return unit


def lines(person: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Heading → (what waits, where)."""
    return [(heading, [(one.text, one.url) for one in waiting]) for heading, waiting in waiting_for(person, now=NOW)]


def test_a_unit_sees_what_it_has_to_report(unit: Unit, person_of: Any, client_of: Any) -> None:
    colleague = person_of("unit", unit=unit)
    assert lines(colleague) == [("Überfällig", [("Für 2025 fehlen noch 10 Werte.", "/kennzahlen/melden/")])]
    text = client_of(colleague).get("/arbeitsplatz/").content.decode()
    assert "fehlen noch 10 Werte" in text


def test_another_unit_sees_nothing_of_it(unit: Unit, person_of: Any, client_of: Any) -> None:
    other = person_of("unit", unit=Unit.objects.create(slug="x", number="1", name=Translated(de="X")))
    assert lines(other) == []
    assert "Zurzeit wartet nichts auf Sie" in client_of(other).get("/arbeitsplatz/").content.decode()


def test_the_strategy_office_sees_what_is_open_and_what_is_overdue_first(
    unit: Unit, person_of: Any, client_of: Any
) -> None:
    office = person_of("strategy_office")
    Event.objects.create(slug="vorbei", name=Translated(de="Vorbei"), starts_at=datetime(2026, 1, 9, 9, tzinfo=UTC))
    Page.objects.create(slug="impressum", title=Translated(de="Impressum"), is_draft=True, changed_on=NOW.date())
    BarrierReport.objects.create(text="Der Knopf fehlt.", received_at=NOW)
    found = lines(office)
    assert found[:2] == [
        ("Überfällig", [("Bei einem Termin steht noch nicht, ob er stattgefunden hat", "/termine/?zeit=offen")]),
        (
            "Diese Website",
            [
                ("Eine Seite ist noch ein Entwurf", "/seiten/"),
                ("Eine gemeldete Barriere ist offen", "/barrieren/"),
            ],
        ),
    ]
    [(heading, [(text, url)])] = found[2:]
    assert (heading, text.startswith("Die Prüfung hat "), url) == ("Prüfung der Strategie", True, "/berichte/pruefung/")
    Event.objects.create(
        slug="war", name=Translated(de="War"), starts_at=datetime(2026, 1, 9, 9, tzinfo=UTC), state=Event.State.HELD
    )
    page = client_of(office).get("/termine/?zeit=offen").content.decode()
    assert ("/termine/vorbei/" in page, "/termine/war/" in page) == (True, False)


def test_it_is_for_the_administration_only(client: Client, client_of: Any, person_of: Any) -> None:
    assert client_of(person_of("resident")).get("/arbeitsplatz/").status_code == 403
    assert client_of(person_of("council")).get("/arbeitsplatz/").status_code == 200


def test_everything_that_waits_is_counted_in_one_statement(unit: Unit, person_of: Any) -> None:
    colleague = person_of("unit", "moderator", "committee_office", unit=unit)
    assert colleague.roles
    assert statements(lambda: lines(colleague)) == 1
