"""Who may see and change the dialogue."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from stadtgespraech.apps.dialogue.models import (
    District,
    Event,
    Format,
    Registration,
    Sector,
    Stage,
    TimelineEntry,
    Topic,
)
from stadtgespraech.core import access


def not_archived(person: Any) -> Q:
    """Everybody sees what is current; the strategy office also sees the archive."""
    return Q() if "strategy_office" in access.roles_of(person) else Q(archived_at=None)


for model in (Stage, Format, Event, Topic, TimelineEntry, District):
    access.visibility(model, not_archived)
access.visibility(Sector, lambda person: Q())

_ORGANISERS = frozenset({"strategy_office", "moderator"})


def own_registrations(person: Any) -> Q:
    """Organisers see who comes; everybody else only themselves."""
    if access.roles_of(person) & _ORGANISERS:
        return Q()
    return Q(pk=None) if person is None else Q(person_id=person.pk)


access.visibility(Registration, own_registrations)

_office = access.has_role("strategy_office")
access.permission("dialogue.change_stage", _office)
access.permission("dialogue.change_format", _office)
access.permission("dialogue.add_event", _office)
access.permission("dialogue.change_event", _office)
access.permission("dialogue.cancel_event", _office)
access.permission("dialogue.add_topic", _office)
access.permission("dialogue.change_topic", _office)
access.permission("dialogue.archive_topic", _office)
access.permission("dialogue.add_timeline_entry", _office)
access.permission("dialogue.change_timeline_entry", _office)
access.permission("dialogue.see_registrations", access.has_role(*_ORGANISERS))
access.permission("dialogue.register_others", access.has_role(*_ORGANISERS))
