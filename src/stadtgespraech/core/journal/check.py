"""Checking the journal that is in the database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stadtgespraech.core.journal.models import JournalEntry, JournalHead
from stadtgespraech.core.journal.verifier import Report, verify
from stadtgespraech.core.journal.writing import facts_of, plain


def entries_in_order() -> Iterator[dict[str, Any]]:
    """Every entry as the verifier wants it, oldest first, without loading all of them at once."""
    for entry in JournalEntry.objects.order_by("seq").iterator(chunk_size=1_000):
        yield {"seq": entry.seq, "body": entry.body, "hash": entry.hash}


def verify_database(head: dict[str, Any] | None = None) -> Report:
    """The outsider's check plus what only the database can tell: search columns and the head row."""
    report = verify(entries_in_order(), head)
    for entry in JournalEntry.objects.order_by("seq").iterator(chunk_size=1_000):
        try:
            body = facts_of(entry)
        except ValueError:
            continue  # reported by verify already
        subject = body.get("subject", {})
        columns = (plain(entry.at), entry.kind, entry.subject_type, entry.subject_id)
        if columns != (body.get("at"), body.get("kind"), subject.get("type", ""), subject.get("id", "")):
            report.problems.append(f"Entry {entry.seq}: its search columns differ from its body.")
    row = JournalHead.objects.filter(pk=1).first()
    if row and (row.seq, row.hash) != (report.entries, report.head):
        report.problems.append(
            f"The head row says entry {row.seq}, the journal ends at {report.entries}: entries were cut off or added past the house."
        )
    return report
