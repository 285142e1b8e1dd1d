"""The search page: finds what the person may see, marks it, and helps when there is nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from stadtgespraech.apps.dialogue.models import Stage, Topic
from stadtgespraech.apps.strategy.models import Goal
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated
from tests.counting import page_statements

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def things() -> None:
    goal = Goal.objects.create(
        slug="mut", name=Translated(de="Übermut <b>wagen</b>", en="Be bold"), summary=Translated(de="Radwege & Mut.")
    )
    topics = [
        Topic(slug="klima", name=Translated(de="Klima")),
        Topic(slug="rad", name=Translated(de="Radfahren"), is_example=True),
        Topic(slug="weg", name=Translated(de="Rad von gestern"), archived_at=NOW),
    ]
    for topic in topics:
        topic.save()
    thread.put_many([goal, *topics], at=NOW)


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_results_are_marked_and_safe(client: Client) -> None:
    text = text_of(client, "/suche/?q=uebermut+wagen")
    assert "<b><mark>Übermut</mark> &lt;b&gt;<mark>wagen</mark>&lt;/b&gt;</b>" in text
    assert "Ein Treffer für „uebermut wagen“" in text
    assert "<script>" not in text_of(client, "/suche/?q=%3Cscript%3E")


def test_kinds_are_counted_and_chosen(client: Client) -> None:
    text = text_of(client, "/suche/?q=rad")
    assert "2 Treffer für „rad“" in text
    assert '<option value="goal">Ziele (1)</option><option value="topic">Themen (1)</option>' in text
    chosen = text_of(client, "/suche/?q=rad&art=topic")
    assert "Ein Treffer für „rad“" in chosen
    assert '<option value="topic" selected>' in chosen
    assert "Rad von gestern" not in chosen
    assert "2 Treffer" in text_of(client, "/suche/?q=rad&art=gibt-es-nicht")


def test_nothing_found_helps_on(client: Client) -> None:
    text = text_of(client, "/suche/?q=klima+raumschiff&art=goal")
    assert "Dazu haben wir nichts gefunden" in text
    assert '<a href="?q=klima">klima</a> <span class="soft">ein Treffer</span>' in text
    assert "raumschiff</a>" not in text


def test_nothing_asked_offers_to_browse(client: Client) -> None:
    text = text_of(client, "/suche/")
    assert '<a href="?art=topic">Themen</a> <span class="soft">2</span>' in text
    assert "Treffer" not in text
    assert "2 Treffer" in text_of(client, "/suche/?art=topic")


def test_results_lead_to_pages_in_the_readers_language(client: Client) -> None:
    text = text_of(client, "/en/suche/?q=bold")
    assert '<a href="/en/ziele/mut/"><b>Be <mark>bold</mark></b></a>' in text


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%00rad", "q=" + "x" * 5000, "q=rad&seite=9999", "q=rad&seite=x", "q=%ff", "q=%ED%A0%80"]
)
def test_odd_questions_get_an_answer(client: Client, query: str) -> None:
    text_of(client, f"/suche/?{query}")


def test_many_results_take_no_more_statements(client: Client, person_of: Any) -> None:
    addresses = ["/suche/?q=stufe", "/suche/", "/suche/?art=stage", "/suche/?q=stufe+nichts"]

    def fill(start: int, stop: int) -> None:
        stages = [
            Stage.objects.create(
                slug=f"s-{n}", number=n, name=Translated(de=f"Stufe {n}"), description=Translated(de="x")
            )
            for n in range(start, stop)
        ]
        thread.put_many(stages, at=NOW)

    fill(0, 10)
    few = [page_statements(client, address) for address in addresses]
    fill(10, 300)
    assert [page_statements(client, address) for address in addresses] == few
    assert max(few) <= 15
