"""The pages: what they say, and what the forms take."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stadtgespraech.apps.dialogue.models import Event, Format, Stage, TimelineEntry, Topic
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.languages import Translated

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HIDDEN = 404


@pytest.fixture
def desk(office: Any, client_of: Any) -> Client:
    """A browser of the strategy office."""
    return client_of(office)


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return " ".join(response.content.decode().split())


def send(client: Client, address: str, **typed: Any) -> Any:
    """Open the form at ``address`` and send what it shows, with what was typed over it."""
    form = client.get(address).context["form"]
    data: dict[str, Any] = {"submission_key": str(uuid.uuid4())}
    for bound in form:
        value = bound.value()
        if bound.name == "submission_key" or value in (None, False):
            continue
        if hasattr(bound.field.widget, "decompress"):
            for (suffix, _widget), part in zip(
                zip(bound.field.widget.widgets_names, bound.field.widget.widgets, strict=True),
                bound.field.widget.decompress(value),
                strict=True,
            ):
                data[bound.html_name + suffix] = part
        elif isinstance(value, date):
            data[bound.html_name] = bound.field.widget.format_value(value)
        elif isinstance(value, (list, tuple)):
            data[bound.html_name] = [str(getattr(part, "pk", part)) for part in value]
        else:
            data[bound.html_name] = str(value)
    return client.post(address, {**data, **typed})


ALL = ("stage", "format_", "event", "topic", "entry")


@pytest.mark.usefixtures(*ALL)
def test_the_overview_shows_the_way(client: Client) -> None:
    Stage.objects.filter(slug="ratsbeschluss").update(state="open")
    text = text_of(client, "/mitreden/")
    for expected in ("Ratsbeschluss", "geplant war: 4. Quartal 2023", "läuft gerade", "Stadtkonferenz", "Übermut"):
        assert expected in text
    assert "Bei dieser Stufe mitreden: Ratsbeschluss" in text
    assert "Gerade ist keine Stufe offen" not in text


def test_an_empty_dialogue_says_so(client: Client) -> None:
    text = text_of(client, "/mitreden/")
    for expected in ("Noch keine Stufen", "Gerade ist keine Stufe offen", "Zurzeit ist kein Termin angekündigt"):
        assert expected in text
    assert "Noch kein Zeitplan" in text_of(client, "/zeitplan/")
    assert "Zurzeit ist kein Termin angekündigt" in text_of(client, "/termine/")
    assert "Noch kein vergangener Termin" in text_of(client, "/termine/?zeit=vorbei")
    assert "Noch keine Themen" in text_of(client, "/themen/")


@pytest.mark.usefixtures(*ALL)
def test_what_the_sources_do_not_say_stays_open(client: Client) -> None:
    text = text_of(client, "/stufen/ratsbeschluss/")
    assert "Geplant: 4. Quartal 2023 (Stand der Planung: 2022)." in text
    assert "Tatsächlich: nicht in den Quellen." in text
    assert "Quelle: Ratsvorlage 24633-22." in text
    TimelineEntry.objects.update(actual="2025-06")
    assert "Tatsächlich: Juni 2025, später als geplant." in text_of(client, "/stufen/ratsbeschluss/")
    plan = text_of(client, "/zeitplan/")
    assert "<td>Juni 2025</td> <td>später als geplant</td> <td>Ratsvorlage 24633-22</td>" in plan


@pytest.mark.usefixtures("stage")
def test_the_youngest_plan_counts(client: Client, entry: TimelineEntry, stage: Stage) -> None:
    TimelineEntry.objects.create(
        slug="spaeter", what=Translated(de="Vorlage"), stage=stage, planned="2025-06", planned_in="2024-04"
    )
    assert "geplant war: Juni 2025" in text_of(client, "/mitreden/")
    assert "neuere Planung (April 2024): Juni 2025, später als geplant" in text_of(client, "/zeitplan/")
    assert "neuere Planung (April 2024): Juni 2025" in text_of(client, "/stufen/ratsbeschluss/")


@pytest.mark.usefixtures(*ALL)
def test_an_event_says_when_where_and_for_whom(client: Client) -> None:
    text = text_of(client, "/termine/erste-konferenz/")
    for expected in ("9. Mai 2026, 10:00 bis 16:00 Uhr", "Rathaus, Saal 1", "Stadtkonferenz", "Übermut"):
        assert expected in text
    response = client.get("/termine/erste-konferenz/termin.ics")
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "text/calendar; charset=utf-8",
        'attachment; filename="erste-konferenz.ics"',
    )
    assert "DTSTART:20260509T080000Z" in response.content.decode()


def test_a_past_event_is_honest_about_what_is_not_known(client: Client, event: Event) -> None:
    Event.objects.update(starts_at=datetime(2020, 5, 9, 8, tzinfo=UTC), ends_at=None)
    Event.objects.create(slug="ungefaehr", name=Translated(de="Ungefähr"), date_text="2019-Q4")
    Event.objects.create(slug="offen", name=Translated(de="Ganz offen"))
    past = text_of(client, "/termine/?zeit=vorbei")
    assert "war geplant; ob der Termin stattfand, ist nicht eingetragen" in past
    assert "4. Quartal 2019" in past
    coming = text_of(client, "/termine/")
    assert ("Ganz offen" in coming, "Ungefähr" in coming, "Erste Konferenz" in coming) == (True, False, False)


def test_the_feed_holds_what_a_calendar_can_hold(client: Client, event: Event) -> None:
    Event.objects.create(slug="irgendwann", name=Translated(de="Irgendwann"), date_text="2027-05")
    Event.objects.create(slug="weg", name=Translated(de="Weg"), date_text="2027-05-01", archived_at=timezone.now())
    response = client.get("/termine/termine.ics")
    lines = response.content.decode().split("\r\n")
    assert [line for line in lines if line.startswith("SUMMARY")] == ["SUMMARY:Erste Konferenz"]
    assert client.get("/termine/irgendwann/termin.ics").status_code == HIDDEN


@pytest.mark.usefixtures(*ALL)
@pytest.mark.parametrize(
    "address",
    [
        "/stufen/nirgendwo/",
        "/formate/nirgendwo/",
        "/termine/nirgendwo/",
        "/themen/nirgendwo/",
        "/themen/archiviert/",
        "/termine/nirgendwo/termin.ics",
    ],
)
def test_unknown_and_hidden_are_the_same(client: Client, address: str) -> None:
    Topic.objects.create(slug="archiviert", name=Translated(de="Archiviert"), archived_at=timezone.now())
    assert client.get(address).status_code == HIDDEN


def test_the_office_keeps_the_archive(desk: Client, topic: Topic) -> None:
    Topic.objects.update(archived_at=timezone.now())
    assert "Dieses Thema wurde aus der Liste genommen." in text_of(desk, "/themen/uebermut/")


EDITING = [
    "/stufen/ratsbeschluss/bearbeiten/",
    "/formate/stadtkonferenz/bearbeiten/",
    "/termine/neu/",
    "/termine/erste-konferenz/bearbeiten/",
    "/termine/erste-konferenz/absagen/",
    "/themen/neu/",
    "/themen/uebermut/bearbeiten/",
    "/themen/uebermut/archivieren/",
    "/themen/uebermut/wiederaufnehmen/",
    "/zeitplan/neu/",
    "/zeitplan/abschluss/bearbeiten/",
]


@pytest.mark.usefixtures(*ALL)
@pytest.mark.parametrize("address", EDITING)
def test_only_the_office_sees_forms(address: str, desk: Client, client: Client, client_of: Any, person_of: Any) -> None:
    for role in ("resident", "unit", "council"):
        assert client_of(person_of(role)).get(address).status_code == 403
        assert client_of(person_of(role)).post(address, {"name_de": "x"}).status_code == 403
    assert client.post(address, {"name_de": "x"}).status_code == 403
    assert desk.get(address).status_code == 200
    assert JournalEntry.objects.count() == 0


@pytest.mark.usefixtures(*ALL)
@pytest.mark.parametrize("address", EDITING)
def test_what_was_shown_can_be_sent_as_it_is(address: str, desk: Client) -> None:
    typed = {"what_de": "Auftakt", "planned": "2024-04-09"} if address == "/zeitplan/neu/" else {}
    typed = {"name_de": "Auftakt"} if address.endswith("/neu/") and not typed else typed
    response = send(desk, address, **typed)
    assert response.status_code == 302, response.context["form"].errors
    changing = address.endswith(("bearbeiten/", "wiederaufnehmen/"))
    assert JournalEntry.objects.count() == (0 if changing else 1)


@pytest.mark.usefixtures(*ALL)
def test_a_stage_is_changed_in_its_form(desk: Client) -> None:
    response = send(
        desk, "/en/stufen/ratsbeschluss/bearbeiten/", state="open", actual_start="05.01.2026", name_en="Decision"
    )
    assert (response.status_code, response["Location"]) == (302, "/en/stufen/ratsbeschluss/")
    stage = Stage.objects.get()
    assert (stage.state, str(stage.actual_start), stage.name) == (
        "open",
        "2026-01-05",
        {"de": "Ratsbeschluss", "en": "Decision"},
    )


@pytest.mark.usefixtures(*ALL)
def test_an_event_keeps_its_hour_in_the_citys_time(desk: Client) -> None:
    send(desk, "/termine/erste-konferenz/bearbeiten/", starts_at="09.05.2026 11:30", topics=[])
    event = Event.objects.get()
    assert event.starts_at == datetime(2026, 5, 9, 9, 30, tzinfo=UTC)
    assert list(event.topics.all()) == []


LONG = "x" * 301
BAD: list[tuple[str, dict[str, Any], str]] = [
    (EDITING[0], {"state": "gone"}, "state"),
    (EDITING[0], {"name_de": ""}, "name"),
    (EDITING[0], {"name_de": LONG}, "name"),
    (EDITING[0], {"description_de": "x" * 20_001}, "description"),
    (EDITING[0], {"planned_start": "gestern"}, "planned_start"),
    (EDITING[0], {"planned_start": "0001-01-01"}, "planned_start"),
    (EDITING[0], {"planned_start": "2026-02-30"}, "planned_start"),
    (EDITING[0], {"planned_start": "2026-02-03", "planned_end": "2026-02-02"}, "planned_end"),
    (EDITING[0], {"actual_start": "2026-02-03", "actual_end": "2026-02-02"}, "actual_end"),
    (EDITING[0], {"name_de": "a\x00b"}, "name"),
    (EDITING[1], {"name_de": " "}, "name"),
    (EDITING[1], {"description_de": ""}, "description"),
    (EDITING[1], {"sector": "99999999"}, "sector"),
    (EDITING[1], {"sector": "'; DROP TABLE"}, "sector"),
    (EDITING[1], {"participants_min": "-1"}, "participants_min"),
    (EDITING[1], {"participants_min": "viele"}, "participants_min"),
    (EDITING[1], {"participants_max": "99999999999999999999"}, "participants_max"),
    (EDITING[1], {"participants_min": "9", "participants_max": "8"}, "participants_max"),
    (EDITING[1], {"invited": "1e400"}, "invited"),
    (EDITING[1], {"audience_de": LONG}, "audience"),
    (EDITING[2], {}, "name"),
    (EDITING[2], {"name_en": "Only English"}, "name"),
    (EDITING[2], {"name_de": "x", "state": "cancelled"}, "state"),
    (EDITING[2], {"name_de": "x", "starts_at": "0001-01-01T00:00"}, "starts_at"),
    (EDITING[2], {"name_de": "x", "starts_at": "9999-12-31T23:59"}, "starts_at"),
    (EDITING[2], {"name_de": "x", "starts_at": "um acht"}, "starts_at"),
    (EDITING[2], {"name_de": "x", "ends_at": "2026-05-09T10:00"}, "starts_at"),
    (EDITING[2], {"name_de": "x", "starts_at": "2026-05-09T10:00", "ends_at": "2026-05-09T09:00"}, "ends_at"),
    (EDITING[2], {"name_de": "x", "date_text": "demnächst"}, "date_text"),
    (EDITING[2], {"name_de": "x", "topics": ["99999999999999999999"]}, "topics"),
    (EDITING[2], {"name_de": "x", "topics": ["a"]}, "topics"),
    (EDITING[2], {"name_de": "x", "stage": "0"}, "stage"),
    (EDITING[2], {"name_de": "x", "place": LONG}, "place"),
    (EDITING[3], {"name_de": ""}, "name"),
    (EDITING[5], {"name_de": ""}, "name"),
    (EDITING[6], {"name_de": LONG}, "name"),
    (EDITING[9], {"what_de": "x"}, "planned"),
    (EDITING[9], {"what_de": "", "planned": "2024"}, "what"),
    (EDITING[9], {"what_de": "x", "planned": "2024-13"}, "planned"),
    (EDITING[9], {"what_de": "x", "planned": "9999-12"}, "planned"),
    (EDITING[9], {"what_de": "x", "planned": "2024", "stage": "nein"}, "stage"),
    (EDITING[10], {"actual": "2024-02-31"}, "actual"),
    (EDITING[10], {"planned": "", "actual": ""}, "planned"),
    (EDITING[10], {"source": LONG}, "source"),
]


@pytest.mark.usefixtures(*ALL)
@pytest.mark.parametrize(("address", "typed", "field"), BAD)
def test_bad_input_gets_a_sentence_and_stores_nothing(
    address: str, typed: dict[str, Any], field: str, desk: Client
) -> None:
    before = [list(model.objects.values()) for model in (Stage, Format, Event, Topic, TimelineEntry)]
    response = send(desk, address, **typed)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    for name, value in typed.items():
        # Nothing typed is lost.
        assert response.context["form"].data.getlist(name) == (value if isinstance(value, list) else [value])
    assert [list(model.objects.values()) for model in (Stage, Format, Event, Topic, TimelineEntry)] == before
    assert JournalEntry.objects.count() == 0


def test_what_took_place_cannot_be_called_off_in_its_form(desk: Client, event: Event) -> None:
    Event.objects.update(state="held")
    response = send(desk, "/termine/erste-konferenz/absagen/")
    assert response.status_code == 409
    assert "hat schon stattgefunden" in response.content.decode()
