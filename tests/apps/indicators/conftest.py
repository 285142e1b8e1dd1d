"""A small strategy with indicators to work on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from stadtgespraech.apps.indicators.models import Indicator, Target, Value
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.models import Field, Goal, Involvement, Project
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_charts(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def goal(db: None) -> Goal:
    made = Goal.objects.create(slug="zieht-an", name=Translated(de="Dortmund zieht an", en="Dortmund attracts"))
    thread.put(made, at=NOW)
    return made


@pytest.fixture
def field(goal: Goal) -> Field:
    made = Field.objects.create(slug="wohnen", goal=goal, name=Translated(de="Wohnen", en="Housing"))
    thread.put(made, at=NOW)
    return made


@pytest.fixture
def housing_office(field: Field) -> Unit:
    """Leads the field."""
    unit = Unit.objects.create(slug="amt-fuer-wohnen", number="64", name=Translated(de="Amt für Wohnen"))
    Involvement.objects.create(field=field, unit=unit, role=Involvement.Role.LEADING)
    return unit


@pytest.fixture
def youth_office(field: Field) -> Unit:
    """Takes part in the field."""
    unit = Unit.objects.create(slug="jugendamt", number="51", name=Translated(de="Jugendamt"))
    Involvement.objects.create(field=field, unit=unit, role=Involvement.Role.INVOLVED)
    return unit


@pytest.fixture
def project(field: Field) -> Project:
    made = Project.objects.create(slug="bauprogramm", field=field, name=Translated(de="Bauprogramm"))
    thread.put(made, at=NOW)
    return made


@pytest.fixture
def indicator(field: Field) -> Indicator:
    made = Indicator.objects.create(
        slug="neue-wohnungen",
        field=field,
        name=Translated(de="Neue Wohnungen", en="New flats"),
        description=Translated(de="Zählt fertige Wohnungen."),
        unit_of_measure="Wohnungen pro Jahr",
        direction="up",
        is_strategic=True,
        minimum=Decimal(0),
        maximum=Decimal(100_000),
    )
    thread.put(made, at=NOW)
    return made


@pytest.fixture
def give_values(indicator: Indicator) -> Callable[..., None]:
    """``give_values({2024: "1400"}, targets={2030: "2000"})`` stores values and targets of the indicator."""

    def give(values: dict[int, str], *, targets: dict[int, str] | None = None, example: bool = False) -> None:
        for year, value in values.items():
            Value.objects.create(
                indicator=indicator,
                year=year,
                value=Decimal(value),
                source="Statistik",
                reported_at=NOW,
                is_example=example,
            )
        for year, value in (targets or {}).items():
            Target.objects.create(indicator=indicator, year=year, value=Decimal(value), is_example=example)
        thread.put(indicator, at=NOW)

    return give
