"""What residents and the administration read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy import lights, queries
from stadtgespraech.apps.strategy.models import Field, FieldWorkshop, Goal, Involvement, Milestone, Project
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated
from tests.apps.strategy.conftest import NOW, Strategy
from tests.counting import page_statements

pytestmark = pytest.mark.slow

ClientOf = Callable[[Any], Client]


def words(html: str) -> str:
    """The text of a page's main part, without tags and with single spaces."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def read(path: str, client: Client | None = None) -> str:
    response = (client or Client()).get(path)
    assert response.status_code == 200, (path, response.status_code)
    return words(response.content.decode())


def slugs(path: str, kind: str, client: Client | None = None) -> list[str]:
    """Slugs that the list of a page links to, in order."""
    response = (client or Client()).get(path)
    assert response.status_code == 200, path
    main = response.content.decode().partition('id="liste"')[2].partition("</main>")[0]
    return re.findall(rf'card__title"><a href="/{kind}/([\w-]+)/"', main)


def test_the_goals_with_their_fields(strategy: Strategy) -> None:
    text = read("/ziele/")
    assert "2 Ziele" in text
    assert "Daran wird in 3 Handlungsfeldern gearbeitet." in text
    assert re.search("Dortmund zieht an.*Wohnen.*Verkehrswende.*Dortmund lernt.*Schulen", text)


def test_english_pages_stay_english(strategy: Strategy) -> None:
    html = Client().get("/en/ziele/").content.decode()
    assert ('href="/en/ziele/zieht-an/"' in html, "Dortmund attracts" in html) == (True, True)
    main = html.partition("<main")[2].partition("</main>")[0]
    assert re.findall(r'href="/(?!en/|static/)[^"]*"', main) == []


def test_an_empty_strategy_says_so(db: None) -> None:
    assert "Noch keine Ziele" in read("/ziele/")
    assert "Kein Handlungsfeld passt" in read("/handlungsfelder/")
    assert "Kein Projekt passt" in read("/projekte/")
    assert "Nichts passt" in read("/beteiligung/")


@pytest.fixture
def _lit(monkeypatch: pytest.MonkeyPatch, strategy: Strategy) -> None:
    class Behind:
        state, text, is_example = "behind", "überwiegend im Rückstand", True

    monkeypatch.setitem(lights._providers, "goal", lambda person: {strategy.goal.pk: Behind()})
    monkeypatch.setitem(lights._providers, "field", lambda person: {strategy.housing.pk: Behind()})


@pytest.mark.usefixtures("_lit")
@pytest.mark.parametrize("path", ["/ziele/", "/ziele/zieht-an/", "/handlungsfelder/"])
def test_a_list_shows_how_each_row_stands(path: str) -> None:
    assert read(path).count("überwiegend im Rückstand Beispiel") == 1


def test_a_field_says_who_stands_for_it(strategy: Strategy) -> None:
    text = read("/handlungsfelder/wohnen/")
    assert "Federführend ist der Fachbereich Amt für Wohnen." in text
    assert "Geschäftsbereich II (unbesetzt)" in text
    assert "Ein Fachbereich ist bei Bedarf beteiligt Tiefbauamt" in text
    assert "Über einen Workshop ist nichts eingetragen." in text
    text = read("/handlungsfelder/schulen/")
    assert "Für dieses Handlungsfeld ist noch kein Fachbereich federführend." in text
    assert "Patenschaft unbesetzt" in text


def test_a_field_stands_on_the_thread(strategy: Strategy) -> None:
    text = read("/handlungsfelder/wohnen/")
    assert re.search("Woher kommt das\\? Ziel Dortmund zieht an Handlungsfeld · Sie sind hier Wohnen", text)
    assert re.search("Was wurde daraus\\? Handlungsfeld · Sie sind hier Wohnen Projekt Wohnungsbau", text)


