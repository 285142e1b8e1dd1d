"""The linter: each rule by a small example, and Dortmund's strategy exactly."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from stadtgespraech.apps.council.models import BudgetLine
from stadtgespraech.apps.packs.actions import load_pack
from stadtgespraech.apps.packs.checking import open_pack
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.reports.linter import CODES, Report, lint, summary
from stadtgespraech.apps.reports.queries import FieldFacts, Named, StrategyFacts, TotalFacts, UnitFacts, read_strategy
from stadtgespraech.apps.strategy.models import Field, Goal, Involvement
from stadtgespraech.core.languages import Translated
from tests.counting import page_statements

pytestmark = pytest.mark.slow

CITIES = Path(__file__).parents[3] / "cities"
TINYTOWN = Path(__file__).parents[1] / "packs" / "tinytown"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADDRESS = "/berichte/pruefung/"


def load(path: Path) -> None:
    load_pack(pack=open_pack(path), now=NOW)


def found(report: Report) -> dict[str, list[str]]:
    """Code → slugs."""
    return {code: [finding.about.slug for finding in findings] for code, _heading, findings in report.groups}


# -- One rule at a time ----------------------------------------------------------------------------


def named(slug: str, kind: str = "field") -> Named:
    return Named(kind, slug, slug.capitalize(), f"/{slug}/")


GOOD_FIELD = FieldFacts(named("wohnen"), "ziel", ("Amt",), ("defined",), has_sponsor=True, has_workshop_date=True)
OTHER_FIELD = replace(GOOD_FIELD, named=named("verkehr"))
GOOD = StrategyFacts(
    goals=(named("ziel", "goal"),),
    fields=(GOOD_FIELD, OTHER_FIELD),
    units=(
        UnitFacts(named("amt", "unit"), ("wohnen",), 3),
        UnitFacts(named("haus", "unit"), ("verkehr",), 2),
        UnitFacts(named("hof", "unit"), (), 2),
    ),
    totals=(TotalFacts(named("vorlage", "paper"), "staff", "Personalaufwand", 2023, 100, 100),),
    roles=(("F", 2), ("B", 1), ("(B)", 0)),
)


def with_field(**changes: Any) -> StrategyFacts:
    return replace(GOOD, fields=(replace(GOOD_FIELD, **changes), OTHER_FIELD))


def test_a_complete_strategy_has_no_findings() -> None:
    report = lint(GOOD)

    assert [report.findings, summary(report), len(report.clean)] == [(), "Die Prüfung hat nichts gefunden.", len(CODES)]


@pytest.mark.parametrize(
    ("facts", "code", "sentence"),
    [
        (with_field(leads=()), "field-without-lead", "Das Handlungsfeld „Wohnen“ hat keine Federführung."),
        (
            with_field(leads=("A", "B")),
            "field-with-several-leads",
            "Das Handlungsfeld „Wohnen“ hat 2 Federführungen: A, B.",
        ),
        (
            with_field(strategic=()),
            "field-without-strategic-indicator",
            "Das Handlungsfeld „Wohnen“ hat keine strategische Kennzahl.",
        ),
        (
            with_field(strategic=("in-development",)),
            "strategic-indicator-in-development",
            "Die strategische Kennzahl des Handlungsfelds „Wohnen“ ist noch in Entwicklung.",
        ),
        (
            with_field(has_sponsor=False),
            "sponsor-vacant",
            "Die Patenschaft für das Handlungsfeld „Wohnen“ ist unbesetzt.",
        ),
        (
            with_field(has_workshop_date=False),
            "workshop-without-date",
            "Der Workshop zum Handlungsfeld „Wohnen“ hat kein Datum.",
        ),
        (replace(GOOD, fields=(GOOD_FIELD,)), "goal-with-one-field", "Das Ziel „Ziel“ hat nur ein Handlungsfeld."),
        (
            replace(GOOD, units=(replace(GOOD.units[0], leads=("verkehr", "wohnen")), *GOOD.units[1:])),
            "unit-leads-several",
            "„Amt“ führt 2 Handlungsfelder: verkehr, wohnen.",
        ),
        (
            replace(GOOD, units=(replace(GOOD.units[0], fields=4), *GOOD.units[1:])),
            "unit-in-many-fields",
            "„Amt“ wirkt an 4 Handlungsfeldern mit, üblich sind 2.",
        ),
        (
            replace(GOOD, totals=(replace(GOOD.totals[0], printed=101),)),
            "printed-total-differs",
            "Vorlage „Vorlage“, Personalaufwand 2023: gedruckt sind 101 Euro, die Zeilen ergeben 100 Euro.",
        ),
    ],
    ids=[
        *list(CODES)[:4],
        "sponsor-vacant",
        "workshop-without-date",
        "goal-with-one-field",
        "unit-leads-several",
        "unit-in-many-fields",
        "printed-total",
    ],
)
def test_each_rule_finds_its_case_and_nothing_else(facts: StrategyFacts, code: str, sentence: str) -> None:
    report = lint(facts)

    assert [(finding.code, finding.sentence) for finding in report.findings] == [(code, sentence)]
    assert all(finding.to_do for finding in report.findings)


def test_twice_the_median_counts_and_a_little_less_does_not() -> None:
    units = tuple(
        replace(GOOD.units[1], named=named(f"u{number}", "unit"), fields=number) for number in (2, 2, 3, 3, 4, 5)
    )

    # The median is 3: five fields are still below twice of it.
    assert lint(replace(GOOD, units=units)).findings == ()
    assert found(lint(replace(GOOD, units=(*units[:-1], replace(units[-1], fields=6))))) == {
        "unit-in-many-fields": ["u5"]
    }


# -- Dortmund --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_dortmunds_strategy_has_exactly_these_findings() -> None:
    load(CITIES / "dortmund")

    report = lint(read_strategy())

    assert report.counts == {
        "goals": 9,
        "fields": 21,
        "units": 35,
        "leading": 16,
        "involved": 284,
        "involved_if_needed": 6,
        "totals_compared": 10,
        "staff_totals_compared": 5,
        "staff_totals_that_agree": 5,
    }
    assert found(report) == {
        "field-without-lead": [
            "smart-city",
            "internationalitaet",
            "neue-lokale-arbeit",
            "gute-nachbarschaft",
            "mitmachen",
            "nordwaerts",
            "kommunalwirtschaft",
        ],
        "field-with-several-leads": ["digitale-infrastruktur", "mehr-platz-fuer-kinder-und-jugendliche"],
        "field-without-strategic-indicator": ["kooperativer-ganztag", "neue-staerke", "kommunalwirtschaft"],
        "strategic-indicator-in-development": ["nordwaerts"],
        "unit-leads-several": ["dosys", "jugendamt", "wf"],
        "unit-in-many-fields": ["do-agentur"],
        "sponsor-vacant": [
            "ausbau-betreuung-u3-ue3",
            "mehr-platz-fuer-kinder-und-jugendliche",
            "wohnen",
            "neue-lokale-arbeit",
        ],
        "workshop-without-date": [
            "digitale-infrastruktur",
            "wohnen",
            "attraktivitaet",
            "neue-lokale-arbeit",
            "mitmachen",
            "sicherheit-und-sauberkeit",
            "nordwaerts",
            "kommunalwirtschaft",
        ],
        "goal-with-one-field": [
            "in-dortmund-zaehlt-wo-man-hin-will",
            "dortmund-hat-gleiche-gute-lebensverhaeltnisse",
            "dortmunds-kommunalwirtschaft-ist-fuer-die-menschen-da",
        ],
    }
    leads = {
        finding.about.slug: len(finding.facts["leads"])
        for finding in report.findings
        if finding.code == "unit-leads-several"
    }
    assert leads == {"wf": 3, "dosys": 2, "jugendamt": 2}
    assert [finding.facts for finding in report.findings if finding.code == "unit-in-many-fields"] == [
        {"fields": 21, "median": 9}
    ]


@pytest.mark.django_db
def test_a_wrong_printed_total_is_found_with_both_sums() -> None:
    load(CITIES / "dortmund")
    line = BudgetLine.objects.get(kind="staff", account="500200")
    line.amounts = {**line.amounts, "2024": 62_700}
    line.save()

    report = lint(read_strategy())

    assert [finding.facts for finding in report.findings if finding.code == "printed-total-differs"] == [
        {"kind": "staff", "year": 2024, "printed": 84_700, "summed": 84_800}
    ]
    assert report.counts["staff_totals_that_agree"] == 4


@pytest.mark.django_db
def test_what_is_archived_is_not_judged() -> None:
    load(TINYTOWN)
    Goal.objects.filter(slug="lesen").update(archived_at=NOW)
    Unit.objects.filter(number="B2").update(archived_at=NOW)

    report = lint(read_strategy())

    assert [report.counts["goals"], report.counts["fields"], report.counts["units"], report.counts["leading"]] == [
        1,
        1,
        1,
        1,
    ]
    assert found(report) == {"goal-with-one-field": ["draussen"]}


# -- Command and page ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_command_prints_sentences_or_json() -> None:
    load(TINYTOWN)
    said, data = StringIO(), StringIO()

    call_command("lint_strategy", stdout=said)
    call_command("lint_strategy", "--json", stdout=data)

    assert said.getvalue().splitlines()[:4] == [
        "Die Prüfung hat 5 Stellen gefunden.",
        "",
        "Handlungsfelder ohne strategische Kennzahl (1, field-without-strategic-indicator)",
        (
            "  Das Handlungsfeld „Bücherei“ hat keine strategische Kennzahl. "
            "Legen Sie mit dem Fachbereich fest, woran der Erfolg gemessen wird. /handlungsfelder/buecherei/"
        ),
    ]
    parsed = json.loads(data.getvalue())
    assert Counter(finding["code"] for finding in parsed["findings"]) == {
        "field-without-strategic-indicator": 1,
        "sponsor-vacant": 1,
        "workshop-without-date": 1,
        "goal-with-one-field": 2,
    }
    assert parsed["findings"][0]["object"] == {
        "kind": "field",
        "slug": "buecherei",
        "name": {"de": "Bücherei"},
        "address": "/handlungsfelder/buecherei/",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "status"),
    [("visitor", 302), ("resident", 403), ("unit", 403), ("strategy_office", 200), ("administrator", 200)],
)
def test_only_the_offices_in_charge_see_the_page(
    person_of: Callable[..., Any], client_of: Callable[..., Client], role: str, status: int
) -> None:
    assert client_of(person_of(role)).get(ADDRESS).status_code == status


@pytest.mark.django_db
def test_the_page_shows_each_finding_with_a_link(
    person_of: Callable[..., Any], client_of: Callable[..., Client]
) -> None:
    load(TINYTOWN)

    page = client_of(person_of("strategy_office")).get(ADDRESS).content.decode()

    assert "Die Prüfung hat 5 Stellen gefunden." in page
    assert (
        '<a href="/handlungsfelder/buecherei/">Das Handlungsfeld „Bücherei“ hat keine strategische Kennzahl.</a>'
        in page
    )
    assert "Ohne Befund" in page


@pytest.mark.django_db
def test_the_page_takes_the_same_number_of_statements_for_a_large_strategy(
    person_of: Callable[..., Any], client_of: Callable[..., Client]
) -> None:
    client = client_of(person_of("strategy_office"))
    load(TINYTOWN)
    few = page_statements(client, ADDRESS)
    goal = Goal.objects.get(slug="lesen")
    Field.objects.bulk_create(
        Field(slug=f"f{number}", goal=goal, name=Translated(de=f"Feld {number}")) for number in range(1000)
    )
    unit = Unit.objects.get(number="B1")
    Involvement.objects.bulk_create(
        Involvement(field=field, unit=unit, role="F") for field in Field.objects.filter(slug__startswith="f")
    )
    assert page_statements(client, ADDRESS) == few <= 15
