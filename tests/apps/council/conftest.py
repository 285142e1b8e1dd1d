"""Two papers to work on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from stadtgespraech.apps.council import actions
from stadtgespraech.apps.council.models import (
    PROPOSED_IN,
    Body,
    BudgetLine,
    Consultation,
    FollowUp,
    Paper,
    PrintedTotal,
    Resolution,
)
from stadtgespraech.apps.indicators.models import Indicator
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.strategy.models import Field, Goal, Project
from stadtgespraech.core import thread
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.journal.writing import facts_of
from stadtgespraech.core.languages import Translated

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def council_body(db: None) -> Body:
    made = Body.objects.create(
        slug="rat", kind=Body.Kind.COUNCIL, name=Translated(de="Rat der Stadt", en="City council")
    )
    thread.put(made, at=NOW)
    return made


@pytest.fixture
def district(db: None) -> Body:
    made = Body.objects.create(
        slug="bv-huckarde", kind=Body.Kind.DISTRICT, name=Translated(de="Bezirksvertretung Huckarde")
    )
    thread.put(made, at=NOW)
    return made


@pytest.fixture
def paper(council_body: Body, district: Body) -> Paper:
    """Asks for money, with one total that does not add up."""
    unit = Unit.objects.create(slug="stelle", number="1", name=Translated(de="Eine Stelle"))
    thread.put(unit, at=NOW)
    made = Paper.objects.create(
        slug="100-26",
        number="100-26",
        title=Translated(de="Neue Wege für den Übermut", en="New ways"),
        summary=Translated(de="Der Rat soll Geld geben."),
        proposal=Translated(de="1. Geld.\n2. Eine Stelle."),
        deviation=Translated(de="Eine Bezirksvertretung berät später."),
        dated=date(2026, 1, 15),
        unit=unit,
        refers_to=["90-25", "1-20"],
        total_requested=Decimal(300),
        award={
            "procedure": {"de": "In zwei Schritten."},
            "jury": {"de": "Ältestenrat"},
            "criteria": [
                {"slug": "konzept", "group": "a", "weight": 60, "name": {"de": "Konzept"}},
                {"slug": "preis", "group": "b", "weight": 40, "kind": "price", "name": {"de": "Preis"}},
            ],
            "awarded_by": {"above_eur": 500_000, "above": "rat", "otherwise": {"de": "Oberbürgermeister"}},
        },
    )
    Consultation.objects.create(paper=made, body=council_body, on=date(2026, 3, 20), role="decision")
    Consultation.objects.create(
        paper=made, body=district, on=date(2026, 2, 1), role="recommendation", out_of_order=True
    )
    BudgetLine.objects.create(
        paper=made, kind="expense", account="529200", name=Translated(de="Dienste"), amounts={"2026": 100, "2027": 150}
    )
    BudgetLine.objects.create(
        paper=made, kind="expense", product="01", name=Translated(de="Räume"), amounts={"2027": 50}, order=60
    )
    PrintedTotal.objects.create(paper=made, kind="expense", year=2026, amount=100)
    PrintedTotal.objects.create(paper=made, kind="expense", year=2027, amount=250)
    thread.put(made, at=NOW)
    return made


@pytest.fixture
def older_paper(db: None) -> Paper:
    made = Paper.objects.create(
        slug="90-25", number="90-25", title=Translated(de="Vorgänger"), dated=date(2025, 1, 1), is_public=True
    )
    thread.put(made, at=NOW)
    return made


@pytest.fixture
def committee(db: None) -> Body:
    made = Body.objects.create(slug="ausschuss", kind=Body.Kind.COMMITTEE, name=Translated(de="Ausschuss für Wohnen"))
    thread.put(made, at=NOW)
    return made


@pytest.fixture
def office(person_of: Callable[..., Any]) -> Any:
    return person_of("committee_office")


@pytest.fixture
def picture(db: None) -> Picture:
    made = Picture.objects.create(
        slug="wege",
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
def project(db: None) -> Project:
    """With a goal, a field, and an indicator that measures it."""
    unit = Unit.objects.create(slug="tiefbau", number="66", name=Translated(de="Tiefbauamt"))
    goal = Goal.objects.create(slug="mobil", name=Translated(de="Mobil"))
    field = Field.objects.create(slug="verkehr", goal=goal, name=Translated(de="Verkehr"))
    made = Project.objects.create(
        slug="radbruecke",
        field=field,
        name=Translated(de="Radbrücke", en="Cycle bridge"),
        summary=Translated(de="Eine Brücke nur für Räder."),
        unit=unit,
    )
    thread.put_many([unit, goal, field, made], at=NOW)
    return made


@pytest.fixture
def indicator(project: Project) -> Indicator:
    made = Indicator.objects.create(
        slug="radanteil", field=project.field, project=project, name=Translated(de="Anteil der Wege mit dem Rad")
    )
    thread.put(made, at=NOW)
    return made


@pytest.fixture
def sourced(paper: Paper, project: Project, indicator: Indicator) -> Paper:
    """The paper, about a project that is measured."""
    thread.connect(project, PROPOSED_IN, paper, by=None, at=NOW)
    return paper


@pytest.fixture
def resolution(sourced: Paper, council_body: Body, office: Any) -> Resolution:
    """The council agreed on 1 March 2026."""
    step = sourced.consultations.get(body=council_body)
    actions.set_result(
        consultation=step,
        result="agreed",
        on=date(2026, 3, 1),
        text=Translated(de="Die Brücke wird gebaut."),
        conditions=Translated(de="Nur mit Beleuchtung."),
        by=office,
        now=NOW,
    )
    return Resolution.objects.get()


@pytest.fixture
def unit(paper: Paper) -> Unit:
    assert paper.unit is not None
    return paper.unit


@pytest.fixture
def follow_up(resolution: Resolution, unit: Unit, office: Any) -> FollowUp:
    """Due on 30 June 2026."""
    return actions.add_follow_up(
        resolution=resolution,
        what=Translated(de="Baubeschluss vorbereiten"),
        unit=unit,
        deadline=date(2026, 6, 30),
        by=office,
        now=NOW,
    )


def journal() -> list[tuple[str, str, dict[str, Any]]]:
    """(kind, subject, facts) of every entry."""
    rows = JournalEntry.objects.order_by("seq")
    return [(entry.kind, entry.subject_id, facts_of(entry).get("facts", {})) for entry in rows]
