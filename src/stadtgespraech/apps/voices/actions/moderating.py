"""Reading what came in: publish it, or say why not. Nobody changes a word."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stadtgespraech.apps.dialogue.models import District, Topic
from stadtgespraech.apps.voices import moderation_mails as mails
from stadtgespraech.apps.voices.models import Answer, Voice
from stadtgespraech.apps.voices.queries import picture_numbers
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import Conflict
from stadtgespraech.core.locking import locked


@transaction.atomic
def publish_voice(*, voice: Voice, pictures_seen: str | None = None, by: Any, now: datetime) -> Voice:
    """Make a voice public, with its pictures, and tell its author. Publishing twice changes nothing.

    Args:
        pictures_seen: which pictures the moderation has looked at (``queries.picture_numbers``); None where nobody
            can have added one meanwhile.
    Raises:
        NotAllowed: ``by`` neither moderates nor works in the strategy office.
        Conflict: its author has withdrawn it, or added a picture that nobody has looked at.
    """
    access.require(by, "voices.publish_voice", voice)
    voice = locked(voice)
    if voice.state == Voice.State.PUBLISHED:
        return voice
    if voice.state == Voice.State.WITHDRAWN:
        raise Conflict(_("Diese Stimme wurde inzwischen zurückgezogen."))
    if pictures_seen is not None and pictures_seen != picture_numbers(voice):
        raise Conflict(_("Inzwischen haben sich die Bilder dieser Stimme geändert. Bitte sehen Sie noch einmal hin."))
    voice.state = Voice.State.PUBLISHED
    voice.published_at = voice.published_at or now
    voice.moderated_at = now
    voice.refusal = voice.refusal_note = ""
    voice.save(update_fields=["state", "published_at", "moderated_at", "refusal", "refusal_note"])
    put_with_answer(voice, now)
    journal.record("voice.published", subject=voice, by=by, at=now)
    mails.tell_published(voice, now=now)
    return voice


@transaction.atomic
def refuse_voice(*, voice: Voice, refusal: str, note: str = "", by: Any, now: datetime) -> Voice:
    """Don't publish a voice, or take a published one down, and tell its author why.

    Args:
        refusal: one of ``Voice.Refusal``.
        note: a sentence to the author; nobody else reads it.
    Raises:
        NotAllowed: ``by`` neither moderates nor works in the strategy office.
        Conflict: its author has withdrawn it, or somebody refused it for another reason.
    """
    access.require(by, "voices.refuse_voice", voice)
    voice = locked(voice)
    if voice.state == Voice.State.WITHDRAWN:
        raise Conflict(_("Diese Stimme wurde inzwischen zurückgezogen."))
    if voice.state == Voice.State.REJECTED:
        if (voice.refusal, voice.refusal_note) == (refusal, note):
            return voice
        raise Conflict(_("Jemand anderes hat diese Stimme schon abgelehnt."))
    was_public = voice.state == Voice.State.PUBLISHED
    voice.state = Voice.State.REJECTED
    voice.moderated_at = now
    voice.refusal, voice.refusal_note = refusal, note
    voice.save(update_fields=["state", "moderated_at", "refusal", "refusal_note"])
    put_with_answer(voice, now)
    journal.record("voice.refused", subject=voice, by=by, at=now, refusal=refusal, was_public=was_public)
    mails.tell_refused(voice, now=now)
    return voice


@transaction.atomic
def sort_voice(*, voice: Voice, topic: Topic | None, district: District | None, by: Any, now: datetime) -> Voice:
    """Say which topic and district a voice belongs to; its words stay its author's.

    Raises:
        NotAllowed: ``by`` neither moderates nor works in the strategy office.
    """
    access.require(by, "voices.sort_voice", voice)
    voice = locked(voice)
    changes = {"topic": topic, "district": district}
    changed = sorted(
        name for name, value in changes.items() if getattr(voice, f"{name}_id") != getattr(value, "pk", None)
    )
    if not changed:
        return voice
    for name in changed:
        setattr(voice, name, changes[name])
    voice.save(update_fields=changed)
    thread.put(voice, at=now)
    journal.record(
        "voice.sorted",
        subject=voice,
        by=by,
        at=now,
        topic=topic.slug if topic else "",
        district=district.slug if district else "",
    )
    return voice


def put_with_answer(voice: Voice, now: datetime) -> None:
    """Who may see an answer follows from its voice."""
    thread.put(voice, at=now)
    answer = Answer.objects.select_related("voice").filter(voice=voice).first()
    if answer is not None:
        thread.put(answer, at=now)
