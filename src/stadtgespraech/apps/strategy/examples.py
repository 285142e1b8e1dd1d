"""Made-up milestones for the demo, marked as examples wherever they show."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from stadtgespraech.apps.strategy.models import Milestone, Project
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated

# project, then (name, days from now when due, days from now when reached or None)
MILESTONES: dict[str, list[tuple[Translated, int, int | None]]] = {
    "gesamtstrategie-wohnungsbau": [
        (Translated(de="Bestand an Wohnformen erhoben", en="Kinds of housing surveyed"), -240, -230),
        (Translated(de="Entwurf mit den Fachbereichen abgestimmt", en="Draft agreed with the units"), -60, -45),
        (Translated(de="Entwurf dem Rat vorgelegt", en="Draft submitted to the council"), 75, None),
    ],
    "glasfaser-ausbau": [
        (Translated(de="Markterkundung abgeschlossen", en="Market survey finished"), -150, -150),
        (Translated(de="Alle städtischen Schulen angeschlossen", en="All municipal schools connected"), -20, None),
    ],
}


def add_example_milestones(*, now: datetime) -> int:
    """Add example milestones to projects that have none yet; returns how many were added."""
    added = 0
    today = now.date()
    for slug, steps in MILESTONES.items():
        project = Project.objects.filter(slug=slug, milestones=None).first()
        if project is None:
            continue
        for name, due, reached in steps:
            Milestone.objects.create(
                project=project,
                name=name,
                due=today + timedelta(days=due),
                reached=shifted(today, reached),
                is_example=True,
            )
            added += 1
        thread.put(project, at=now)
    return added


def shifted(day: date, days: int | None) -> date | None:
    """``day`` plus so many days; None stays None."""
    return None if days is None else day + timedelta(days=days)
