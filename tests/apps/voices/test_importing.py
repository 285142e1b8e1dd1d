"""Voices from a table: preview, all or nothing, and twice is once."""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stadtgespraech.apps.dialogue.models import District, Topic
from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.voices import actions, queries
from stadtgespraech.apps.voices.actions.entering import beginning_of
from stadtgespraech.apps.voices.actions.importing import ImportedVoice
from stadtgespraech.apps.voices.actions.submitting import RECEIPT_LETTERS
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import thread
from stadtgespraech.core.errors import Conflict, NotAllowed, SignInFirst
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.tables.models import ImportPreview
from stadtgespraech.core.thread import recount
from stadtgespraech.core.thread.models import Node
from tests.apps.voices.talking import NOW, a_voice, at_once

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]
HEADINGS = ("Quelle", "Nummer", "Titel", "Text", "Thema", "Stadtbezirk", "Weg", "Datum")
ROW = (
    "Werkstatt",
    "1",
    "Mehr Bänke",
    "Man kann nirgends sitzen.",
    "Wohnen und Bauen",
    "Hörde",
    "Papierkarte",
    "01.02.2026",
)


@pytest.fixture(autouse=True)
def _places(db: None) -> None:
    topic = Topic.objects.create(slug="wohnen", name=Translated(de="Wohnen und Bauen", en="Housing"))
    District.objects.create(slug="hoerde", name="Hörde")
    thread.put(topic, at=NOW)


@pytest.fixture
def office(person_of: Any) -> Any:
    return person_of("strategy_office")


def as_csv(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> SimpleUploadedFile:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows([headings, *rows])
    return SimpleUploadedFile("stimmen.csv", text.getvalue().encode("utf-8-sig"))


def upload(client: Client, file: SimpleUploadedFile) -> tuple[str, str]:
    """(address of the preview, its text)."""
    answer = client.post("/stimmen/einlesen/", {"file": file, "submission_key": str(uuid.uuid4())})
    assert answer.status_code == 302, re.findall(r"error[^<]*<[^<]*", answer.content.decode())
    return answer["Location"], client.get(answer["Location"]).content.decode()


def confirm(client: Client, address: str, **more: str) -> Any:
    return client.post(address, {"submission_key": str(uuid.uuid4()), **more})


def stored() -> list[tuple[Any, ...]]:
    columns = (
        "source",
        "external_id",
        "title",
        "text",
        "topic__slug",
        "district__slug",
        "channel",
        "given_at",
        "state",
    )
    return list(Voice.objects.order_by("external_id").values_list(*columns))


NOON = datetime(2026, 2, 1, 11, tzinfo=UTC)
STORED = ("Werkstatt", "1", "Mehr Bänke", "Man kann nirgends sitzen.", "wohnen", "hoerde", "paper", NOON, "pending")


def test_preview_then_confirm(office: Any, client_of: ClientOf) -> None:
    client = client_of(office)
    address, page = upload(client, as_csv(ROW))
    assert ("Eine Zeile ist in Ordnung." in page, Voice.objects.count()) == (True, 0)
    assert confirm(client, address).status_code == 302
    voice = Voice.objects.get()
    assert (stored(), voice.author, voice.entered_by, voice.published_at) == ([STORED], None, office, None)
    assert len(voice.slug) == 8
    assert set(voice.slug) <= set(RECEIPT_LETTERS)
    entry = JournalEntry.objects.get()
    assert (entry.kind, json.loads(entry.body)["facts"]) == (
        "voices.imported",
        {"voices": 1, "sources": ["Werkstatt"], "published": False},
    )
    node = Node.objects.get(kind="voice")
    assert (node.object_id, node.visibility, node.title) == (voice.pk, "person", {"de": "Mehr Bänke"})
    assert recount.drift() == []


def test_the_same_from_a_workbook(office: Any, client_of: ClientOf) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["Source", "ID", "Title", "Text", "Topic", "District", "Channel", "Date"])
    # Numbers and days as a spreadsheet keeps them.
    sheet.append(["Werkstatt", 1, "Mehr Bänke", ROW[3], "housing", "hoerde", "paper", datetime(2026, 2, 1)])  # noqa: DTZ001
    file = io.BytesIO()
    book.save(file)
    client = client_of(office)
    address, _page = upload(client, SimpleUploadedFile("stimmen.xlsx", file.getvalue()))
    confirm(client, address)
    assert stored() == [STORED]


def test_the_template_comes_back_as_it_went_out(office: Any, client_of: ClientOf) -> None:
    client = client_of(office)
    for format in ("csv", "xlsx"):
        answer: Any = client.get(f"/stimmen/einlesen/vorlage.{format}")
        content = b"".join(answer.streaming_content)
        _address, page = upload(client, SimpleUploadedFile(f"vorlage.{format}", content))
        assert "Eine Zeile ist in Ordnung." in page


