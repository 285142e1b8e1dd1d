"""What of papers and resolutions waits for the offices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from stadtgespraech.apps.council import queries
from stadtgespraech.core import access
from stadtgespraech.core.web import queues
from stadtgespraech.core.web.queues import Queue


def of_offices(person: Any, now: datetime) -> Iterator[Queue]:
    """Follow-up items that are overdue or unfinished, missing results, drafts."""
    if not access.may(person, "council.set_result"):
        return
    today, items = timezone.localdate(now), reverse("council:follow_ups")
    yield Queue(
        queries.follow_ups(seen_by=person, today=today, only=queries.FollowUpFilter(state="ueberfaellig")),
        ngettext_lazy("Ein Auftrag ist überfällig", "%(n)s Aufträge sind überfällig", "n"),
        f"{items}?stand=ueberfaellig",
        is_overdue=True,
    )
    yield Queue(
        queries.follow_ups(seen_by=person, today=today),
        ngettext_lazy("Ein Auftrag ist noch nicht erledigt", "%(n)s Aufträge sind noch nicht erledigt", "n"),
        items,
    )
    yield Queue(
        queries.without_result(seen_by=person, today=today),
        ngettext_lazy("Bei einer Beratung fehlt das Ergebnis", "Bei %(n)s Beratungen fehlt das Ergebnis", "n"),
        reverse("council:without_result"),
    )
    yield Queue(
        queries.drafts(seen_by=person),
        ngettext_lazy("Eine Vorlage wird vorbereitet", "%(n)s Vorlagen werden vorbereitet", "n"),
        reverse("council:papers"),
    )


def register() -> None:
    """Show them at the workplace."""
    queues.register(_("Beschlüsse"), of_offices, order=50)
