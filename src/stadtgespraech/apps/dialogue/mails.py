"""What mails about events say."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from stadtgespraech.apps.dialogue.models import Event, Registration
from stadtgespraech.apps.dialogue.queries import when_in_words
from stadtgespraech.core import jobs
from stadtgespraech.core.web.addresses import absolute
from stadtgespraech.core.web.city import signature


def send_registration(
    registration: Registration, *, now: datetime, moved_up: bool = False, reminder: bool = False
) -> None:
    """Say whether there is a place, and how to give it back. Without a mail address an office calls or writes.

    Args:
        reminder: somebody typed the same address in again.
    """
    if not registration.email:
        return
    with override(registration.language):
        event = registration.event
        place = registration.state == Registration.State.PLACE
        if moved_up:
            subject, first = _("Ein Platz ist frei geworden"), _("Sie haben jetzt einen Platz.")
        elif place:
            subject, first = _("Sie sind angemeldet"), _("Sie haben einen Platz.")
        else:
            subject = _("Sie stehen auf der Warteliste")
            first = _("Zurzeit sind alle Plätze vergeben. Sobald einer frei wird, schreiben wir Ihnen.")
        parts = [
            first,
            "\n".join(filter(None, [str(event.name), when_in_words(event), event.place])),
            _("Ihre Anmeldung ansehen, in den Kalender übernehmen oder zurückziehen: %(link)s")
            % {"link": absolute(reverse("dialogue:registration", kwargs={"token": registration.token}))},
            _("Wenn Sie nicht kommen können, sagen Sie bitte ab. Dann bekommt jemand anderes den Platz."),
            signature(),
        ]
        what = f"again-{uuid.uuid4()}" if reminder else registration.state
        jobs.send_mail(
            key=f"registration-{registration.token[:16]}-{what}",
            to=registration.email,
            subject=f"{subject}: {event.name}",
            body="\n\n".join(parts),
            urgent=True,
            now=now,
        )


def send_cancelled(event: Event, *, now: datetime) -> None:
    """Tell everybody with a mail address that an event was called off."""
    for registration in event.registrations.exclude(email=""):
        with override(registration.language):
            lines = [str(event.name), when_in_words(event)]
            jobs.send_mail(
                key=f"registration-{registration.token[:16]}-called-off",
                to=registration.email,
                subject=_("Der Termin fällt aus: %(name)s") % {"name": event.name},
                body="\n\n".join([_("Dieser Termin fällt leider aus:"), "\n".join(filter(None, lines))]),
                urgent=True,
                now=now,
            )
