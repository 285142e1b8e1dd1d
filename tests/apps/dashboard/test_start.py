"""The start page: true, short, and in few statements."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from stadtgespraech.apps.council.models import Paper
from stadtgespraech.apps.dashboard import queries
from stadtgespraech.apps.dialogue.models import Event, Stage
from stadtgespraech.apps.dialogue.queries import stages_on_the_way
from stadtgespraech.apps.indicators.models import Indicator, Value
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.models import Field, Goal, Project
from stadtgespraech.core import journal, thread
from stadtgespraech.core.languages import Translated
from tests.counting import page_statements

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def make_goal(slug: str = "dortmund-zieht-an", **values: Any) -> Goal:
    goal = Goal.objects.create(slug=slug, name=Translated(de=slug.replace("-", " ").title()), **values)
    thread.put(goal, at=NOW)
    return goal


def test_a_goal_shows_its_light(client: Client) -> None:
    goal = make_goal()
    field = Field.objects.create(slug="wohnen", goal=goal, name=Translated(de="Wohnen"))
    indicator = Indicator.objects.create(slug="neue", field=field, name=Translated(de="Neue Wohnungen"), direction="up")
    Indicator.objects.create(slug="alte", field=field, name=Translated(de="Alte Wohnungen"))
    for year, value in ((2023, 5), (2024, 9)):
        Value.objects.create(
            indicator=indicator, year=year, value=Decimal(value), source="Amt", reported_at=NOW, is_example=True
        )
    assert queries.goals_at_a_glance() == [
        queries.GoalAtAGlance(
            name="Dortmund Zieht An",
            url="/ziele/dortmund-zieht-an/",
            fields=("Wohnen",),
            light="better",
            light_text=queries.goals_at_a_glance()[0].light_text,
            reported=1,
            total=2,
            example=True,
        )
    ]
    assert "1 von 2 Kennzahlen gemeldet" in client.get("/").content.decode()


def test_a_goal_without_indicators_says_so() -> None:
    make_goal()
    assert queries.goals_at_a_glance() == [
        queries.GoalAtAGlance(
            name="Dortmund Zieht An",
            url="/ziele/dortmund-zieht-an/",
            fields=(),
            light="none",
            light_text="noch keine Werte gemeldet",
            reported=0,
            total=0,
            example=False,
        )
    ]


def test_when_nothing_is_open_the_page_says_so(client: Client) -> None:
    text = client.get("/").content.decode()
    assert "Gerade ist keine Stufe offen und kein Termin angekündigt." in text
    assert "Nach Ihrem Thema suchen" in text
    Stage.objects.create(
        slug="zielbilder",
        number=3,
        name=Translated(de="Zielbilder"),
        description=Translated(de="Ein Bild."),
        state="open",
    )
    Event.objects.create(slug="forum", name=Translated(de="Forum"), starts_at=datetime(2126, 1, 1, 9, tzinfo=UTC))
    stages = stages_on_the_way(seen_by=None, now=NOW)
    titles = [thing.title for thing in queries.things_to_do(stages=stages, now=timezone.now())[0]]
    assert titles[:2] == ["Bei dieser Stufe mitreden: Zielbilder", "Zum Termin kommen: Forum"]
    assert "Gerade ist keine Stufe offen" not in client.get("/").content.decode()


def test_news_tell_public_decisions_once(person_of: Any) -> None:
    office = person_of("strategy_office")
    public, example = make_goal("oeffentlich"), make_goal("beispiel", is_example=True)
    archived = make_goal("archiviert", archived_at=NOW)
    with transaction.atomic():
        for minute, (kind, subject) in enumerate(
            [
                ("goal.changed", archived),
                ("goal.changed", example),
                ("goal.changed", public),
                ("goal.changed", public),
                ("goal.unnamed", public),
                ("goal.changed", office),
                ("goal.changed", None),
            ]
        ):
            journal.record(kind, subject=subject, by=office, at=NOW.replace(minute=minute))
    assert queries.news() == [
        queries.News(
            NOW.replace(minute=3),
            "Ein Ziel wurde geändert: Oeffentlich (Strategiebüro)",
            "/ziele/oeffentlich/",
            example=False,
        ),
        queries.News(
            NOW.replace(minute=1), "Ein Ziel wurde geändert: Beispiel (Strategiebüro)", "/ziele/beispiel/", example=True
        ),
    ]
    assert queries.news(most=1) == queries.news()[:1]


def test_counts_are_counted() -> None:
    assert queries.counts(queries.goals_at_a_glance()) == {"fields": 0, "projects": 0, "indicators": 0}
    fill(2)
    field = Field.objects.get(slug="feld-0")
    for model in (Project, Indicator):
        model.objects.create(slug="archiviert", field=field, name=Translated(de="A"), archived_at=NOW)
    Field.objects.create(slug="archiviert", goal=field.goal, name=Translated(de="A"), archived_at=NOW)
    assert queries.counts(queries.goals_at_a_glance()) == {"fields": 2, "projects": 2, "indicators": 2}


def fill(count: int) -> None:
    start = Goal.objects.count()
    for n in range(start, start + count):
        goal = make_goal(f"ziel-{n}")
        field = Field.objects.create(slug=f"feld-{n}", goal=goal, name=Translated(de=f"Feld {n}"))
        Project.objects.create(slug=f"projekt-{n}", field=field, name=Translated(de="P"))
        indicator = Indicator.objects.create(slug=f"kennzahl-{n}", field=field, name=Translated(de="K"))
        Value.objects.create(indicator=indicator, year=2024, value=Decimal(n), source="Amt", reported_at=NOW)
        Unit.objects.create(slug=f"amt-{n}", number=str(n), name=Translated(de="Amt"))
        Paper.objects.create(slug=f"vorlage-{n}", title=Translated(de="V"), dated=NOW.date())
        Stage.objects.create(
            slug=f"stufe-{n}", number=n, name=Translated(de="S"), description=Translated(de="x"), state="open"
        )
        Event.objects.create(slug=f"termin-{n}", name=Translated(de="T"), starts_at=datetime(2126, 1, 1, 9, tzinfo=UTC))
        with transaction.atomic():
            journal.record("goal.changed", subject=goal, by=None, at=NOW)


@pytest.mark.slow
@pytest.mark.parametrize("role", ["visitor", "strategy_office"])
def test_the_start_page_takes_few_statements_however_much_there_is(role: str, person_of: Any, client_of: Any) -> None:
    client = client_of(person_of(role))

    fill(10)
    few = page_statements(client, "/")
    fill(90)
    assert (page_statements(client, "/"), few <= 15) == (few, True), few
