"""Voices that came on paper, by phone or in a conversation."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stadtgespraech.apps.dialogue.models import District, Event, Format, Stage, Topic
from stadtgespraech.apps.dialogue.queries import open_stage
from stadtgespraech.apps.voices.actions.submitting import new_slug
from stadtgespraech.apps.voices.models import TITLE_LENGTH, Voice, VoiceContact
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import BadInput


@transaction.atomic
def enter_voice(
    *,
    text: str,
    channel: str,
    given_on: date,
    title: str = "",
    topic: Topic | None = None,
    district: District | None = None,
    format: Format | None = None,
    event: Event | None = None,
    signed_as: str = "",
    contact: str = "",
    publish: bool = True,
    language: str = "de",
    by: Any,
    now: datetime,
) -> Voice:
    """Type in what somebody said on paper, by phone, letter or mail, or face to face. Nobody gets an account by it.

    Args:
        given_on: the day on which it was said, not the day on which it is typed in.
        title: in one sentence; "" takes the beginning of the text.
        contact: how the person can be answered; stored apart and never public.
        publish: at once, by somebody who moderates anyway; otherwise it waits in the queue.
    Raises:
        NotAllowed: ``by`` neither moderates nor works in the strategy office.
        BadInput: it was said online, or will be said in the future.
    """
    access.require(by, "voices.enter_voice")
    if channel == Voice.Channel.ONLINE:
        raise BadInput(_("Was online gesagt wird, schreibt der Mensch selbst. Bitte wählen Sie den wirklichen Weg."))
    today = timezone.localdate(now)
    if given_on > today:
        raise BadInput(_("Dieser Tag liegt in der Zukunft."))
    noon = timezone.make_aware(datetime.combine(given_on, time(12)))
    stage = event.stage if event is not None else open_stage(Stage.Opens.VOICES)
    voice = Voice.objects.create(
        slug=new_slug(),
        title=title or beginning_of(text),
        text=text,
        language=language,
        topic=topic,
        district=district,
        channel=channel,
        stage=stage,
        format=format or (event.format if event is not None else None),
        event=event,
        signed_as=signed_as,
        entered_by=by,
        # The hour is not known; noon is the same day everywhere in the country.
        given_at=min(noon, now),
        state=Voice.State.PUBLISHED if publish else Voice.State.PENDING,
        published_at=now if publish else None,
        moderated_at=now if publish else None,
        is_example=by.is_example,
    )
    if contact:
        VoiceContact.objects.create(voice=voice, details=contact)
    thread.put(voice, at=now)
    journal.record("voice.entered", subject=voice, by=by, at=now, channel=channel, state=voice.state)
    return voice


def beginning_of(text: str) -> str:
    """The first sentence of a text, cut between words where it is longer than a title.

    >>> beginning_of("Mehr Bäume! Und Bänke.")
    'Mehr Bäume!'
    """
    line = " ".join(text.split())
    ends = [line.find(mark) + 1 for mark in (". ", "! ", "? ") if 0 < line.find(mark) < TITLE_LENGTH]
    line = line[: min(ends)] if ends else line
    if len(line) <= TITLE_LENGTH:
        return line
    return f"{line[: TITLE_LENGTH - 1].rsplit(' ', 1)[0].rstrip(',;:–-')}…"
