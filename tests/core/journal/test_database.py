"""The journal in the database: it refuses to be changed, and tampering past the triggers is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from stadtgespraech.core.journal.check import verify_database
from stadtgespraech.core.journal.models import JournalEntry, JournalHead, JournalSalt
from stadtgespraech.core.journal.triggers import TABLE
from stadtgespraech.core.journal.verifier import GENESIS, WITHOUT_HEAD, Report, canonical, chain_hash

Entries = list[dict[str, Any]]


def execute(sql: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


CHANGES = {
    "update": f"UPDATE {TABLE} SET kind = 'x'",
    "update of one": f"UPDATE {TABLE} SET body = '' WHERE seq = 3",
    "update of nothing but itself": f"UPDATE {TABLE} SET hash = hash WHERE seq = 1",
    "delete": f"DELETE FROM {TABLE}",
    "delete of one": f"DELETE FROM {TABLE} WHERE seq = 12",
    "truncate": f"TRUNCATE {TABLE} CASCADE",
    "replace": f"INSERT OR REPLACE INTO {TABLE} SELECT seq, at, 'x', subject_type, subject_id, body, hash FROM {TABLE}",
    "replace by hash": (
        f"INSERT OR REPLACE INTO {TABLE} SELECT seq + 100, at, 'x', subject_type, subject_id, body, hash FROM {TABLE}"
    ),
    "upsert": (f"INSERT INTO {TABLE} SELECT * FROM {TABLE} WHERE seq = 3 ON CONFLICT (seq) DO UPDATE SET kind = 'x'"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_database_refuses_every_change(name: str, entries: Entries) -> None:
    is_for_sqlite, is_for_postgres = name.startswith("replace"), name == "truncate"
    if (connection.vendor == "sqlite" and is_for_postgres) or (connection.vendor == "postgresql" and is_for_sqlite):
        pytest.skip("not a statement of this database")
    if is_for_postgres:
        # The test's own rows are not committed: their foreign keys must be settled first.
        execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        execute(CHANGES[name])
    assert verify_database(entries[-1]) == Report(entries=12, head=entries[-1]["hash"])


def without_triggers() -> None:
    """What an administrator of the database can do. Rolled back with the test."""
    if connection.vendor == "postgresql":
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        execute("DROP FUNCTION journal_is_append_only() CASCADE")
    else:
        for event in ("update", "delete", "replace"):
            execute(f"DROP TRIGGER journal_no_{event}")


def edit(entries: Entries) -> None:
    body = canonical({**json.loads(entries[4]["body"]), "kind": "goal.praised"})
    JournalEntry.objects.filter(seq=5).update(body=body, kind="goal.praised")


def edit_a_column(entries: Entries) -> None:
    JournalEntry.objects.filter(seq=5).update(kind="goal.praised")


def delete(entries: Entries) -> None:
    JournalSalt.objects.filter(entry_id=5).delete()
    JournalEntry.objects.filter(seq=5).delete()


def insert(entries: Entries) -> None:
    JournalEntry.objects.create(seq=13, at=JournalEntry.objects.get(seq=1).at, kind="x", body="{}", hash="0" * 64)


def swap(entries: Entries) -> None:
    first, second = JournalEntry.objects.get(seq=5), JournalEntry.objects.get(seq=6)
    JournalEntry.objects.filter(seq=5).update(hash="swapping")
    JournalEntry.objects.filter(seq=6).update(body=first.body, hash=first.hash)
    JournalEntry.objects.filter(seq=5).update(body=second.body, hash=second.hash)


def cut_off(entries: Entries) -> None:
    JournalSalt.objects.filter(entry_id__gt=9).delete()
    JournalEntry.objects.filter(seq__gt=9).delete()


def cut_off_cleanly(entries: Entries) -> None:
    cut_off(entries)
    JournalHead.objects.update(seq=9, hash=entries[8]["hash"])


def hash_anew(entries: Entries) -> None:
    previous = entries[3]["hash"]
    for entry in entries[4:]:
        body = canonical({**json.loads(entry["body"]), "kind": "goal.praised"})
        previous = chain_hash(previous, body)
        JournalEntry.objects.filter(seq=entry["seq"]).update(kind="goal.praised", body=body, hash=previous)
    JournalHead.objects.update(hash=previous)


BROKEN_5 = "Entry 5: its hash does not fit its content and the entry before it."
CASES: list[tuple[Callable[[Entries], None], list[str]]] = [
    (edit, [BROKEN_5]),
    (edit_a_column, ["Entry 5: its search columns differ from its body."]),
    (
        delete,
        [
            "Entry 5 is missing or out of place: found 6 there.",
            "Entry 6: its hash does not fit its content and the entry before it.",
            "The head row says entry 12, the journal ends at 11: entries were cut off or added past the house.",
        ],
    ),
    (
        cut_off,
        ["The head row says entry 12, the journal ends at 9: entries were cut off or added past the house."],
    ),
    (cut_off_cleanly, []),
    (hash_anew, []),
]


@pytest.mark.parametrize(("tamper", "problems"), CASES, ids=lambda value: getattr(value, "__name__", ""))
def test_tampering_past_the_triggers_is_found(
    tamper: Callable[[Entries], None], problems: list[str], entries: Entries
) -> None:
    without_triggers()
    tamper(entries)
    report = verify_database()
    assert (report.problems, report.blind_spots) == (problems, [WITHOUT_HEAD])
    # Against a head saved elsewhere, nothing that takes away or rewrites the past stays hidden.
    against_head = verify_database({"seq": 12, "hash": entries[-1]["hash"]})
    assert not against_head.ok


@pytest.mark.parametrize("tamper", [insert, swap])
def test_insertion_and_swapping_are_found(tamper: Callable[[Entries], None], entries: Entries) -> None:
    without_triggers()
    tamper(entries)
    assert not verify_database().ok
    assert not verify_database({"seq": 12, "hash": entries[-1]["hash"]}).ok


def test_the_command_checks_with_and_without_a_head(entries: Entries, tmp_path: Path) -> None:
    head = tmp_path / "head.json"
    saved = StringIO()
    call_command("journal_head", stdout=saved)
    head.write_text(saved.getvalue(), encoding="utf-8")
    assert json.loads(saved.getvalue()) == {
        "seq": 12,
        "hash": entries[-1]["hash"],
        "at": "2026-03-02T09:02:00.000000+00:00",
    }

    out = StringIO()
    call_command("verify_journal", head=head, stdout=out)
    assert out.getvalue() == f"12 entries, head {entries[-1]['hash']}\nNo problem found.\n"

    out = StringIO()
    call_command("verify_journal", stdout=out)
    assert out.getvalue().startswith(f"NOTE: {WITHOUT_HEAD}\n")

    without_triggers()
    hash_anew(entries)
    call_command("verify_journal", stdout=StringIO())
    with pytest.raises(CommandError, match="does not verify"):
        call_command("verify_journal", head=head, stdout=StringIO())
    head.write_text("{}", encoding="utf-8")
    with pytest.raises(CommandError, match="not a head"):
        call_command("verify_journal", head=head, stdout=StringIO())


def test_the_export_is_what_the_verifier_reads(entries: Entries) -> None:
    out = StringIO()
    call_command("export_journal", stdout=out)
    assert [json.loads(line) for line in out.getvalue().rstrip("\n").split("\n")] == entries
    assert entries[0]["hash"] == chain_hash(GENESIS, entries[0]["body"])
