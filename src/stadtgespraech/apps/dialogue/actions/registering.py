"""Coming to an event: places, a waiting list that moves up by itself, and forgetting afterwards."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.dialogue import mails
from stadtgespraech.apps.dialogue.models import Event, Registration
from stadtgespraech.apps.dialogue.queries import registration_is_open, registrations_of
from stadtgespraech.core import access, journal
from stadtgespraech.core.errors import BadInput, Conflict, NotFound

# How long after an event the organisers may still need to know who was there.
KEPT_AFTER = timedelta(days=30)
_TOKEN_BYTES = 32


class RegistrationClosed(Conflict):
    """Nobody can register: no registration is asked for, or it is over."""

    code = "registration-closed"
    message = _("Für diesen Termin kann man sich nicht (mehr) anmelden.")


class NoWayToAnswer(BadInput):
    """Without a mail address or anything else nobody could be told about a change."""

    code = "no-way-to-answer"
    message = _("Bitte geben Sie eine E-Mail-Adresse, eine Telefonnummer oder eine Anschrift an.")


@transaction.atomic
def register(
    *, event: Event, name: str, email: str, needs: str, language: str, by: Any, now: datetime, contact: str = ""
) -> Registration:
    """Take a place at an event, or one on its waiting list when all are taken.

    An address that is registered already changes nothing: its owner gets the first mail again, so that the form tells
    nobody who else comes.

    Args:
        by: the person themselves, None for a guest, or an organiser who registers somebody without a mail address.
    Raises:
        RegistrationClosed: see ``queries.registration_is_open``.
        NoWayToAnswer: neither mail address nor contact.
    """
    event = Event.objects.select_for_update().get(pk=event.pk)
    if not registration_is_open(event, now=now):
        raise RegistrationClosed
    if not email and not (contact and access.may(by, "dialogue.register_others")):
        raise NoWayToAnswer
    email = email.strip().lower()
    known = event.registrations.filter(email=email).first() if email else None
    if known is not None:
        mails.send_registration(known, reminder=True, now=now)
        return known
    has_place = event.capacity is None or _taken(event) < event.capacity
    registration = Registration.objects.create(
        event=event,
        person=by if by is not None and by.email == email else None,
        name=name,
        email=email,
        contact=contact,
        needs=needs,
        state=Registration.State.PLACE if has_place else Registration.State.WAITING,
        language=language,
        token=secrets.token_urlsafe(_TOKEN_BYTES),
        registered_at=now,
    )
    mails.send_registration(registration, now=now)
    journal.record("registration.added", subject=event, by=by, at=now, state=registration.state)
    return registration


@transaction.atomic
def cancel_registration(*, token: str, by: Any, now: datetime) -> Event:
    """Give a place back; the first on the waiting list gets it and a mail. Its token is the right to do so.

    Raises:
        NotFound: there is no such registration (any more).
    """
    found = Registration.objects.filter(token=token).values_list("event_id", flat=True).first()
    if found is None:
        raise NotFound
    # The event first, as everywhere: two who cancel at once must not wait for each other.
    event = Event.objects.select_for_update().get(pk=found)
    gone, _rows = Registration.objects.filter(token=token).delete()
    if not gone:
        raise NotFound
    journal.record("registration.cancelled", subject=event, by=by, at=now)
    fill_up(event=event, now=now)
    return event


def fill_up(*, event: Event, now: datetime) -> int:
    """Give free places to the waiting, in the order in which they came; part of the action that freed them.

    Args:
        event: locked by the caller.
    Returns:
        How many moved up.
    """
    if event.state != Event.State.PLANNED:
        return 0
    waiting = event.registrations.filter(state=Registration.State.WAITING).order_by("registered_at", "id")
    free = None if event.capacity is None else max(event.capacity - _taken(event), 0)
    moving = list(waiting[:free])
    for registration in moving:
        registration.state = Registration.State.PLACE
        registration.save(update_fields=["state"])
        mails.send_registration(registration, now=now, moved_up=True)
    if moving:
        journal.record("registration.moved_up", subject=event, by=None, at=now, places=len(moving))
    return len(moving)


@transaction.atomic
def forget_registrations(person: Any, now: datetime) -> None:
    """Take everybody's places back that a deleted account holds."""
    for token in registrations_of(person).order_by("event_id").values_list("token", flat=True):
        cancel_registration(token=token, by=None, now=now)


@transaction.atomic
def delete_old_registrations(*, now: datetime) -> int:
    """Forget who came to events that are over for :data:`KEPT_AFTER`."""
    over = Registration.objects.filter(event__starts_at__lt=now - KEPT_AFTER)
    events = list(Event.objects.filter(registrations__in=over).distinct())
    gone, _rows = over.delete()
    for event in events:
        journal.record("registration.forgotten", subject=event, by=None, at=now)
    return gone


def _taken(event: Event) -> int:
    return event.registrations.filter(state=Registration.State.PLACE).count()
