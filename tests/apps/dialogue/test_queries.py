"""Every page asks the database the same number of questions, however much there is to show."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from stadtgespraech.apps.dialogue import queries
from stadtgespraech.apps.dialogue.models import Event, Format, Stage, TimelineEntry, Topic
from stadtgespraech.core.languages import Translated
from tests.counting import page_statements

MOST = 15


def fill(count: int, stage: Stage, format_: Format, topic: Topic) -> None:
    """Bring every table to ``count`` rows more."""
    start = Topic.objects.count()
    now = timezone.now()
    numbers = range(start, start + count)
    Topic.objects.bulk_create(Topic(slug=f"thema-{n}", name=Translated(de=f"Thema {n}")) for n in numbers)
    Format.objects.bulk_create(
        Format(
            slug=f"format-{n}", name=Translated(de=f"Format {n}"), description=Translated(de="x"), sector=format_.sector
        )
        for n in numbers
    )
    TimelineEntry.objects.bulk_create(
        TimelineEntry(
            slug=f"zeit-{n}", what=Translated(de=f"Schritt {n}"), stage=stage, planned="2024-05", actual="2024-06"
        )
        for n in numbers
    )
    events = Event.objects.bulk_create(
        Event(
            slug=f"termin-{n}",
            name=Translated(de=f"Termin {n}"),
            stage=stage,
            format=format_,
            starts_at=now + timedelta(days=n + 1 if n % 2 else -n - 1),
        )
        for n in numbers
    )
    topic.events.add(*events)


@pytest.mark.slow
@pytest.mark.parametrize("role", ["visitor", "strategy_office"])
def test_ten_rows_and_a_thousand_take_the_same_questions(
    role: str, person_of: Any, client_of: Any, stage: Stage, format_: Format, topic: Topic
) -> None:
    client = client_of(person_of(role))
    addresses = [
        "/mitreden/",
        "/zeitplan/",
        "/termine/",
        "/termine/?zeit=vorbei",
        "/termine/termine.ics",
        "/themen/",
        "/stufen/ratsbeschluss/",
        "/formate/stadtkonferenz/",
        "/themen/uebermut/",
        "/termine/termin-1/",
    ]

    def counts() -> dict[str, int]:
        return {address: page_statements(client, address) for address in addresses}

    fill(10, stage, format_, topic)
    few = counts()
    fill(990, stage, format_, topic)
    assert counts() == few
    assert {address: number for address, number in few.items() if number > MOST} == {}


def test_upcoming_and_past_events_part_the_calendar(stage: Stage, now: datetime) -> None:
    """Every event stands in exactly one of the two lists."""
    hours = [None, now - timedelta(hours=1), now, now + timedelta(hours=1)]
    texts = ["", "2025", "2025-12", "2026", "2026-02", "2026-03", "2026-Q1", "2027-01-01", "irgendwann"]
    number = 0
    for start in hours:
        for end in [None] if start is None else [None, start + timedelta(minutes=30), start + timedelta(hours=2)]:
            for text in texts if start is None else [""]:
                for state in Event.State.values:
                    number += 1
                    Event.objects.create(
                        slug=f"t-{number}",
                        name=Translated(de="x"),
                        starts_at=start,
                        ends_at=end,
                        date_text=text,
                        state=state,
                    )
    coming = {event.slug for event in queries.upcoming_events(seen_by=None, now=now)}
    past = {event.slug for event in queries.past_events(seen_by=None, now=now)}
    assert coming | past == {f"t-{n}" for n in range(1, number + 1)}
    assert coming & past == set()
    rough = {
        event.date_text: event.slug in past for event in Event.objects.filter(starts_at=None, state=Event.State.PLANNED)
    }
    assert rough == {
        "": False,
        "2025": True,
        "2025-12": True,
        "2026": False,
        "2026-02": True,
        "2026-03": False,
        "2026-Q1": False,
        "2027-01-01": False,
        "irgendwann": False,
    }


def test_a_stage_whose_plan_is_over_does_not_claim_to_be_still_to_come(stage: Stage, now: datetime) -> None:
    earlier = Stage.objects.create(slug="davor", number=stage.number - 1, name=Translated(de="Davor"))
    Stage.objects.filter(pk=stage.pk).update(planned_end=now.date() - timedelta(days=1), planned_start=None)
    words = {row.stage.slug: row.word for row in queries.stages_on_the_way(seen_by=None, now=now)}
    assert words == {earlier.slug: "Stand nicht eingetragen", stage.slug: "Stand nicht eingetragen"}
    Stage.objects.filter(pk=stage.pk).update(planned_end=now.date() + timedelta(days=1))
    assert [row.word for row in queries.stages_on_the_way(seen_by=None, now=now)] == ["", ""]


def offered(now: datetime) -> list[queries.Invitation]:
    return queries.invitations(stages=queries.stages_on_the_way(seen_by=None, now=now), seen_by=None, now=now)


def test_what_is_open_is_offered(stage: Stage, event: Event, now: datetime) -> None:
    assert [invitation.title for invitation in offered(now)] == ["Zum Termin kommen: Erste Konferenz"]
    Stage.objects.update(state="open")
    Event.objects.update(state="cancelled")
    assert offered(now) == [
        queries.Invitation(
            title="Bei dieser Stufe mitreden: Ratsbeschluss",
            text="Der Rat berät und entscheidet.",
            url="/stufen/ratsbeschluss/",
            minutes=3,
        )
    ]


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (None, None, ""),
        (80, 100, "80 bis 100"),
        (50, 50, "50"),
        (1000, None, "mindestens 1.000"),
        (None, 9, "höchstens 9"),
    ],
)
def test_numbers_of_participants_in_words(least: int | None, most: int | None, words: str) -> None:
    assert queries.participants_in_words(Format(participants_min=least, participants_max=most)) == words