@pytest.mark.parametrize(
    ("state", "days", "sentence"),
    [
        ("", [], "Über einen Workshop ist nichts eingetragen."),
        ("", [1], "Workshop am 1. März 2026. Über seinen Stand ist nichts eingetragen."),
        ("to-be-determined", [], "Der Termin für den Workshop ist noch festzulegen."),
        ("being-scheduled", [], "Der Termin für den Workshop wird gerade abgestimmt."),
        ("scheduled", [], "Der Workshop ist geplant. Der Tag ist noch nicht eingetragen."),
        ("scheduled", [10, 20], "Der Workshop ist für den 10. März 2026 und 20. März 2026 geplant."),
        (
            "scheduled",
            [1],
            "Der Workshop war für den 1. März 2026 geplant. Ob er stattgefunden hat, ist nicht eingetragen.",
        ),
        ("held", [1], "Der Workshop hat am 1. März 2026 stattgefunden."),
        (
            "held",
            [1, 2, 3],
            "Der Workshop hat am 1. März 2026, 2. März 2026 und 3. März 2026 stattgefunden.",
        ),
        ("held", [], "Der Workshop hat stattgefunden. Der Tag ist nicht eingetragen."),
    ],
)
def test_a_workshop_in_words(strategy: Strategy, state: str, days: list[int], sentence: str) -> None:
    FieldWorkshop.objects.bulk_create(FieldWorkshop(field=strategy.housing, on=date(2026, 3, day)) for day in days)
    Field.objects.update(workshop_state=state)
    field = queries.fields_in_full(seen_by=None).get(slug="wohnen")
    assert queries.workshop_in_words(field, today=date(2026, 3, 5)) == sentence


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["wohnen", "verkehrswende", "schulen"]),
        ("?ziel=lernt", ["schulen"]),
        ("?patenschaft=keine", ["wohnen", "schulen"]),
        ("?patenschaft=amt-gbii", ["wohnen", "verkehrswende"]),
        ("?federfuehrung=keine", ["verkehrswende", "schulen"]),
        ("?federfuehrung=amt-64", ["wohnen"]),
        ("?federfuehrung=amt-64&ziel=lernt", []),
        ("?q=WOHN", ["wohnen"]),
        ("?q=nichts", []),
        ("?ziel=gibt-es-nicht&federfuehrung=%00&seite=99", ["wohnen", "verkehrswende", "schulen"]),
    ],
)
def test_fields_narrowed(strategy: Strategy, query: str, found: list[str]) -> None:
    assert slugs(f"/handlungsfelder/{query}", "handlungsfelder") == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["wohnungsbau", "radbruecke"]),
        ("?ziel=lernt", []),
        ("?feld=verkehrswende", ["radbruecke"]),
        ("?fachbereich=amt-64", ["wohnungsbau"]),
        ("?stand=offen", ["wohnungsbau", "radbruecke"]),
        ("?stand=running", []),
        ("?art=strategisch", ["wohnungsbau"]),
        ("?art=weitere", ["radbruecke"]),
        ("?q=Radbruecke", ["radbruecke"]),
        ("?stand=archiv", ["wohnungsbau", "radbruecke"]),
    ],
)
def test_projects_narrowed(strategy: Strategy, query: str, found: list[str]) -> None:
    assert slugs(f"/projekte/{query}", "projekte") == found


def test_the_archive_is_the_offices(strategy: Strategy, office: Any, client_of: ClientOf) -> None:
    Project.objects.filter(slug="wohnungsbau").update(archived_at=NOW)
    assert slugs("/projekte/", "projekte", client_of(office)) == ["radbruecke"]
    assert slugs("/projekte/?stand=archiv", "projekte", client_of(office)) == ["wohnungsbau"]
    assert slugs("/projekte/?stand=archiv", "projekte") == ["radbruecke"]
    assert "Nur das Strategiebüro sieht diese Seite" in read("/projekte/wohnungsbau/", client_of(office))
    assert Client().get("/projekte/wohnungsbau/").status_code == 404


def test_a_project_shows_its_steps(strategy: Strategy) -> None:
    Milestone.objects.create(
        project=strategy.plan,
        name=Translated(de="Richtfest"),
        due=date(2025, 5, 1),
        reached=date(2025, 6, 1),
        is_example=True,
    )
    found = queries.projects_in_full(seen_by=None).get(slug="wohnungsbau")
    steps = [
        (step.title, step.kind_label, step.state, step.on, step.note, step.is_example)
        for step in queries.steps_of(found, today=date(2026, 3, 1))
    ]
    assert steps == [
        (
            "Richtfest",
            "Meilenstein 1",
            "done",
            date(2025, 6, 1),
            "erreicht, 31 Tage nach dem geplanten Tag",
            True,
        ),
        ("Baubeginn", "Meilenstein 2", "next", date(2026, 1, 31), "überfällig", False),
    ]
    text = read("/projekte/wohnungsbau/")
    assert "1 von 2 Meilensteinen erreicht" in text
    assert (
        "Stand nicht in den Quellen Verantwortlich Amt für Wohnen Handlungsfeld Wohnen Ziel Dortmund zieht an" in text
    )


