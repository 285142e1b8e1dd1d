"""An event's minutes become voices: what somebody said there counts like what others wrote at home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stadtgespraech.apps.dialogue.models import Event, Topic
from stadtgespraech.apps.voices.actions.entering import beginning_of
from stadtgespraech.apps.voices.actions.submitting import new_slug
from stadtgespraech.apps.voices.models import TEXT_LENGTH, Voice
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import BadInput

MOST_CARDS = 200


@transaction.atomic
def record_minutes(
    *, event: Event, cards: Sequence[str], topic: Topic | None, publish: bool, by: Any, now: datetime
) -> list[Voice]:
    """Make a voice of every card or contribution of an event, all or none. Nobody gets an account by it.

    Format, sector and stage are the event's; the day is the event's, or today where nobody knows it.

    Args:
        cards: what was said, one text per voice.
        publish: at once; otherwise they wait in the queue.
    Raises:
        NotAllowed: ``by`` neither moderates nor works in the strategy office.
        BadInput: the event is still to come, there is no card, one is too long, or there are too many.
    """
    access.require(by, "voices.enter_voice")
    if event.starts_at is not None and event.starts_at > now:
        raise BadInput(_("Dieser Termin hat noch nicht begonnen."))
    texts = [card.strip() for card in cards if card.strip()]
    if not texts:
        raise BadInput(_("Bitte schreiben Sie auf, was gesagt wurde."))
    if len(texts) > MOST_CARDS:
        raise BadInput(_("Bitte höchstens %(most)d Beiträge auf einmal.") % {"most": MOST_CARDS})
    for number, text in enumerate(texts, start=1):
        if len(text) > TEXT_LENGTH:
            raise BadInput(
                _("Beitrag %(number)d ist länger als %(most)d Zeichen. Bitte teilen Sie ihn.")
                % {"number": number, "most": TEXT_LENGTH}
            )
    voices = Voice.objects.bulk_create(
        Voice(
            slug=new_slug(),
            title=beginning_of(text),
            text=text,
            topic=topic,
            channel=Voice.Channel.WORKSHOP,
            stage=event.stage,
            format=event.format,
            event=event,
            entered_by=by,
            given_at=event.starts_at or now,
            state=Voice.State.PUBLISHED if publish else Voice.State.PENDING,
            published_at=now if publish else None,
            moderated_at=now if publish else None,
            is_example=by.is_example or event.is_example,
        )
        for text in texts
    )
    thread.put_bulk(voices, at=now)
    named = [voice.slug for voice in voices]
    journal.record("event.minuted", subject=event, by=by, at=now, voices=named, published=publish)
    return voices
