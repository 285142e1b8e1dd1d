"""What papers add to the pages of units and to the workplace."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from stadtgespraech.apps.council import queries
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.core import access
from stadtgespraech.core.web import boxes

Box = tuple[str, dict[str, Any]] | None


def of_unit(unit: Unit, person: Any) -> Box:
    """Papers that the unit leads."""
    rows = list(queries.papers(seen_by=person).filter(unit=unit)[:20])
    return ("council/boxes/unit.html", {"papers": rows}) if rows else None


def of_workplace(_nothing: Any, person: Any) -> Box:
    """How many results are missing."""
    if not access.may(person, "council.set_result"):
        return None
    missing = queries.without_result(seen_by=person, today=timezone.localdate()).count()
    return ("council/boxes/workplace.html", {"missing": missing}) if missing else None


def register() -> None:
    """Fill the slots."""
    boxes.register("people.unit", of_unit, order=30)
    boxes.register("dashboard.workplace", of_workplace, order=40)
