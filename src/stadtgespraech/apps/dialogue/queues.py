"""What of the dialogue waits for the office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from stadtgespraech.apps.dialogue import queries
from stadtgespraech.core import access
from stadtgespraech.core.web import queues
from stadtgespraech.core.web.queues import Queue


def of_office(person: Any, now: datetime) -> Iterator[Queue]:
    """Events that are over, and nobody wrote down whether they took place."""
    if access.may(person, "dialogue.change_event"):
        yield Queue(
            queries.unsettled_events(seen_by=person, now=now),
            ngettext_lazy(
                "Bei einem Termin steht noch nicht, ob er stattgefunden hat",
                "Bei %(n)s Terminen steht noch nicht, ob sie stattgefunden haben",
                "n",
            ),
            f"{reverse('dialogue:events')}?zeit=offen",
            is_overdue=True,
        )


def register() -> None:
    """Show them at the workplace."""
    queues.register(_("Termine"), of_office, order=60)