def test_a_project_that_is_made_up_says_so(strategy: Strategy) -> None:
    Project.objects.update(is_example=True)
    assert "Beispiel" in read("/projekte/wohnungsbau/")


# -- The matrix ------------------------------------------------------------------------------------


def test_the_matrix_and_its_sums(strategy: Strategy) -> None:
    found = queries.matrix(seen_by=None)
    assert [[cell.role for cell in row.cells] for row in found.rows] == [["F", "B", ""], ["(B)", "", ""]]
    assert [(row.unit.number, row.sums.leading, row.sums.involved, row.sums.if_needed) for row in found.rows] == [
        ("64", 1, 1, 0),
        ("66", 0, 0, 1),
    ]
    assert [(column.field.slug, column.sums.total) for column in found.columns] == [
        ("wohnen", 2),
        ("verkehrswende", 1),
        ("schulen", 0),
    ]
    assert (found.sums.leading, found.sums.involved, found.sums.if_needed) == (1, 1, 1)


roles = st.sampled_from(["", "F", "B", "(B)"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=st.lists(st.lists(roles, min_size=3, max_size=3), min_size=2, max_size=2), role=roles)
def test_sums_add_up_and_a_role_alone_shows_only_itself(strategy: Strategy, table: list[list[str]], role: str) -> None:
    Involvement.objects.all().delete()
    units = [strategy.housing_office, strategy.road_office]
    fields = [strategy.housing, strategy.traffic, strategy.schools]
    Involvement.objects.bulk_create(
        Involvement(unit=unit, field=field, role=cell)
        for unit, row in zip(units, table, strict=True)
        for field, cell in zip(fields, row, strict=True)
        if cell
    )
    found = queries.matrix(seen_by=None, only=queries.MatrixFilter(role=role))
    shown = [cell.role for row in found.rows for cell in row.cells if cell.role]
    stored = [cell for row in table for cell in row if cell and (not role or cell == role)]
    assert sorted(shown) == sorted(stored)
    for sums in (found.rows, found.columns):
        assert sum(line.sums.total for line in sums) == found.sums.total == len(stored)
    if not role:
        assert [[cell.role for cell in row.cells] for row in found.rows] == table


def test_units_stand_in_the_order_of_their_numbers(strategy: Strategy) -> None:
    for number in ("3", "10", "X1"):
        Unit.objects.create(slug=f"u{number}", number=number, name=Translated(de=number))
    Unit.objects.create(slug="weg", number="1", name=Translated(de="Weg"), archived_at=NOW)
    assert [row.unit.number for row in queries.matrix(seen_by=None).rows] == ["3", "10", "64", "66", "X1"]


def test_the_table_reads_without_seeing(strategy: Strategy) -> None:
    html = Client().get("/beteiligung/").content.decode()
    assert html.count('<th scope="row">') == 2 + 3
    assert html.count('<th scope="col"') == 1 + 3 + 3
    assert 'role="region" tabindex="0"' in html
    assert '<span class="kern-sr-only">führend</span>' in html
    assert "2 Fachbereiche arbeiten in 3 Handlungsfeldern: 1-mal führend, 1-mal beteiligt, 1-mal bei Bedarf." in words(
        html
    )


def test_lists_for_the_phone(strategy: Strategy) -> None:
    text = read("/beteiligung/?ansicht=liste")
    assert "Wohnen 1 führend, 0 beteiligt, 1 bei Bedarf" in text
    assert "Tiefbauamt 0 führend, 0 beteiligt, 1 bei Bedarf" in text
    assert re.search(
        r"Amt für Wohnen führend \(1\) Wohnen Dortmund zieht an beteiligt \(1\) Verkehrswende",
        read("/beteiligung/?fachbereich=amt-64"),
    )
    assert re.search(
        r"Wohnen führend \(1\) Amt für Wohnen bei Bedarf beteiligt \(1\) Tiefbauamt",
        read("/beteiligung/?handlungsfeld=wohnen"),
    )
    assert "(B)" not in read("/beteiligung/?rolle=F").partition("leer: nicht beteiligt")[2]


def test_only_the_office_is_offered_to_change_a_cell(strategy: Strategy, office: Any, client_of: ClientOf) -> None:
    path = "/beteiligung/?fachbereich=amt-66"
    assert "ändern" not in read(path)
    assert read(path, client_of(office)).count("ändern") == 3


def test_the_matrix_as_a_file(strategy: Strategy) -> None:
    response = Client().get("/beteiligung/matrix.csv")
    content = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert list(csv.reader(io.StringIO(content), delimiter=";")) == [
        ["Nummer", "Fachbereich", "Wohnen", "Verkehrswende", "Schulen", "führend", "beteiligt", "bei Bedarf beteiligt"],
        ["64", "Amt für Wohnen", "F", "B", "", "1", "1", "0"],
        ["66", "Tiefbauamt", "(B)", "", "", "0", "0", "1"],
    ]
    assert Client().get("/beteiligung/matrix.xlsx").status_code == 200
    assert Client().get("/beteiligung/matrix.exe").status_code == 404


# -- Limits ----------------------------------------------------------------------------------------


def grow(strategy: Strategy, count: int) -> None:
    """Many more of everything that lists show."""
    goals = Goal.objects.bulk_create(
        Goal(slug=f"ziel-{n}", name=Translated(de=f"Ziel {n}")) for n in range(count // 10)
    )
    fields = Field.objects.bulk_create(
        Field(
            slug=f"feld-{n}", name=Translated(de=f"Feld {n}"), goal=goals[n % len(goals)], sponsor_unit=strategy.sponsor
        )
        for n in range(count // 5)
    )
    units = Unit.objects.bulk_create(
        Unit(slug=f"amt-x{n}", number=f"X{n}", name=Translated(de=f"Amt {n}")) for n in range(count // 10)
    )
    projects = Project.objects.bulk_create(
        Project(
            slug=f"projekt-{n}",
            name=Translated(de=f"Projekt {n}"),
            field=fields[n % len(fields)],
            unit=units[n % len(units)],
        )
        for n in range(count)
    )
    Milestone.objects.bulk_create(
        Milestone(project=project, name=Translated(de="Schritt"), due=date(2026, 1, 1)) for project in projects
    )
    Involvement.objects.bulk_create(Involvement(field=field, unit=unit, role="F") for field in fields for unit in units)
    Project.objects.filter(slug__startswith="projekt-").update(field=strategy.housing)
    thread.put_many(Project.objects.filter(slug__in=[f"projekt-{n}" for n in range(30)]), at=NOW)


@pytest.mark.parametrize(
    "path",
    [
        "/ziele/",
        "/ziele/zieht-an/",
        "/handlungsfelder/",
        "/handlungsfelder/?q=e&ziel=zieht-an&patenschaft=keine&federfuehrung=amt-64",
        "/handlungsfelder/wohnen/",
        "/projekte/",
        "/projekte/?q=r&stand=offen",
        "/projekte/wohnungsbau/",
        "/beteiligung/",
        "/beteiligung/?ansicht=liste",
        "/beteiligung/?fachbereich=amt-64",
    ],
)
def test_a_page_asks_as_often_for_many_rows_as_for_few(
    strategy: Strategy, office: Any, client_of: ClientOf, path: str
) -> None:
    client = client_of(office)

    few = page_statements(client, path)
    grow(strategy, 100)
    assert (page_statements(client, path), few <= 15) == (few, True), few


any_query = st.dictionaries(
    st.sampled_from(
        [
            "q",
            "ziel",
            "feld",
            "patenschaft",
            "federfuehrung",
            "fachbereich",
            "handlungsfeld",
            "rolle",
            "stand",
            "art",
            "seite",
            "ansicht",
        ]
    ),
    st.text(max_size=20) | st.sampled_from(["\x00", "-1", "9" * 40, "keine", "wohnen", "F", "archiv", "' OR 1=1 --"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=any_query)
def test_whatever_stands_in_the_address_lists_answer(strategy: Strategy, query: dict[str, str]) -> None:
    for path in ("/handlungsfelder/", "/projekte/", "/beteiligung/"):
        assert Client().get(path, query).status_code == 200, (path, query)
