"""Many voices at once, from a table; and deciding on them together."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stadtgespraech.apps.dialogue.models import District, Topic
from stadtgespraech.apps.voices.actions.submitting import RECEIPT_LETTERS
from stadtgespraech.apps.voices.models import RECEIPT_LENGTH, Voice
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import Conflict


@dataclass(frozen=True)
class ImportedVoice:
    """One row of a table. ``source`` and ``external_id`` together say which one it is, whenever it is loaded."""

    source: str
    external_id: str
    title: str
    text: str
    topic: Topic | None
    district: District | None
    channel: str
    given_at: datetime


@transaction.atomic
def import_voices(*, voices: Sequence[ImportedVoice], publish: bool = False, by: Any, now: datetime) -> int:
    """Take in all of these voices, or none. What is there already stays as it is.

    Args:
        publish: at once, without a look at each; otherwise they wait for the moderation.
    Returns:
        How many are new.
    Raises:
        NotAllowed: ``by`` may not import, or not publish at once.
    """
    access.require(by, "voices.import_voices")
    if publish:
        access.require(by, "voices.publish_imported_voices")
    known = imported_already({row.source for row in voices})
    new = [row for row in voices if (row.source, row.external_id) not in known]
    if not new:
        return 0
    published = {"state": Voice.State.PUBLISHED, "published_at": now, "moderated_at": now} if publish else {}
    rows = [
        Voice(
            slug=slug,
            source=row.source,
            external_id=row.external_id,
            title=row.title,
            text=row.text,
            topic=row.topic,
            district=row.district,
            channel=row.channel,
            given_at=row.given_at,
            entered_by=by,
            is_example=by.is_example,
            **published,
        )
        for slug, row in zip(_new_receipts(len(new)), new, strict=True)
    ]
    # The unique constraint on source and number decides if two import the same file at once: the later one fails whole.
    made = Voice.objects.bulk_create(rows, batch_size=500)
    thread.put_bulk(made, at=now)
    sources = sorted({row.source for row in new})
    journal.record("voices.imported", subject=None, by=by, at=now, voices=len(made), sources=sources, published=publish)
    return len(made)


def imported_already(sources: Collection[str]) -> dict[tuple[str, str], str]:
    """(source, external id) → text, of everything that came from these sources (one statement)."""
    rows = Voice.objects.filter(source__in=sources).exclude(external_id="")
    return {(source, number): text for source, number, text in rows.values_list("source", "external_id", "text")}


def _new_receipts(count: int) -> list[str]:
    """That many receipts that no voice has."""
    found: set[str] = set()
    while len(found) < count:
        tried = {
            "".join(secrets.choice(RECEIPT_LETTERS) for _place in range(RECEIPT_LENGTH))
            for _number in range(count - len(found))
        }
        found |= tried - set(Voice.objects.filter(slug__in=tried).values_list("slug", flat=True))
    return sorted(found)


@transaction.atomic
def publish_imported(*, source: str, by: Any, now: datetime) -> int:
    """Publish all voices of a source that still wait.

    Raises:
        NotAllowed: ``by`` does not moderate.
        Conflict: none waits.
    """
    access.require(by, "voices.moderate_imported_voices")
    return _decide(source, Voice.State.PUBLISHED, by=by, now=now, published_at=now)


@transaction.atomic
def refuse_imported(*, source: str, refusal: str, note: str = "", by: Any, now: datetime) -> int:
    """Refuse all voices of a source that still wait, for one reason.

    Raises:
        NotAllowed: ``by`` does not moderate.
        Conflict: none waits.
    """
    access.require(by, "voices.moderate_imported_voices")
    return _decide(source, Voice.State.REJECTED, by=by, now=now, refusal=refusal, refusal_note=note)


def _decide(source: str, state: str, *, by: Any, now: datetime, **columns: Any) -> int:
    waiting = Voice.objects.filter(source=source, state=Voice.State.PENDING).exclude(external_id="")
    voices = list(waiting.select_for_update())
    if not voices or not source:
        raise Conflict(_("Aus dieser Quelle wartet keine Stimme mehr."))
    changes = {"state": state, "moderated_at": now, **columns}
    waiting.filter(pk__in=[voice.pk for voice in voices]).update(**changes)
    for voice in voices:
        for name, value in changes.items():
            setattr(voice, name, value)
    thread.put_bulk(voices, at=now)
    journal.record("voices.moderated", subject=None, by=by, at=now, voices=len(voices), source=source, state=state)
    return len(voices)
