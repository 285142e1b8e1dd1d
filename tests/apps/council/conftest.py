"""Two papers to work on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from stadtgespraech.apps.council.models import Body, BudgetLine, Consultation, Paper, PrintedTotal
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.core import thread
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
