"""Entries are written with their change, in one chain, without personal data."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.models import Goal
from stadtgespraech.core import journal
from stadtgespraech.core.journal.check import verify_database
from stadtgespraech.core.journal.models import JournalEntry, JournalHead, JournalSalt
from stadtgespraech.core.journal.verifier import GENESIS, chain_hash
from stadtgespraech.core.journal.writing import commitment
from stadtgespraech.core.languages import Translated

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WRITERS, EACH = 4, 12


@pytest.mark.django_db
def test_an_entry_says_what_when_and_which_office(person_of: Any) -> None:
    unit = Unit.objects.create(slug="amt-fuer-wohnen", number="64", name=Translated(de="Amt für Wohnen"))
    colleague = person_of("unit", unit=unit)
    goal = Goal.objects.create(slug="wohnen", name=Translated(de="Wohnen"), is_example=True)
    entry = journal.record(
        "goal.changed", subject=goal, by=colleague, at=NOW, private={"email": "anna@example.org"}, fields=["name"]
    )
    body = json.loads(entry.body)
    salts = {salt.name: salt.salt for salt in JournalSalt.objects.all()}
    assert body == {
        "seq": 1,
        "at": "2026-03-02T09:00:00.000000+00:00",
        "kind": "goal.changed",
        "subject": {"type": "strategy.goal", "id": "wohnen"},
        "example": True,
        "by": {"roles": ["unit"], "units": ["64"]},
        "facts": {"fields": ["name"]},
        "commitments": {
            "email": commitment(salts["email"], "anna@example.org"),
            "by": commitment(salts["by"], f"person:{colleague.pk}"),
        },
    }
    assert entry.hash == chain_hash(GENESIS, entry.body)
    assert journal.head() == {"seq": 1, "hash": entry.hash, "at": NOW}


@pytest.mark.django_db
def test_forgetting_the_salts_keeps_the_chain(entries: list[dict[str, Any]]) -> None:
    JournalSalt.objects.all().delete()
    assert verify_database(entries[-1]).ok


@pytest.mark.django_db(transaction=True)
def test_no_entry_without_the_transaction_of_its_change() -> None:
    with pytest.raises(TransactionManagementError):
        journal.record("goal.changed", subject=None, by=None, at=NOW)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        journal.record("goal.changed", subject=None, by=None, at=NOW)
        raise ZeroDivisionError
    assert (JournalEntry.objects.count(), verify_database().problems) == (0, [])


def in_threads(work: Any, count: int) -> list[BaseException]:
    """Run ``work(number)`` in threads, each with its own connection; returns what went wrong."""
    wrong: list[BaseException] = []

    def run(number: int) -> None:
        try:
            work(number)
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_keep_one_chain() -> None:
    start = threading.Barrier(WRITERS)

    def write(number: int) -> None:
        start.wait()
        for turn in range(EACH):
            with transaction.atomic():
                journal.record("goal.changed", subject=None, by=None, at=NOW, writer=number, turn=turn)

    assert in_threads(write, WRITERS) == []
    report = verify_database()
    assert (report.entries, report.problems) == (WRITERS * EACH, [])
    written = [
        json.loads(body)["facts"] for body in JournalEntry.objects.order_by("seq").values_list("body", flat=True)
    ]
    for number in range(WRITERS):
        assert [fact["turn"] for fact in written if fact["writer"] == number] == list(range(EACH))


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_writers_collide() -> None:
    """The control: two who read the head before either has written want the same place in the chain."""
    both_have_read = threading.Barrier(2)

    def write(number: int) -> None:
        newest = JournalHead.objects.get(pk=1)
        both_have_read.wait()
        body = json.dumps({"seq": newest.seq + 1, "writer": number})
        with transaction.atomic():
            JournalEntry.objects.create(
                seq=newest.seq + 1, at=NOW, kind="x", body=body, hash=chain_hash(newest.hash, body)
            )

    [collision] = in_threads(write, 2)
    assert isinstance(collision, IntegrityError)
    assert JournalEntry.objects.count() == 1
