"""Units and offices: list, page, change, search."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from stadtgespraech.apps.people import actions
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.core import thread
from stadtgespraech.core.errors import NotAllowed
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.web import boxes

NOW = datetime(2026, 5, 14, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def make(slug: str, number: str, name: str, **fields: Any) -> Unit:
    unit = Unit.objects.create(slug=slug, number=number, name={"de": name}, **fields)
    thread.put(unit, at=NOW)
    return unit


@pytest.fixture
def units() -> list[Unit]:
    return [
        make("wohnen", "64", "Wohnen"),
        make("gruen", "63", "Grünflächenamt", description={"de": "Parks und **Bäume**"}),
        make("rat", "1", "Amt für den Rat", kind="office"),
        make("alt", "99", "Altes Amt", archived_at=NOW),
    ]


def listed(client: Client, query: str = "") -> list[str]:
    return [unit.slug for unit in client.get(f"/fachbereiche/{query}").context["units"]]


def test_the_list_shows_what_is_current_and_finds_umlauts(client: Client, units: list[Unit]) -> None:
    assert listed(client) == ["rat", "gruen", "wohnen"]
    assert listed(client, "?q=gruenflaechen") == listed(client, "?q=BÄUME") == listed(client, "?q=63") == ["gruen"]
    assert listed(client, "?art=office") == ["rat"]
    assert listed(client, "?art=nonsense") == ["rat", "gruen", "wohnen"]
    assert listed(client, "?q=gibtesnicht") == []
    assert client.get("/fachbereiche/?q=gibtesnicht").status_code == 200


def test_a_page_per_unit_in_both_languages(client: Client, units: list[Unit]) -> None:
    for path in ("/fachbereiche/gruen/", "/en/fachbereiche/gruen/"):
        page = client.get(path).content.decode()
        assert ("Grünflächenamt" in page[page.index("<h1") :], "<strong>Bäume</strong>" in page) == (True, True)


def test_hidden_and_unknown_units_are_the_same_404(client: Client, client_of: Any, person_of: Any, units: Any) -> None:
    answers = [client.get(f"/fachbereiche/{slug}/") for slug in ("alt", "nie")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert client_of(person_of("strategy_office")).get("/fachbereiche/alt/").status_code == 200


def test_upper_apps_fill_the_page(client: Client, units: list[Unit], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "_providers", {})
    boxes.register("people.unit", lambda unit, person: ("web/ui/empty_state.html", {"title": f"Kasten {unit.number}"}))
    assert "Kasten 64" in client.get("/fachbereiche/wohnen/").content.decode()


def test_the_strategy_office_changes_a_unit(client_of: Any, person_of: Any, units: list[Unit]) -> None:
    client = client_of(person_of("strategy_office"))
    path = "/fachbereiche/wohnen/bearbeiten/"
    assert client.get(path).status_code == 200
    answer = client.post(
        path, {"name_de": "Wohnen und Bauen", "name_en": "Housing", "description_de": "", "description_en": ""}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/fachbereiche/wohnen/")
    assert Unit.objects.get(slug="wohnen").name == {"de": "Wohnen und Bauen", "en": "Housing"}
    assert str(Node.objects.get(kind="unit", object_id=units[0].pk).title) == "Wohnen und Bauen"
    assert JournalEntry.objects.values_list("kind", "subject_id").get() == ("unit.changed", "wohnen")
    nameless = client.post(path, {"name_de": "", "description_de": "bleibt stehen"})
    assert (nameless.status_code, "bleibt stehen" in nameless.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("role", "status"), [("visitor", 302), ("resident", 403), ("unit", 403), ("administrator", 403)]
)
def test_nobody_else_changes_a_unit(client_of: Any, person_of: Any, units: list[Unit], role: str, status: int) -> None:
    person = person_of(role)
    assert client_of(person).get("/fachbereiche/wohnen/bearbeiten/").status_code == status
    if person is not None:
        with pytest.raises(NotAllowed):
            actions.change_unit(unit=units[0], changes={"name": {"de": "X"}}, by=person, now=NOW)


def test_nothing_changed_is_nothing_journalled(person_of: Any, units: list[Unit]) -> None:
    actions.change_unit(unit=units[0], changes={"name": units[0].name}, by=person_of("strategy_office"), now=NOW)
    assert JournalEntry.objects.count() == 0
