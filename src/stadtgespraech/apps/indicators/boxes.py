"""What indicators add to the pages of goals, fields, projects and units."""

from __future__ import annotations

from typing import Any

from stadtgespraech.apps.indicators import queries
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy import lights as strategy_lights
from stadtgespraech.apps.strategy.models import Field, Goal, Project
from stadtgespraech.core.web import boxes

MOST_SHOWN = 30


def of_goal(goal: Goal, person: Any) -> boxes.Box:
    """How the goal's indicators stand together."""
    rows = queries.indicators(seen_by=person, only=queries.Filter(goal=goal.slug))
    members = queries.standings(queries.for_a_list(rows))
    if not members:
        return None
    strategic = [member for member in members if member.indicator.is_strategic]
    context = {"light": queries.light_of(members), "standings": strategic[:MOST_SHOWN], "goal": goal}
    return "indicators/boxes/goal.html", context


def of_field(field: Field, person: Any) -> boxes.Box:
    """The field's indicators."""
    members = queries.standings(queries.of_field(field.pk, seen_by=person))
    context = {"standings": members[:MOST_SHOWN], "light": queries.light_of(members), "field": field}
    return "indicators/boxes/field.html", {**context, "more": len(members) > MOST_SHOWN}


def of_project(project: Project, person: Any) -> boxes.Box:
    """What the project is measured by; the field's strategic indicators where it has none of its own."""
    members = queries.standings(queries.of_field(project.field_id, seen_by=person))
    own = [member for member in members if member.indicator.project_id == project.pk]
    shown = own or [member for member in members if member.indicator.is_strategic and not member.indicator.project_id]
    return ("indicators/boxes/project.html", {"standings": shown[:MOST_SHOWN], "is_own": bool(own)}) if shown else None


def of_unit(unit: Unit, person: Any) -> boxes.Box:
    """What the unit reports."""
    members = queries.standings(queries.for_a_list(queries.reported_by_unit(unit, seen_by=person)))
    context = {
        "standings": members[:MOST_SHOWN],
        "number": len(members),
        "unit": unit,
        "more": len(members) > MOST_SHOWN,
    }
    return ("indicators/boxes/unit.html", context) if members else None


def register() -> None:
    """Fill the slots."""
    for slot, provider in (
        ("strategy.goal", of_goal),
        ("strategy.field", of_field),
        ("strategy.project", of_project),
        ("people.unit", of_unit),
    ):
        boxes.register(slot, provider, order=20)
    strategy_lights.register("goal", lambda person: queries.lights_of_goals(seen_by=person))
    strategy_lights.register("field", lambda person: queries.lights_of_fields(seen_by=person))
