"""What a resolution asks of the units: deadlines, reports, what is open and overdue."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from stadtgespraech.apps.council import actions, queries
from stadtgespraech.apps.council.actions.refusals import ReasonMissing
from stadtgespraech.apps.council.models import FollowUp, FollowUpReport, Resolution
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.core.errors import NotAllowed
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread.recount import drift
from stadtgespraech.core.thread.weaving import node_of
from stadtgespraech.core.web import queues
from stadtgespraech.core.web.boxes import boxes
from tests.apps.council.conftest import NOW, journal

LATE = datetime(2026, 7, 12, 9, tzinfo=UTC)


def report(item: FollowUp, state: str, by: Any, *, reason: str = "", now: datetime = NOW) -> FollowUp:
    return actions.report_follow_up(follow_up=item, state=state, reason=reason, by=by, now=now)


@pytest.fixture
def clerk(person_of: Any, unit: Unit) -> Any:
    """Works for the unit that has to do it."""
    return person_of("unit", unit=unit)


def test_an_item_is_counted_on_the_thread(follow_up: FollowUp, resolution: Resolution, clerk: Any) -> None:
    assert node_of(resolution).note["de"] == "zugestimmt · 0 von 1 Auftrag abgeschlossen"
    assert journal()[-1] == (
        "follow_up.added",
        "100-26-beschluss",
        {"follow_up": follow_up.pk, "unit": "1", "deadline": "2026-06-30"},
    )
    report(follow_up, "done", clerk)
    assert node_of(resolution).note["de"] == "zugestimmt · 1 von 1 Auftrag abgeschlossen"
    assert drift() == []


def test_every_report_is_kept(follow_up: FollowUp, clerk: Any, office: Any, unit: Unit) -> None:
    report(follow_up, "in-work", clerk, reason="Planer beauftragt.")
    for _ in range(2):
        report(follow_up, "done", office, now=LATE)
    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.reason, follow_up.reported_on, follow_up.finished_on) == (
        "done",
        "",
        date(2026, 7, 12),
        date(2026, 7, 12),
    )
    rows = FollowUpReport.objects.values_list("state", "reason", "unit", "deadline")
    assert list(rows) == [
        ("done", "", None, date(2026, 6, 30)),
        ("in-work", "Planer beauftragt.", unit.pk, date(2026, 6, 30)),
    ]
    assert [facts for kind, _subject, facts in journal() if kind == "follow_up.reported"] == [
        {"follow_up": follow_up.pk, "before": "open", "state": "in-work", "unit": "1"},
        {"follow_up": follow_up.pk, "before": "in-work", "state": "done", "unit": "1"},
    ]
    report(follow_up, "in-work", office, reason="Doch nicht fertig.", now=LATE)
    follow_up.refresh_from_db()
    assert follow_up.finished_on is None


@pytest.mark.parametrize(
    ("state", "now", "needs"),
    [
        ("dropped", NOW, True),
        ("in-work", NOW, False),
        ("in-work", LATE, True),
        ("open", LATE, True),
        ("done", LATE, False),
    ],
)
def test_what_is_dropped_or_late_says_why(
    follow_up: FollowUp, clerk: Any, state: str, now: datetime, needs: bool
) -> None:
    if needs:
        with pytest.raises(ReasonMissing):
            report(follow_up, state, clerk, reason="  ", now=now)
        assert FollowUpReport.objects.count() == 0
    report(follow_up, state, clerk, reason="Darum." if needs else "", now=now)
    assert FollowUp.objects.get().state == state


def test_another_deadline_needs_a_reason_and_stays_in_the_history(follow_up: FollowUp, office: Any, unit: Unit) -> None:
    values = {"what": follow_up.what, "unit": unit, "deadline": date(2026, 9, 30)}
    with pytest.raises(ReasonMissing):
        actions.change_follow_up(follow_up=follow_up, **values, reason="", by=office, now=NOW)
    for _ in range(2):
        actions.change_follow_up(follow_up=follow_up, **values, reason="Ferien.", by=office, now=NOW)
    facts = {
        "follow_up": follow_up.pk,
        "fields": ["deadline"],
        "before": "2026-06-30",
        "deadline": "2026-09-30",
    }
    assert journal()[-1] == ("follow_up.changed", "100-26-beschluss", facts)
    assert list(FollowUpReport.objects.values_list("deadline", "reason")) == [(date(2026, 9, 30), "Ferien.")]
    other = Unit.objects.create(slug="amt-2", number="2", name=Translated(de="Amt 2"))
    actions.change_follow_up(follow_up=follow_up, **{**values, "unit": other}, reason="", by=office, now=NOW)
    assert journal()[-1][2] == {"follow_up": follow_up.pk, "fields": ["unit"], "unit": "2"}


def test_a_unit_reports_its_own_items_and_changes_none(
    follow_up: FollowUp, clerk: Any, person_of: Any, project: Any, unit: Unit, resolution: Resolution
) -> None:
    stranger = person_of("unit", unit=project.unit)
    for person in (stranger, person_of("council"), person_of("resident"), person_of("sponsor", unit=unit)):
        with pytest.raises(NotAllowed):
            report(follow_up, "done", person)
    for attempt in (
        lambda: actions.change_follow_up(
            follow_up=follow_up, what=Translated(de="X"), unit=unit, deadline=NOW.date(), reason="x", by=clerk, now=NOW
        ),
        lambda: actions.add_follow_up(
            resolution=resolution, what=Translated(de="X"), unit=unit, deadline=NOW.date(), by=clerk, now=NOW
        ),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert FollowUp.objects.get().state == "open"


def test_example_logins_report_on_examples_only(follow_up: FollowUp, unit: Unit, person_of: Any) -> None:
    pretender = person_of("unit", unit=unit, is_example=True)
    with pytest.raises(NotAllowed):
        report(follow_up, "done", pretender)
    FollowUp.objects.update(is_example=True)
    report(FollowUp.objects.get(), "done", pretender)
    assert FollowUp.objects.get().state == "done"


@pytest.fixture
def several(follow_up: FollowUp, resolution: Resolution, unit: Unit, project: Any, office: Any) -> list[FollowUp]:
    def add(what: str, to: Unit, deadline: date) -> FollowUp:
        return actions.add_follow_up(
            resolution=resolution, what=Translated(de=what), unit=to, deadline=deadline, by=office, now=NOW
        )

    late, other = add("Längst fällig", unit, date(2026, 1, 31)), add("Anderswo", project.unit, date(2026, 12, 1))
    done = add("Fertig", unit, date(2026, 2, 1))
    report(done, "done", office)
    return [late, follow_up, other, done]


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ({}, ["Längst fällig", "Baubeschluss vorbereiten", "Anderswo"]),
        ({"state": "ueberfaellig"}, ["Längst fällig"]),
        ({"state": "alle"}, ["Längst fällig", "Fertig", "Baubeschluss vorbereiten", "Anderswo"]),
        ({"state": "done"}, ["Fertig"]),
        ({"unit": "tiefbau"}, ["Anderswo"]),
        ({"body": "bv-huckarde"}, []),
    ],
)
def test_the_list_shows_what_is_due_first(several: list[FollowUp], only: dict[str, str], expected: list[str]) -> None:
    rows = queries.follow_ups(seen_by=None, today=NOW.date(), only=queries.FollowUpFilter(**only))
    assert [str(row.what) for row in rows] == expected


def test_how_an_item_stands_in_words(several: list[FollowUp]) -> None:
    def words(today: date) -> str:
        return queries.standing(several[1], today=today)

    assert words(date(2026, 6, 1)) == "noch 29 Tage Zeit"
    assert words(date(2026, 6, 29)) == "noch ein Tag Zeit"
    assert words(date(2026, 6, 30)) == "heute fällig"
    assert words(date(2026, 7, 1)) == "überfällig seit einem Tag"
    assert words(date(2026, 7, 12)) == "überfällig seit 12 Tagen"


def test_everybody_reads_the_list_and_takes_it_away(several: list[FollowUp]) -> None:
    page = Client().get("/beschluesse/auftraege/?stand=alle").content.decode()
    assert "Längst fällig" in page and "Fertig" in page and "Stand melden" not in page
    assert Client().get("/beschluesse/auftraege/?stand=quatsch&fachbereich=%00").status_code == 200
    table = b"".join(Client().get("/beschluesse/auftraege.csv?fachbereich=tiefbau").streaming_content).decode()
    [heading, row] = table.strip().split("\r\n")
    assert heading.startswith("\ufeffVorlage;Beschluss;Gremium;Beschlossen am;Was ist zu tun?;Zuständig;Frist;Stand")
    assert row.startswith(
        "100-26;Neue Wege für den Übermut;Rat der Stadt;2026-03-01;Anderswo;Tiefbauamt;2026-12-01;offen"
    )
    assert "Längst fällig" in Client().get("/vorlagen/100-26/").content.decode()
    found = Client().get("/api/v1/follow-ups?state=open&deadline_until=2026-02-28").json()
    assert [(row["what"]["de"], row["unit"], row["resolution"]) for row in found["items"]] == [
        ("Längst fällig", "stelle", "100-26-beschluss")
    ]


def test_the_workplace_tells_offices_and_units(several: list[FollowUp], person_of: Any, unit: Unit) -> None:
    def box(person: Any) -> list[dict[str, Any]]:
        found = boxes("dashboard.workplace", person, person)
        return [context for template, context in found if template == "council/boxes/workplace_of_a_unit.html"]

    def counted(person: Any) -> list[tuple[str, bool]]:
        waiting = queues.waiting(person, now=datetime(2026, 3, 2, 9, tzinfo=UTC))
        return [(one.text, one.is_overdue) for one in waiting if one.heading == "Beschlüsse"]

    for role in ("strategy_office", "committee_office"):
        assert counted(person_of(role)) == [
            ("Ein Auftrag ist überfällig", True),
            ("3 Aufträge sind noch nicht erledigt", False),
            ("Bei einer Beratung fehlt das Ergebnis", False),
        ]
    [context] = box(person_of("unit", unit=unit))
    assert [str(item.what) for item, _standing, _late in context["items"]] == [
        "Längst fällig",
        "Baubeschluss vorbereiten",
    ]
    assert box(person_of("unit")) == []
    assert counted(person_of("council")) == []


def test_the_pages_add_change_and_report(
    resolution: Resolution, unit: Unit, office: Any, clerk: Any, client_of: Any
) -> None:
    client = client_of(office)
    address = "/beschluesse/100-26-beschluss/auftraege"
    sent = {"what_de": "Plan zeichnen", "unit": unit.pk, "deadline": "31.12.2199"}
    assert f'<option value="{unit.pk}" selected>' in client.get(f"{address}/neu/").content.decode()
    assert client.post(f"{address}/neu/", {**sent, "deadline": "morgen"}).status_code == 422
    assert client.post(f"{address}/neu/", sent).status_code == 302
    item = FollowUp.objects.get()
    later = {**sent, "deadline": "30.12.2199"}
    assert client.post(f"{address}/{item.pk}/aendern/", later).status_code == 400
    assert client.post(f"{address}/{item.pk}/aendern/", {**later, "reason": "Früher."}).status_code == 302
    worker = client_of(clerk)
    assert "Plan zeichnen" in worker.get("/arbeitsplatz/").content.decode()
    assert worker.post(f"{address}/{item.pk}/melden/", {"state": "dropped", "reason": ""}).status_code == 400
    told = {"state": "in-work", "reason": "Halb gezeichnet."}
    assert worker.post(f"{address}/{item.pk}/melden/", told).status_code == 302
    page = Client().get("/beschluesse/100-26-beschluss/").content.decode()
    assert "Halb gezeichnet." in page and "Frühere Meldungen" in page and "in Arbeit" in page
