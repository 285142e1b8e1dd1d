"""Voices for machines: public ones only, without names, in every form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.voices.models import Answer, Voice
from tests.apps.voices.saying import NOW, make_district, make_topic, open_stage, say, say_publicly
from tests.conftest import PersonOf

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


@pytest.fixture
def two(person_of: PersonOf) -> list[Voice]:
    """An overdue one and an answered one; a third waits."""
    open_stage()
    office, topic, district = person_of("moderator"), make_topic(), make_district()
    late = say_publicly(office, "=1+1", topic=topic, district=district, signed_as="Aylin K.")
    Voice.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    answered = say_publicly(office, "Mehr Bänke")
    Answer.objects.create(voice=answered, disposition="planned", text="Ja.", given_at=NOW + timedelta(days=3))
    say("Wartet")
    return [late, answered]


def slugs(client: Client, query: str = "") -> list[str]:
    return [item["slug"] for item in client.get(f"/api/v1/voices{query}").json()["items"]]


def test_a_voice(client: Client, two: list[Voice]) -> None:
    late, _answered = two
    late.refresh_from_db()
    item = client.get(f"/api/v1/voices/{late.slug}").json()
    assert item.pop("page").endswith(f"/stimmen/{late.slug}/")
    assert item == {
        "slug": late.slug,
        "example": False,
        "title": "=1+1",
        "text": "=1+1, bitte.",
        "language": "de",
        "channel": "online",
        "topic": "mobilitaet",
        "district": "huckarde",
        "stage": "stufe-1",
        "format": None,
        "event": None,
        "given_on": "2026-05-14",
        "published_at": "2026-05-14T09:00:00Z",
        "supports": 0,
        "comments": 0,
        "answer": "overdue",
        "disposition": None,
        "answered_on": None,
        "due_on": late.due_on.isoformat() if late.due_on else None,
    }


def test_only_what_is_public_and_the_same_for_everybody(
    two: list[Voice], person_of: PersonOf, client_of: ClientOf
) -> None:
    author = person_of("resident")
    own = say("Meine", by=author)
    expected = [voice.slug for voice in two]
    for client in (Client(), client_of(author), client_of(person_of("strategy_office"))):
        assert slugs(client) == expected
        assert client.get(f"/api/v1/voices/{own.slug}").status_code == 404


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("?answer=answered", [1]),
        ("?answer=overdue", [0]),
        ("?answer=open", []),
        ("?disposition=planned", [1]),
        ("?topic=mobilitaet&district=huckarde", [0]),
        ("?channel=paper", []),
        ("?channel=online&example=false", [0, 1]),
        ("?limit=1", [0]),
    ],
)
def test_filters(client: Client, two: list[Voice], query: str, places: list[int]) -> None:
    assert slugs(client, query) == [two[place].slug for place in places]


def test_the_download_runs_nothing_and_names_nobody(client: Client, two: list[Voice]) -> None:
    response: Any = client.get("/daten/voices.csv")
    text = response.getvalue().decode()
    assert "'=1+1" in text and "Mehr Bänke" in text and "example" in text
    assert "Aylin" not in text and "Wartet" not in text


def test_the_search_and_the_thread_find_a_voice(client: Client, two: list[Voice]) -> None:
    found = client.get("/api/v1/search?q=baenke&kind=voice").json()["items"]
    assert [item["slug"] for item in found] == [two[1].slug]
    assert client.get(f"/api/v1/thread/voice/{two[1].slug}").json()["object"]["title"] == {
        "de": "Mehr Bänke",
        "en": None,
    }
