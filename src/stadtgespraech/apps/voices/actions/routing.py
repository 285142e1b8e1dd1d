"""Saying which unit answers a voice until when, and the unit saying that it will."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.voices import office_mails, sponsors
from stadtgespraech.apps.voices.clock import due_day
from stadtgespraech.apps.voices.models import Answer, Voice
from stadtgespraech.core import access, jobs, journal, thread
from stadtgespraech.core.errors import BadInput, Conflict


@transaction.atomic
def route_voice(
    *,
    voice: Voice,
    unit: Unit,
    by: Any,
    now: datetime,
    sponsor_unit: Unit | None = None,
    due_on: date | None = None,
    reason: str = "",
) -> Voice:
    """Send a published voice to the unit that answers it, and start its clock. Mails the people of the unit.

    Sending it on to another unit keeps the day it is due, unless another one is given: a clock that starts anew with
    every unit would be none.

    Args:
        sponsor_unit: whom an overdue answer is escalated to; None takes the suggestion (see sponsors.py).
        due_on: local day; None = the day it was due, or STADTGESPRAECH_ANSWER_DAYS from now.
        reason: why it goes to another unit; public in the journal.
    Raises:
        NotAllowed: ``by`` is not of the strategy office or the moderation.
        BadInput: the voice is not published, or the day has passed.
        Conflict: it has been answered meanwhile.
    """
    access.require(by, "voices.route_voice", voice)
    voice = locked(voice)
    if voice.state != Voice.State.PUBLISHED:
        raise BadInput(_("Erst wenn die Stimme veröffentlicht ist, läuft eine Frist."))
    if Answer.objects.filter(voice=voice).exists():
        raise Conflict
    earlier, kept = voice.unit, voice.due_on
    new_day = due_on or kept or due_day(now)
    if new_day != kept and new_day < timezone.localdate(now):
        raise BadInput(_("Die Frist muss in der Zukunft liegen."))
    sponsor = sponsor_unit or sponsors.suggested(voice, unit)
    if (earlier, kept, voice.sponsor_unit) == (unit, new_day, sponsor):
        return voice
    voice.due_on, voice.sponsor_unit = new_day, sponsor
    if new_day != kept:
        voice.escalated_at = None  # a new day can be missed anew
    if earlier != unit:
        voice.unit, voice.routed_at, voice.acknowledged_at, voice.acknowledgement = unit, now, None, ""
    voice.save()
    thread.put(voice, at=now)
    facts: dict[str, Any] = {
        "unit": unit.slug,
        "due_on": new_day,
        "sponsor": sponsor.slug if sponsor else "strategy_office",
    }
    if earlier is None:
        journal.record("voice.routed", subject=voice, by=by, at=now, **facts)
    else:
        journal.record("voice.rerouted", subject=voice, by=by, at=now, before=earlier.slug, reason=reason, **facts)
    if earlier != unit:
        for person in office_mails.people_of(unit, "unit"):
            with override(person.language):
                jobs.send_mail(
                    key=f"voice-{voice.pk}-routed-{unit.pk}-{int(now.timestamp())}-{person.pk}",
                    to=person.email,
                    now=now,
                    **office_mails.routed(voice),
                )
    return voice


@transaction.atomic
def acknowledge_voice(*, voice: Voice, by: Any, now: datetime, words: str = "") -> Voice:
    """The unit says that the voice is theirs and that they will answer. Whoever follows it is told.

    Args:
        words: something for the author; shown on the voice's page.
    Raises:
        NotAllowed: ``by`` does not work for the unit in charge or the strategy office.
        Conflict: it was sent elsewhere, acknowledged or answered meanwhile.
    """
    voice = locked(voice)
    access.require(by, "voices.acknowledge_voice", voice)
    answered = Answer.objects.filter(voice=voice).exists()
    if voice.state != Voice.State.PUBLISHED or voice.routed_at is None or voice.acknowledged_at or answered:
        raise Conflict
    voice.acknowledged_at, voice.acknowledgement = now, words.strip()
    voice.save(update_fields=["acknowledged_at", "acknowledgement"])
    thread.put(voice, at=now)
    journal.record("voice.acknowledged", subject=voice, by=by, at=now, unit=voice.unit)
    return voice


def locked(voice: Voice) -> Voice:
    """The voice as it is stored now, kept from others until the transaction ends."""
    return Voice.objects.select_for_update(of=("self",)).select_related("unit", "sponsor_unit").get(pk=voice.pk)
