"""Writing the journal."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction

from stadtgespraech.core.access import roles_of
from stadtgespraech.core.journal.models import JournalEntry, JournalHead, JournalSalt
from stadtgespraech.core.journal.verifier import GENESIS, canonical, chain_hash


def commitment(salt: str, value: Any) -> str:
    """SHA-256 (hex) that fixes ``value`` without showing it."""
    return hashlib.sha256(f"{salt}\n{canonical(plain(value))}".encode()).hexdigest()


def plain(value: Any) -> Any:
    """Values as canonical JSON can hold them: dates as ISO text, decimals and floats as text."""
    match value:
        case None | bool() | int() | str():
            result: Any = value
        case datetime():
            result = value.astimezone(UTC).isoformat(timespec="microseconds")
        case Decimal():
            result = f"{value.normalize():f}"
        case dict():
            result = {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            result = [plain(item) for item in value]
        case set() | frozenset():
            result = sorted(plain(item) for item in value)
        case models.Model():
            result = getattr(value, "slug", None) or str(value.pk)
        case _:
            result = str(value)
    return result


def record(
    kind: str,
    *,
    subject: models.Model | None,
    by: Any,
    at: datetime,
    private: dict[str, Any] | None = None,
    example: bool = False,
    **facts: Any,
) -> JournalEntry:
    """Append one entry, in the transaction of the change that it records.

    Args:
        kind: ``noun.verb_in_past``, e.g. ``goal.changed``.
        subject: what was changed; named by type and slug (or key).
        by: the person who did it, or None for the house itself. Only their office goes into the body;
            who it was is a salted commitment.
        at: when, timezone aware.
        private: personal data to be fixed without being shown.
        example: the decision is made up; follows by itself from a made-up subject or person.
        facts: public facts of the decision. No personal data here.
    Raises:
        TransactionManagementError: not inside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("journal.record belongs into the transaction of its action.")
    newest = JournalHead.objects.select_for_update().filter(pk=1).first() or JournalHead(pk=1, hash=GENESIS)
    seq = newest.seq + 1
    secrets_of_entry = {name: (secrets.token_hex(16), value) for name, value in (private or {}).items()}
    body: dict[str, Any] = {"seq": seq, "at": plain(at), "kind": kind}
    if subject is not None:
        body["subject"] = {"type": subject._meta.label_lower}
        if isinstance(subject, AbstractBaseUser):
            # Whose account it was is nobody's business but theirs.
            secrets_of_entry["subject"] = (secrets.token_hex(16), f"person:{subject.pk}")
        else:
            body["subject"]["id"] = str(plain(subject))
    if example or getattr(subject, "is_example", False) or getattr(by, "is_example", False):
        body["example"] = True
    if by is not None:
        secrets_of_entry["by"] = (secrets.token_hex(16), f"person:{by.pk}")
        body["by"] = {"roles": sorted(roles_of(by)) or ["resident"], "units": sorted(getattr(by, "unit_numbers", ()))}
    if facts:
        body["facts"] = plain(facts)
    if secrets_of_entry:
        body["commitments"] = {name: commitment(salt, value) for name, (salt, value) in secrets_of_entry.items()}
    text = canonical(body)
    entry = JournalEntry.objects.create(
        seq=seq,
        at=at,
        kind=kind,
        subject_type=body.get("subject", {}).get("type", ""),
        subject_id=body.get("subject", {}).get("id", ""),
        body=text,
        hash=chain_hash(newest.hash, text),
    )
    # What is said about somebody's account is theirs to be forgotten, whoever did it.
    concerned = subject if isinstance(subject, AbstractBaseUser) else by
    JournalSalt.objects.bulk_create(
        JournalSalt(entry=entry, name=name, salt=salt, owner_id=getattr(by if name == "by" else concerned, "pk", None))
        for name, (salt, _value) in secrets_of_entry.items()
    )
    newest.seq, newest.hash = seq, entry.hash
    newest.save(force_insert=newest._state.adding)
    return entry


def head() -> dict[str, Any]:
    """Number and hash of the newest entry; number 0 before the first one."""
    newest = JournalEntry.objects.order_by("-seq").values("seq", "hash", "at").first()
    return dict(newest) if newest else {"seq": 0, "hash": GENESIS, "at": None}


def facts_of(entry: JournalEntry) -> dict[str, Any]:
    """The entry's body as a dict."""
    return dict(json.loads(entry.body))
