"""What of indicators waits for units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from stadtgespraech.apps.indicators import queries
from stadtgespraech.core import access
from stadtgespraech.core.web import queues
from stadtgespraech.core.web.queues import Queue


def of_units(person: Any, now: datetime) -> Iterator[Queue]:
    """Values of the last year that nobody has reported."""
    if "unit" in access.roles_of(person):
        yield Queue(
            queries.to_report(person, now=now),
            ngettext_lazy("Für %(year)s fehlt noch ein Wert.", "Für %(year)s fehlen noch %(n)s Werte.", "n"),
            reverse("indicators:reporting"),
            facts={"year": timezone.localdate(now).year - 1},
            is_overdue=True,
        )


def register() -> None:
    """Show them at the workplace."""
    queues.register(_("Kennzahlen melden"), of_units, order=10)
