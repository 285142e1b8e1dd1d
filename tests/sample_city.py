"""A tiny city with one or two of everything, for tests that look at all apps together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from stadtgespraech.apps.council.models import (
    Body,
    BudgetLine,
    Consultation,
    FollowUp,
    Paper,
    PrintedTotal,
    Resolution,
)
from stadtgespraech.apps.dialogue.models import District, Event, Format, Sector, Stage, TimelineEntry, Topic
from stadtgespraech.apps.indicators.models import Indicator, Target, Value
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.pictures.models import MERGED_INTO, Agreement, Picture, PictureVersion
from stadtgespraech.apps.strategy.models import (
    Field,
    FieldWorkshop,
    Goal,
    Involvement,
    MeasurePackage,
    Milestone,
    Project,
    Reference,
)
from stadtgespraech.apps.voices.models import Answer, Voice
from stadtgespraech.core import journal, thread

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class City:
    """The objects by name."""

    unit: Unit
    other_unit: Unit
    stage: Stage
    event: Event
    goal: Goal
    archived_goal: Goal
    field: Field
    project: Project
    indicator: Indicator
    value: Value
    paper: Paper
    private_paper: Paper
    follow_up: FollowUp
    private_follow_up: FollowUp


def text(german: str, english: str = "") -> dict[str, str]:
    return {"de": german, "en": english} if english else {"de": german}


@transaction.atomic
def build() -> City:
    """Make the city; everything on the thread and one journal entry."""
    unit = Unit.objects.create(slug="wohnen-amt", number="64", name=text("Amt für Wohnen", "Housing Office"))
    other_unit = Unit.objects.create(slug="gruen-amt", number="63", name=text("Grünflächenamt"))
    sector = Sector.objects.create(slug="politik", name=text("Politik", "Politics"))
    District.objects.create(slug="nord", name="Nord")
    topic = Topic.objects.create(slug="wohnen-und-bauen", name=text("Wohnen und Bauen", "Housing"))
    stage = Stage.objects.create(
        slug="auftakt",
        number=1,
        name=text("Auftakt", "Opening"),
        description=text("Es geht los."),
        planned_start=date(2023, 1, 1),
    )
    forum = Format.objects.create(slug="forum", name=text("Bürgerforum"), description=text("Ausgelost."), sector=sector)
    event = Event.objects.create(
        slug="konferenz-1", name=text("Erste Konferenz"), stage=stage, format=forum, starts_at=NOW, place="Rathaus"
    )
    event.topics.add(topic)
    TimelineEntry.objects.create(slug="start", what=text("Start"), stage=stage, planned="2023-Q4", actual="2024-01")
    voice = Voice.objects.create(
        slug="bnkmrktx",
        title="Mehr Bänke am Markt",
        text="Am Markt kann man nirgends sitzen.",
        state=Voice.State.PUBLISHED,
        channel=Voice.Channel.PAPER,
        topic=topic,
        stage=stage,
        given_at=NOW,
        published_at=NOW,
    )
    answered = Voice.objects.create(
        slug="lchtmprk",
        title="Licht im Park",
        text="Abends ist es im Park stockdunkel.",
        state=Voice.State.PUBLISHED,
        channel=Voice.Channel.PHONE,
        given_at=NOW,
        published_at=NOW,
        unit=unit,
        routed_at=NOW,
        due_on=date(2026, 4, 12),
    )
    Answer.objects.create(
        voice=answered, disposition="planned", text="Sie kommt.", unit=unit, given_at=NOW, in_time=True
    )
    picture = Picture.objects.create(
        slug="sitzen-am-markt", kind="starting", title=text("Am Markt fehlen Bänke."), topic=topic, state="discussed"
    )
    PictureVersion.objects.create(picture=picture, number=1, title=picture.title, text=picture.text, at=NOW)
    Agreement.objects.create(picture=picture, version=1, sector=sector, stance="agrees", event=event, at=NOW)
    goal = Goal.objects.create(
        slug="gutes-wohnen", name=text("Gutes Wohnen für alle", "Good homes for all"), summary=text("Alle wohnen gut.")
    )
    archived_goal = Goal.objects.create(slug="altes-ziel", name=text("Altes Ziel"), archived_at=NOW)
    goal.references.add(Reference.objects.create(vocabulary="sdg", code="11", name=text("Nachhaltige Städte")))
    field = Field.objects.create(
        slug="wohnen", goal=goal, name=text("Wohnen", "Housing"), sponsor_unit=unit, source="S. 4"
    )
    FieldWorkshop.objects.create(field=field, on=date(2025, 5, 2))
    Involvement.objects.create(field=field, unit=unit, role="F")
    Involvement.objects.create(field=field, unit=other_unit, role="(B)")
    project = Project.objects.create(
        slug="neue-wohnungen", field=field, name=text("Neue Wohnungen"), unit=unit, is_example=True
    )
    Milestone.objects.create(project=project, name=text("Baubeginn"), due=date(2026, 5, 1), is_example=True)
    package = MeasurePackage.objects.create(slug="bald-bauen", goal=goal, name=text("Bald bauen"), horizon="short")
    package.projects.add(project)
    indicator = Indicator.objects.create(
        slug="fertige-wohnungen",
        field=field,
        project=project,
        name=text("Fertige Wohnungen"),
        reporting_unit=unit,
        direction="up",
    )
    value = Value.objects.create(
        indicator=indicator,
        year=2025,
        value=Decimal("1234.5"),
        source="Statistik",
        unit=unit,
        reported_at=NOW,
        is_example=True,
    )
    Value.objects.create(
        indicator=indicator, year=2025, value=Decimal(1000), source="Statistik", reported_at=NOW, replaced_at=NOW
    )
    Target.objects.create(indicator=indicator, year=2030, value=Decimal(2000))
    body = Body.objects.create(slug="rat", name=text("Rat", "Council"), kind="council")
    paper = Paper.objects.create(
        slug="vorlage-1", number="1-24", title=text("Wohnungen bauen"), dated=date(2024, 3, 1), unit=unit
    )
    private_paper = Paper.objects.create(
        slug="vorlage-2", title=text("Nicht öffentlich"), dated=date(2024, 4, 1), is_public=False
    )
    follow_ups = []
    for one in (paper, private_paper):
        step = Consultation.objects.create(paper=one, body=body, on=date(2024, 5, 1), role="decision", result="agreed")
        resolution = Resolution.objects.create(
            slug=f"{one.slug}-beschluss", paper=one, consultation=step, body=body, on=step.on, result="agreed"
        )
        follow_ups.append(
            FollowUp.objects.create(resolution=resolution, what=text("Bauen"), unit=unit, deadline=date(2024, 9, 1))
        )
        BudgetLine.objects.create(paper=one, kind="expense", name=text("Bau"), amounts={"2024": 100})
        PrintedTotal.objects.create(paper=one, kind="expense", year=2024, amount=100)
    put_all_on_the_thread()
    thread.connect(voice, MERGED_INTO, picture, by=None, at=NOW, reason="Dasselbe.")
    journal.record("city.built", subject=goal, by=None, at=NOW)
    return City(
        unit=unit,
        other_unit=other_unit,
        stage=stage,
        event=event,
        goal=goal,
        archived_goal=archived_goal,
        field=field,
        project=project,
        indicator=indicator,
        value=value,
        paper=paper,
        private_paper=private_paper,
        follow_up=follow_ups[0],
        private_follow_up=follow_ups[1],
    )


def put_all_on_the_thread() -> None:
    """Every object whose kind is registered."""
    objects: list[Any] = [obj for kind in thread.kinds().values() for obj in kind.model._default_manager.all()]
    thread.put_many(objects, at=NOW)
