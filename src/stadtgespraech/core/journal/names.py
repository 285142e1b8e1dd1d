"""What a journal entry says to a reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from stadtgespraech.core.access import ROLES
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.journal.writing import facts_of

# kind → sentence; apps add theirs when they are loaded.
_sentences: dict[str, Any] = {}


def name_kinds(sentences: dict[str, Any]) -> None:
    """Give journal kinds a translated sentence, e.g. ``{"goal.changed": _("Ein Ziel wurde geändert")}``."""
    _sentences.update(sentences)


def named_kinds() -> dict[str, Any]:
    return dict(_sentences)


@dataclass(frozen=True)
class Described:
    """An entry as pages show it."""

    seq: int
    at: datetime
    kind: str
    sentence: Any
    office: str
    subject_type: str
    subject_id: str
    example: bool
    hash: str
    facts: dict[str, Any]


def described(entry: JournalEntry) -> Described:
    body = facts_of(entry)
    roles = body.get("by", {}).get("roles", [])
    offices = [str(ROLES.get(role, _("Einwohnerin oder Einwohner"))) for role in roles]
    units = [str(number) for number in body.get("by", {}).get("units", [])]
    return Described(
        seq=entry.seq,
        at=entry.at,
        kind=entry.kind,
        sentence=_sentences.get(entry.kind, entry.kind),
        office=", ".join([*offices, *units]) or str(_("das System")),
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        example=bool(body.get("example")),
        hash=entry.hash,
        facts=body.get("facts", {}),
    )
