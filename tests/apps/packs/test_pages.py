"""The pages of the loaded pack."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from stadtgespraech.apps.dialogue.models import Topic
from stadtgespraech.apps.packs.actions import load_pack
from stadtgespraech.apps.packs.checking import open_pack
from stadtgespraech.apps.packs.models import PackedValue
from stadtgespraech.apps.strategy.models import Goal
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.languages import Translated
from tests.counting import page_statements

TINYTOWN = Path(__file__).parent / "tinytown"
ADDRESS = "/stadtpaket/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def edited() -> PackedValue:
    """The tiny town with one field edited on the site."""
    load_pack(pack=open_pack(TINYTOWN), now=datetime(2026, 3, 1, 12, tzinfo=UTC))
    Goal.objects.filter(slug="draussen").update(name=Translated(de="Draußen sein"))
    return PackedValue.objects.get(kind="goal", key="draussen", field="name")


@pytest.fixture
def office(person_of: Callable[..., Any], client_of: Callable[..., Client]) -> Client:
    return client_of(person_of("strategy_office"))


def test_the_page_shows_pack_date_contents_and_conflicts(edited: PackedValue, office: Client) -> None:
    page = office.get(ADDRESS).content.decode()

    for expected in (
        "Krähwinkel",
        "1. März 2026",
        "Dorfplan 2025",
        "goal/draussen.name",
        "Draußen sein",
        "Gern draußen",
    ):
        assert expected in page
    assert f'href="/stadtpaket/{edited.pk}/uebernehmen/"' in page


def test_without_a_pack_the_page_says_what_to_do(office: Client) -> None:
    assert "Noch kein Paket geladen" in office.get(ADDRESS).content.decode()


def test_the_office_takes_the_packs_value_after_being_asked(edited: PackedValue, office: Client) -> None:
    address = f"/stadtpaket/{edited.pk}/uebernehmen/"
    asked = office.get(address).content.decode()
    key = str(uuid.uuid4())
    first = office.post(address, {"submission_key": key})

    assert "Der Wert auf der Website wird ersetzt." in asked
    assert [first.status_code, first["Location"]] == [302, "/stadtpaket/"]
    assert Goal.objects.get(slug="draussen").name == {"de": "Gern draußen"}
    assert [entry.kind for entry in JournalEntry.objects.all()] == ["pack.value_taken", "pack.loaded"]
    # Settled: the question is gone, whoever asks again.
    assert office.get(address).status_code == 404


def test_a_field_without_a_conflict_has_no_page(edited: PackedValue, office: Client) -> None:
    settled = PackedValue.objects.get(kind="goal", key="lesen", field="name")

    assert [office.get(f"/stadtpaket/{number}/uebernehmen/").status_code for number in (settled.pk, 10**12)] == [
        404,
        404,
    ]


@pytest.mark.parametrize(
    ("role", "overview", "take"),
    [
        ("visitor", 302, 302),
        ("resident", 403, 403),
        ("unit", 403, 403),
        ("administrator", 200, 403),
        ("strategy_office", 200, 200),
    ],
)
def test_who_sees_the_pack_and_who_overrules(
    edited: PackedValue,
    person_of: Callable[..., Any],
    client_of: Callable[..., Client],
    role: str,
    overview: int,
    take: int,
) -> None:
    client = client_of(person_of(role))

    assert [client.get(ADDRESS).status_code, client.get(f"/stadtpaket/{edited.pk}/uebernehmen/").status_code] == [
        overview,
        take,
    ]


def test_the_page_takes_the_same_number_of_statements_for_many_conflicts(edited: PackedValue, office: Client) -> None:
    few = page_statements(office, ADDRESS)
    Topic.objects.bulk_create(Topic(slug=f"t{number}", name=Translated(de="x"), order=1) for number in range(1000))
    PackedValue.objects.bulk_create(
        PackedValue(kind="topic", key=f"t{number}", field="order", value=2) for number in range(1000)
    )
    assert page_statements(office, ADDRESS) == few