def test_twice_is_once(office: Any, client_of: ClientOf) -> None:
    client = client_of(office)
    second = (*ROW[:1], "2", *ROW[2:])
    for file, remark in (
        (as_csv(ROW), ""),
        (as_csv(ROW), "Eine davon ist schon eingelesen"),
        (as_csv(ROW, second), "Eine davon ist schon eingelesen"),
    ):
        address, page = upload(client, file)
        assert remark in page
        confirm(client, address)
        confirm(client, address)
    assert [row[:2] for row in stored()] == [("Werkstatt", "1"), ("Werkstatt", "2")]
    assert JournalEntry.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("", *ROW[1:]), "Zeile 3, Quelle:"),
        (("Werkstatt", "", *ROW[2:]), "Zeile 3, Nummer:"),
        ((*ROW[:1], "2", "", "", *ROW[4:]), "Zeile 3, Text: In dieser Zeile steht nichts, was jemand gesagt hat."),
        (
            (*ROW[:1], "2", *ROW[2:4], "Weltraum", *ROW[5:]),
            "Zeile 3, Thema: Dieses Thema kennen wir nicht: „Weltraum“.",
        ),
        (
            (*ROW[:1], "2", *ROW[2:5], "Mars", *ROW[6:]),
            "Zeile 3, Stadtbezirk: Diesen Stadtbezirk kennen wir nicht: „Mars“.",
        ),
        ((*ROW[:1], "2", *ROW[2:6], "Brieftaube", ROW[7]), "Zeile 3, Weg: Den Weg „Brieftaube“ kennen wir nicht."),
        ((*ROW[:1], "2", *ROW[2:6], "", ROW[7]), "Zeile 3, Weg:"),
        ((*ROW[:7], "31.02.2026"), "Zeile 3, Datum:"),
        ((*ROW[:7], "01.01.2100"), "Zeile 3, Datum: Bitte geben Sie einen Tag an"),
        (ROW, "Zeile 3, Nummer: Das steht schon in Zeile 2."),
        ((*ROW[:1], "2", "T" * 200, "x" * 4_900, *ROW[4:]), "Zeile 3, Text: Titel und Text sind zusammen länger"),
    ],
)
def test_one_wrong_row_and_nothing_is_taken(
    office: Any, client_of: ClientOf, row: tuple[str, ...], sentence: str
) -> None:
    client = client_of(office)
    address, page = upload(client, as_csv(ROW, row))
    assert sentence in page
    confirm(client, address)
    assert (Voice.objects.count(), JournalEntry.objects.count(), Node.objects.filter(kind="voice").count()) == (0, 0, 0)


def test_the_same_number_with_other_words_is_not_passed_over(office: Any, client_of: ClientOf) -> None:
    client = client_of(office)
    address, _page = upload(client, as_csv(ROW))
    confirm(client, address)
    _address, page = upload(client, as_csv((*ROW[:3], "Etwas ganz anderes.", *ROW[4:])))
    assert "Aus dieser Quelle gibt es diese Nummer schon, mit einem anderen Text." in page


def test_a_title_stays_as_it_was_given(office: Any, client_of: ClientOf) -> None:
    client = client_of(office)
    address, _page = upload(client, as_csv((*ROW[:2], "Zu eng. GEHT'S NOCH?", *ROW[3:])))
    confirm(client, address)
    assert Voice.objects.get().title == "Zu eng. GEHT'S NOCH?"


def test_what_a_row_may_leave_out(office: Any, client_of: ClientOf) -> None:
    client = client_of(office)
    rows = [
        ("Post", "1", "", "Mehr Bänke! Und Bäume.", "", "", "Brief", ""),
        ("Post", "2", "Nur ein Titel", "", "", "", "E-Mail", ""),
        ("Post", "3", "Wort " * 30, "Und ein Text.", "", "", "Telefon", ""),
    ]
    address, page = upload(client, as_csv(*rows))
    assert "Ein Titel ist zu lang und wird gekürzt" in page
    confirm(client, address)
    titles = dict(Voice.objects.values_list("external_id", "title"))
    texts = dict(Voice.objects.values_list("external_id", "text"))
    assert (titles["1"], titles["2"], texts["2"]) == ("Mehr Bänke!", "Nur ein Titel", "Nur ein Titel")
    assert (len(titles["3"]) <= 120, titles["3"].endswith("Wort…")) == (True, True)
    assert texts["3"] == f"{('Wort ' * 30).strip()}\n\nUnd ein Text."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Kurz", "Kurz"),
        ("Eins. Zwei.", "Eins."),
        ("Warum? Darum!", "Warum?"),
        ("  Viele\n\n Zeilen  ", "Viele Zeilen"),
        ("x" * 300, f"{'x' * 119}…"),
        (f"{'wort ' * 40}", f"{('wort ' * 23).strip()}…"),
        ("Am 3.4. um 10 Uhr", "Am 3.4."),
    ],
)
def test_the_beginning_of_a_text(text: str, title: str) -> None:
    assert beginning_of(text) == title
    assert len(title) <= 120


