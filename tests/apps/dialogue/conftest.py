"""A small dialogue to work on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from stadtgespraech.apps.dialogue.models import Event, Format, Sector, Stage, TimelineEntry, Topic
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def office(person_of: Any) -> Any:
    """Somebody of the strategy office."""
    return person_of("strategy_office")


@pytest.fixture
def stage(db: None) -> Stage:
    made = Stage.objects.create(
        slug="ratsbeschluss",
        number=5,
        name=Translated(de="Ratsbeschluss", en="Council decision"),
        description=Translated(de="Der Rat berät und entscheidet."),
    )
    thread.put(made, at=NOW)
    return made


@pytest.fixture
def format_(db: None) -> Format:
    sector = Sector.objects.create(slug="zivilgesellschaft", name=Translated(de="Zivilgesellschaft"))
    made = Format.objects.create(
        slug="stadtkonferenz", name=Translated(de="Stadtkonferenz"), description=Translated(de="Alle."), sector=sector
    )
    thread.put(made, at=NOW)
    return made


@pytest.fixture
def topic(db: None) -> Topic:
    made = Topic.objects.create(slug="uebermut", name=Translated(de="Übermut"))
    thread.put(made, at=NOW)
    return made


@pytest.fixture
def event(stage: Stage, format_: Format, topic: Topic) -> Event:
    made = Event.objects.create(
        slug="erste-konferenz",
        name=Translated(de="Erste Konferenz"),
        description=Translated(de="Was gilt für alle?"),
        stage=stage,
        format=format_,
        starts_at=datetime(2026, 5, 9, 8, tzinfo=UTC),
        ends_at=datetime(2026, 5, 9, 14, tzinfo=UTC),
        place="Rathaus, Saal 1",
    )
    made.topics.add(topic)
    thread.put(made, at=NOW)
    return made


@pytest.fixture
def entry(stage: Stage) -> TimelineEntry:
    return TimelineEntry.objects.create(
        slug="abschluss",
        what=Translated(de="Der Prozess ist abgeschlossen"),
        stage=stage,
        planned="2023-Q4",
        planned_in="2022",
        source="Ratsvorlage 24633-22",
    )
