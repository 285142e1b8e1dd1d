"""A small strategy: two goals, three fields, two projects, three units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.strategy.models import Field, FieldWorkshop, Goal, Involvement, Milestone, Project, Reference
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Strategy:
    """The objects by name."""

    goal: Goal
    other_goal: Goal
    housing: Field
    traffic: Field
    schools: Field
    plan: Project
    bridge: Project
    milestone: Milestone
    housing_office: Unit
    road_office: Unit
    sponsor: Unit
    term: Reference


@pytest.fixture
def strategy(db: None) -> Strategy:
    def unit(number: str, name: str, kind: str = "unit") -> Unit:
        return Unit.objects.create(slug=f"amt-{number.lower()}", number=number, name=Translated(de=name), kind=kind)

    housing_office, road_office = unit("64", "Amt für Wohnen"), unit("66", "Tiefbauamt")
    sponsor = unit("GBII", "Geschäftsbereich II", "office")
    goal = Goal.objects.create(
        slug="zieht-an", name=Translated(de="Dortmund zieht an", en="Dortmund attracts"), order=1
    )
    other_goal = Goal.objects.create(slug="lernt", name=Translated(de="Dortmund lernt"), order=2)

    def field(slug: str, name: str, of: Goal, **more: Any) -> Field:
        return Field.objects.create(slug=slug, name=Translated(de=name), goal=of, **more)

    housing = field("wohnen", "Wohnen", goal, sponsor_unit=sponsor, sponsor_vacant=True, order=1)
    traffic = field("verkehrswende", "Verkehrswende", goal, sponsor_unit=sponsor, order=2)
    schools = field("schulen", "Schulen", other_goal)
    FieldWorkshop.objects.create(field=traffic, on=date(2022, 3, 10))
    Involvement.objects.create(field=housing, unit=housing_office, role="F")
    Involvement.objects.create(field=housing, unit=road_office, role="(B)")
    Involvement.objects.create(field=traffic, unit=housing_office, role="B")
    plan = Project.objects.create(
        slug="wohnungsbau", field=housing, name=Translated(de="Wohnungsbau"), unit=housing_office, is_strategic=True
    )
    bridge = Project.objects.create(slug="radbruecke", field=traffic, name=Translated(de="Radbrücke"), unit=road_office)
    milestone = Milestone.objects.create(project=plan, name=Translated(de="Baubeginn"), due=date(2026, 1, 31))
    term = Reference.objects.create(vocabulary="sdg", code="11", name=Translated(de="Nachhaltige Städte"))
    units = [housing_office, road_office, sponsor]
    thread.put_many([*units, goal, other_goal, housing, traffic, schools, plan, bridge], at=NOW)
    return Strategy(
        goal,
        other_goal,
        housing,
        traffic,
        schools,
        plan,
        bridge,
        milestone,
        housing_office,
        road_office,
        sponsor,
        term,
    )


@pytest.fixture
def picture(strategy: Strategy) -> Picture:
    """A target picture that the conference has confirmed."""
    made = Picture.objects.create(
        slug="stadt-der-wege",
        kind=Picture.Kind.TARGET,
        state=Picture.State.CONFIRMED,
        title=Translated(de="Alle kommen sicher an", en="Everybody arrives safely"),
        text=Translated(de="Zu Fuß, mit dem Rad und im Bus."),
        confirmed_at=NOW,
        confirmed_version=1,
    )
    thread.put(made, at=NOW)
    return made


@pytest.fixture
def office(person_of: Callable[..., Any]) -> Any:
    return person_of("strategy_office")


@pytest.fixture
def housing_clerk(person_of: Callable[..., Any], strategy: Strategy) -> Any:
    """Works for the unit that is responsible for the plan."""
    return person_of("unit", unit=strategy.housing_office)