def test_the_strategy_office_may_publish_at_once(office: Any, person_of: Any, client_of: ClientOf) -> None:
    client = client_of(office)
    address, page = upload(client, as_csv(ROW))
    assert 'name="publish"' in page
    confirm(client, address, publish="on")
    voice = Voice.objects.get()
    assert (voice.state, voice.published_at is not None, Node.objects.get(kind="voice").visibility) == (
        "published",
        True,
        "public",
    )
    moderator = client_of(person_of("moderator"))
    address, page = upload(moderator, as_csv((*ROW[:1], "2", *ROW[2:])))
    assert 'name="publish"' not in page
    confirm(moderator, address, publish="on")
    assert Voice.objects.get(external_id="2").state == "pending"


def a_row(number: int, **more: Any) -> ImportedVoice:
    values = {
        "source": "Werkstatt",
        "external_id": str(number),
        "title": "Titel",
        "text": "Text",
        "topic": None,
        "district": None,
        "channel": "paper",
        "given_at": NOW,
    }
    return ImportedVoice(**(values | more))


def test_who_may_import(person_of: Any, client_of: ClientOf) -> None:
    for nobody in (person_of("resident"), person_of("unit"), person_of("administrator")):
        with pytest.raises(NotAllowed):
            actions.import_voices(voices=[a_row(1)], by=nobody, now=NOW)
        assert client_of(nobody).get("/stimmen/einlesen/").status_code == 403
    with pytest.raises(SignInFirst):
        actions.import_voices(voices=[a_row(1)], by=None, now=NOW)
    with pytest.raises(NotAllowed):
        actions.import_voices(voices=[a_row(1)], publish=True, by=person_of("moderator"), now=NOW)
    assert Voice.objects.count() == 0


def test_a_preview_is_its_owners(office: Any, person_of: Any, client_of: ClientOf) -> None:
    address, _page = upload(client_of(office), as_csv(ROW))
    other = client_of(person_of("moderator"))
    assert (other.get(address).status_code, confirm(other, address).status_code) == (404, 404)
    assert ImportPreview.objects.count() == 1


# -- Deciding together -----------------------------------------------------------------------------


def test_voices_of_a_source_are_decided_on_together(office: Any, client_of: ClientOf) -> None:
    actions.import_voices(voices=[a_row(n) for n in range(30)], by=office, now=NOW)
    actions.import_voices(voices=[a_row(n, source="A & B=C") for n in range(3)], by=office, now=NOW)
    online = a_voice(state=Voice.State.PENDING)
    client = client_of(office)
    page = client.get("/stimmen/eingelesen/").content.decode()
    assert list(queries.waiting_by_source(seen_by=office)) == [
        {"source": "A & B=C", "waiting": 3},
        {"source": "Werkstatt", "waiting": 30},
    ]
    addresses = re.findall(r'href="(/stimmen/eingelesen/pruefen/[^"]*)"', page)
    assert "30 Stimmen warten" in client.get(addresses[1]).content.decode()
    assert "A &amp; B=C" in client.get(addresses[0]).content.decode()
    assert confirm(client, addresses[1], decision="publish")["Location"] == "/stimmen/eingelesen/"
    assert confirm(client, addresses[0], decision="refuse").status_code == 422
    assert confirm(client, addresses[0], decision="refuse", refusal="advertising").status_code == 302
    online.refresh_from_db()
    assert online.state == Voice.State.PENDING
    states = Voice.objects.exclude(pk=online.pk).order_by("source", "state").values_list("source", "state", "refusal")
    assert set(states) == {("A & B=C", "rejected", "advertising"), ("Werkstatt", "published", "")}
    assert (Node.objects.filter(kind="voice", visibility="public").count(), recount.drift()) == (30, [])
    moderated = JournalEntry.objects.filter(kind="voices.moderated").order_by("seq")
    assert [json.loads(entry.body)["facts"] for entry in moderated] == [
        {"voices": 30, "source": "Werkstatt", "state": "published"},
        {"voices": 3, "source": "A & B=C", "state": "rejected"},
    ]
    assert client.get(addresses[0]).status_code == 404
    with pytest.raises(Conflict):
        actions.publish_imported(source="Werkstatt", by=office, now=NOW)


def test_voices_without_a_source_are_never_decided_on_together(office: Any, person_of: Any) -> None:
    a_voice(state=Voice.State.PENDING)
    with pytest.raises(Conflict):
        actions.publish_imported(source="", by=office, now=NOW)
    with pytest.raises(NotAllowed):
        actions.publish_imported(source="Werkstatt", by=person_of("unit"), now=NOW)


# -- Races -----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_same_file_confirmed_by_four_at_once_is_stored_once(person_of: Any) -> None:
    people = [person_of("moderator") for _ in range(4)]
    rows = [a_row(n) for n in range(50)]
    results = at_once(4, lambda n: actions.import_voices(voices=rows, by=people[n], now=NOW))
    # Whoever comes too late finds them there, or fails whole on the constraint.
    assert (results.count(50), Voice.objects.count(), recount.drift()) == (1, 50, [])
    assert JournalEntry.objects.filter(kind="voices.imported").count() == 1
