"""What of pages waits for the office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from stadtgespraech.apps.pages.models import BarrierReport, Page
from stadtgespraech.core import access
from stadtgespraech.core.web import queues
from stadtgespraech.core.web.queues import Queue


def of_office(person: Any, now: datetime) -> Iterator[Queue]:
    """Texts that the city still has to confirm, and barriers that somebody met."""
    if access.may(person, "pages.change_page"):
        yield Queue(
            access.visible(Page, to=person).filter(is_draft=True, archived_at=None),
            ngettext_lazy("Eine Seite ist noch ein Entwurf", "%(n)s Seiten sind noch Entwürfe", "n"),
            reverse("pages:pages"),
        )
    if access.may(person, "pages.see_barrier_reports"):
        yield Queue(
            access.visible(BarrierReport, to=person).filter(closed_at=None),
            ngettext_lazy("Eine gemeldete Barriere ist offen", "%(n)s gemeldete Barrieren sind offen", "n"),
            reverse("pages:barrier_reports"),
        )


def register() -> None:
    """Show them at the workplace."""
    queues.register(_("Diese Website"), of_office, order=80)
