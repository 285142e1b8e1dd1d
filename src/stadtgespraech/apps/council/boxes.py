"""What papers and resolutions add to the pages of units, pictures and projects, and to a unit's workplace."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from stadtgespraech.apps.council import queries
from stadtgespraech.apps.council.rules import OFFICES
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.strategy.models import Project
from stadtgespraech.core import access
from stadtgespraech.core.web import boxes

# More are counted, not listed.
LISTED = 8


def of_unit(unit: Unit, person: Any) -> boxes.Box:
    """Papers that the unit leads."""
    rows = list(queries.papers(seen_by=person).filter(unit=unit)[:20])
    return ("council/boxes/unit.html", {"papers": rows}) if rows else None


def of_picture(picture: Picture, person: Any) -> boxes.Box:
    """For those who prepare papers: the way from a confirmed picture to a paper."""
    if picture.state != Picture.State.CONFIRMED or not access.may(person, "council.draft_paper"):
        return None
    return "council/boxes/draft.html", {"parameter": "bild", "slug": picture.slug}


def of_project(project: Project, person: Any) -> boxes.Box:
    """For those who prepare papers: the way from a project to a paper."""
    if project.archived_at or project.state in (Project.State.DONE, Project.State.STOPPED):
        return None
    if not access.may(person, "council.draft_paper"):
        return None
    return "council/boxes/draft.html", {"parameter": "projekt", "slug": project.slug}


def of_workplace_of_a_unit(_nothing: Any, person: Any) -> boxes.Box:
    """For a unit: what resolutions ask of it, what is due first on top. The offices see how many there are (queues.py)."""
    units, roles = access.units_of(person), access.roles_of(person)
    if "unit" not in roles or not units or roles & OFFICES:
        return None
    today = timezone.localdate()
    rows = queries.follow_ups(seen_by=person, today=today).filter(unit__in=sorted(units))
    items = list(rows[: LISTED + 1])
    if not items:
        return None
    shown = [(item, queries.standing(item, today=today), item.deadline < today) for item in items[:LISTED]]
    context = {"items": shown, "more": len(items) > LISTED, "unit": items[0].unit}
    return "council/boxes/workplace_of_a_unit.html", context


def register() -> None:
    """Fill the slots."""
    boxes.register("people.unit", of_unit, order=30)
    boxes.register("pictures.picture.office", of_picture, order=40)
    boxes.register("strategy.project", of_project, order=40)
    boxes.register("dashboard.workplace", of_workplace_of_a_unit, order=10)
