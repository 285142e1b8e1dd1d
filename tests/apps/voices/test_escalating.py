"""What happens when an answer is overdue."""

from __future__ import annotations

import json
import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from stadtgespraech.apps.voices import actions
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core.jobs.models import OutgoingMail
from stadtgespraech.core.journal.models import JournalEntry
from tests.apps.voices.waiting import NOW, routed, unit
from tests.conftest import PersonOf

LATE = datetime(2026, 4, 14, 4, 30, tzinfo=UTC)


def sent_to() -> list[str]:
    return sorted(OutgoingMail.objects.filter(key__startswith="voices-escalated").values_list("to", flat=True))


@pytest.mark.django_db
def test_on_its_last_day_nothing_is_overdue(person_of: PersonOf) -> None:
    routed(unit(), by=person_of("strategy_office"))
    assert actions.escalate_overdue(now=LATE - timedelta(days=1)) == 0
    assert actions.escalate_overdue(now=LATE) == 1


@pytest.mark.django_db
def test_the_sponsors_people_get_one_mail_each_and_never_a_second(person_of: PersonOf) -> None:
    office, sponsor = person_of("strategy_office", email="buero@example.org"), unit("Dezernat")
    for address in ("eins@example.org", "zwei@example.org"):
        person_of("sponsor", unit=sponsor, email=address)
    person_of("sponsor", unit=unit("Anderes"), email="fremd@example.org")
    person_of("unit", unit=sponsor, email="mitarbeit@example.org")
    person_of("sponsor", unit=sponsor, email="gesperrt@example.org", is_active=False)
    waiting = [routed(unit(), by=office) for _ in range(3)]
    Voice.objects.update(sponsor_unit=sponsor)
    assert actions.escalate_overdue(now=LATE) == 3
    assert actions.escalate_overdue(now=LATE) == 0
    assert actions.escalate_overdue(now=LATE + timedelta(days=30)) == 0
    assert sent_to() == ["eins@example.org", "zwei@example.org"]
    body = OutgoingMail.objects.get(to="eins@example.org").body
    assert [one.title in body for one in waiting] == [True, True, True]
    entries = [json.loads(entry.body) for entry in JournalEntry.objects.filter(kind="voice.escalated").order_by("seq")]
    assert sorted(entry["subject"]["id"] for entry in entries) == sorted(one.slug for one in waiting)
    assert entries[0]["facts"] == {"unit": waiting[0].unit.slug, "due_on": "2026-04-13", "to": sponsor.slug}


@pytest.mark.django_db
def test_without_a_sponsor_it_is_the_strategy_office(person_of: PersonOf) -> None:
    office = person_of("strategy_office", email="buero@example.org")
    routed(unit(), by=office)
    Voice.objects.update(sponsor_unit=unit("Niemand da"))
    routed(unit(), by=office)
    assert actions.escalate_overdue(now=LATE) == 2
    assert sent_to() == ["buero@example.org"]


@pytest.mark.django_db
def test_where_nobody_works_it_is_the_offices_address(settings: Any, person_of: PersonOf) -> None:
    settings.OFFICE_EMAIL = "strategie@example.org"
    office = person_of("strategy_office")
    routed(unit(), by=office)
    office.role_assignments.update(ended_at=NOW)
    actions.escalate_overdue(now=LATE)
    assert sent_to() == ["strategie@example.org"]


@pytest.mark.django_db
def test_a_new_day_can_be_missed_anew(person_of: PersonOf) -> None:
    office = person_of("strategy_office")
    sent = routed(unit(), by=office)
    actions.escalate_overdue(now=LATE)
    actions.route_voice(voice=sent, unit=sent.unit, due_on=date(2026, 5, 1), by=office, now=LATE)
    assert actions.escalate_overdue(now=LATE) == 0
    assert actions.escalate_overdue(now=LATE + timedelta(days=30)) == 1
    assert len(sent_to()) == 2


@pytest.mark.django_db
def test_answered_withdrawn_and_archived_voices_are_left_alone(person_of: PersonOf) -> None:
    office = person_of("strategy_office")
    actions.answer_voice(voice=routed(unit(), by=office), disposition="adopted", text="Ja.", by=office, now=NOW)
    Voice.objects.filter(pk=routed(unit(), by=office).pk).update(state=Voice.State.WITHDRAWN)
    Voice.objects.filter(pk=routed(unit(), by=office).pk).update(archived_at=NOW)
    assert actions.escalate_overdue(now=LATE) == 0


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_escalate_once(person_of: PersonOf) -> None:
    office = person_of("strategy_office", email="buero@example.org")
    routed(unit(), by=office)
    start, found = threading.Barrier(4), []

    def run() -> None:
        start.wait()
        try:
            found.append(actions.escalate_overdue(now=LATE))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(found) == [0, 0, 0, 1]
    assert JournalEntry.objects.filter(kind="voice.escalated").count() == 1
    assert sent_to() == ["buero@example.org"]
