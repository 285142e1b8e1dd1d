"""What can be said now, and what a form offers to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from stadtgespraech.apps.dialogue.models import District, Event, Format, Stage, Topic
from stadtgespraech.apps.dialogue.queries import Invitation, StageOnTheWay, open_stages
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import access

MOST_EVENTS = 60


def opens(stages: Iterable[StageOnTheWay], what: Stage.Opens) -> bool:
    """Whether one of these stages opens this now; asks the database nothing."""
    return any(way.stage.state == Stage.State.OPEN and what in way.stage.opens for way in stages)


def opened_for(voice: Voice) -> frozenset[str]:
    """What (``Stage.Opens``) the stages open for this voice now; asked once for a voice, however many boxes show it."""
    if "_opened" not in vars(voice):
        vars(voice)["_opened"] = frozenset(what for stage in open_stages() for what in stage.opens)
    found: frozenset[str] = vars(voice)["_opened"]
    return found


def invitations(stages: Iterable[StageOnTheWay]) -> list[Invitation]:
    """What residents can do with voices right now, the first thing first."""
    stages = list(stages)
    found = []
    if opens(stages, Stage.Opens.VOICES):
        found.append(
            Invitation(
                _("Eine Stimme abgeben"),
                _(
                    "Was läuft gut, was fehlt, was ärgert Sie? Sagen Sie es mit Ihren Worten. Sie bekommen eine Antwort."
                ),
                reverse("voices:submit"),
                minutes=3,
            )
        )
    if opens(stages, Stage.Opens.SUPPORT):
        found.append(
            Invitation(
                _("Hinter eine Stimme stellen"),
                _("Lesen Sie, was andere sagen. Ein Klick zeigt, dass Sie es auch so sehen."),
                reverse("voices:voices"),
                minutes=2,
                needs_account=True,
            )
        )
    return found


def entry_choices(person: Any) -> dict[str, QuerySet[Any]]:
    """What a voice can be sorted under: current topics, districts, formats, and the latest events."""
    return {
        "topics": access.visible(Topic, to=person).filter(archived_at=None),
        "districts": access.visible(District, to=person).filter(archived_at=None),
        "formats": access.visible(Format, to=person).filter(archived_at=None),
        "events": access.visible(Event, to=person)
        .filter(archived_at=None)
        .exclude(state=Event.State.CANCELLED)
        .order_by("-starts_at", "slug"),
    }
