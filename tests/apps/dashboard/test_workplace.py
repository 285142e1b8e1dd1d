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


def test_a_unit_sees_what_it_has_to_report(unit: Unit, person_of: Any, client_of: Any) -> None:
    colleague = person_of("unit", unit=unit)
    [waiting] = waiting_for(colleague, now=NOW)
    assert (waiting.title, waiting.text, waiting.number, waiting.more, waiting.is_overdue) == (
        "Kennzahlen melden",
        "Für 2025 fehlen noch 10 Werte.",
        10,
        2,
        True,
    )
    assert waiting.items[0] == ("Kennzahl 0", "/kennzahlen/kennzahl-0/")
    text = client_of(colleague).get("/arbeitsplatz/").content.decode()
    assert "Kennzahlen melden: 10" in " ".join(text.split())
    assert "überfällig" in text


def test_another_unit_sees_nothing_of_it(unit: Unit, person_of: Any, client_of: Any) -> None:
    other = person_of("unit", unit=Unit.objects.create(slug="x", number="1", name=Translated(de="X")))
    assert waiting_for(other, now=NOW) == []
    assert "Zurzeit wartet nichts auf Sie" in client_of(other).get("/arbeitsplatz/").content.decode()


def test_the_strategy_office_sees_what_is_open_and_what_is_overdue_first(unit: Unit, person_of: Any) -> None:
    Event.objects.create(slug="vorbei", name=Translated(de="Vorbei"), starts_at=datetime(2026, 1, 9, 9, tzinfo=UTC))
    Page.objects.create(slug="impressum", title=Translated(de="Impressum"), is_draft=True, changed_on=NOW.date())
    BarrierReport.objects.create(text="Der Knopf fehlt.", received_at=NOW)
    waiting = waiting_for(person_of("strategy_office"), now=NOW)
    assert [(thing.title, thing.number, thing.items, thing.is_overdue) for thing in waiting] == [
        ("Termine ohne Ergebnis", 1, (("Vorbei", "/termine/vorbei/"),), True),
        ("Prüfung der Strategie", waiting[1].number, (), False),
        ("Entwürfe", 1, (("Impressum", "/seiten/impressum/"),), False),
        ("Gemeldete Barrieren", 1, (), False),
    ]
    assert (waiting[1].number >= 1, waiting[1].url) == (True, "/berichte/pruefung/")


def test_it_is_for_the_administration_only(client: Client, client_of: Any, person_of: Any) -> None:
    assert client_of(person_of("resident")).get("/arbeitsplatz/").status_code == 403
    assert client_of(person_of("council")).get("/arbeitsplatz/").status_code == 200
