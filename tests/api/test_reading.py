"""What the API gives out, and to whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.models import Goal
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.config.api import api
from tests.conftest import PersonOf
from tests.counting import page_statements
from tests.sample_city import NOW, City

pytestmark = pytest.mark.slow

OPERATIONS = sorted(
    (path, operation["operationId"])
    for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items()
    for operation in methods.values()
)
LISTS = [path for path, name in OPERATIONS if name.startswith("list_")]
SAMPLES = {
    "/api/v1/units/{slug}": "/api/v1/units/wohnen-amt",
    "/api/v1/stages/{slug}": "/api/v1/stages/auftakt",
    "/api/v1/formats/{slug}": "/api/v1/formats/forum",
    "/api/v1/events/{slug}": "/api/v1/events/konferenz-1",
    "/api/v1/topics/{slug}": "/api/v1/topics/wohnen-und-bauen",
    "/api/v1/timeline/{slug}": "/api/v1/timeline/start",
    "/api/v1/districts/{slug}": "/api/v1/districts/nord",
    "/api/v1/sectors/{slug}": "/api/v1/sectors/politik",
    "/api/v1/voices/{slug}": "/api/v1/voices/bnkmrktx",
    "/api/v1/pictures/{slug}": "/api/v1/pictures/sitzen-am-markt",
    "/api/v1/goals/{slug}": "/api/v1/goals/gutes-wohnen",
    "/api/v1/fields/{slug}": "/api/v1/fields/wohnen",
    "/api/v1/projects/{slug}": "/api/v1/projects/neue-wohnungen",
    "/api/v1/indicators/{slug}": "/api/v1/indicators/fertige-wohnungen",
    "/api/v1/bodies/{slug}": "/api/v1/bodies/rat",
    "/api/v1/measure-packages/{slug}": "/api/v1/measure-packages/bald-bauen",
    "/api/v1/papers/{slug}": "/api/v1/papers/vorlage-1",
    "/api/v1/resolutions/{slug}": "/api/v1/resolutions/vorlage-1-beschluss",
    "/api/v1/thread/{kind}/{slug}": "/api/v1/thread/field/wohnen",
    "/api/v1/search": "/api/v1/search?q=Wohnen",
}


def get(address: str, **options: Any) -> Any:
    response = Client().get(address, **options)
    assert response["Content-Type"] == "application/json; charset=utf-8"
    return response


def sample_address(path: str) -> str:
    return SAMPLES.get(path, path)


@pytest.mark.parametrize("path", [path for path, _name in OPERATIONS])
def test_every_operation_answers_a_visitor_with_something(city: City, path: str) -> None:
    response = get(sample_address(path))
    assert response.status_code == 200, response.content
    data = response.json()
    assert data and data.get("items", True), path


@pytest.mark.parametrize("path", [path for path, _name in OPERATIONS])
def test_every_operation_refuses_parameters_that_it_does_not_know(city: City, path: str) -> None:
    address = sample_address(path)
    response = get(f"{address}{'&' if '?' in address else '?'}gaol=x")
    assert response.status_code == 400
    problem = response.json()
    assert (problem["code"], problem["parameters"]) == ("unknown-parameter", ["gaol"])
    assert problem["message"].startswith("Diese Parameter gibt es hier nicht: gaol. Möglich sind: ")


@pytest.mark.parametrize("path", LISTS)
def test_a_list_asks_the_database_the_same_number_of_times_however_long_it_is(city: City, path: str) -> None:
    def rows() -> int:
        total: int = get(address).json()["total"]
        return total

    address = f"{path}?limit=100"
    few, before = page_statements(Client(), address), rows()
    more = lengthen(path.rpartition("/")[2])
    assert page_statements(Client(), address) == few <= 10
    assert rows() == before + more


def lengthen(name: str) -> int:
    """Add fifty rows to what a list shows, if it is a data set's; returns how many."""
    from stadtgespraech.core.web.data_sets import data_sets

    found = [data_set for data_set in data_sets() if data_set.name == name]
    if not found:
        return 0
    shown = found[0].rows(None).order_by("pk")
    model, first = shown.model, shown[0]
    for number in range(50):
        many = {field.name: list(getattr(first, field.name).all()) for field in model._meta.many_to_many}
        copy = model._default_manager.get(pk=first.pk)
        copy.pk = None
        copy._state.adding = True
        make_different(copy, name, number)
        copy.save()
        for field_name, related in many.items():
            getattr(copy, field_name).set(related)
        if name == "answer-rates":
            overdue = {"unit": copy, "due_on": date(2025, 1, 1), "given_at": NOW, "state": "published"}
            Voice.objects.create(slug=f"stimme-{number}", title="Licht", text="Dunkel.", **overdue)
    return 50


def make_different(copy: Any, name: str, number: int) -> None:
    """Give a copied row what no two rows have in common."""
    for field in copy._meta.concrete_fields:
        if field.unique and field.is_relation:
            setattr(copy, field.name, None)
        elif field.unique and not field.primary_key:
            setattr(
                copy,
                field.name,
                1000 + number if field.get_internal_type().endswith("IntegerField") else f"copy-{number}",
            )
    if name in ("values", "targets", "printed-totals"):
        copy.year = 1900 + number
    if name == "consultations":
        copy.on = copy.on.replace(year=1900 + number)
    if name == "references":
        copy.code = f"c{number}"
    if name == "picture-voices":
        node = copy.source
        node.pk, node.object_id, node.slug, node._state.adding = None, 1000 + number, f"stimme-{number}", True
        node.save()
        copy.source = node
    if name == "involvements":
        copy.unit = Unit.objects.create(slug=f"unit-{number}", number=f"u{number}", name={"de": "Amt"})
    if name == "papers":
        copy.number = f"{1000 + number}-24"
    if name == "resolutions":
        copy.consultation = None


def test_a_goal_in_both_languages(city: City) -> None:
    assert get("/api/v1/goals/gutes-wohnen").json() == {
        "slug": "gutes-wohnen",
        "example": False,
        "page": "http://localhost:8000/ziele/gutes-wohnen/",
        "name": {"de": "Gutes Wohnen für alle", "en": "Good homes for all"},
        "summary": {"de": "Alle wohnen gut.", "en": None},
        "description": {"de": None, "en": None},
        "fields": ["wohnen"],
        "references": [{"vocabulary": "sdg", "code": "11", "name": {"de": "Nachhaltige Städte", "en": None}}],
        "source": "",
    }


def test_a_project_says_that_it_is_an_example(city: City) -> None:
    project = get("/api/v1/projects/neue-wohnungen").json()
    assert (project["example"], project["goal"], project["unit"]) == (True, "gutes-wohnen", "wohnen-amt")
    assert [(step["name"]["de"], step["due"], step["example"]) for step in project["milestones"]] == [
        ("Baubeginn", "2026-05-01", True)
    ]


def test_values_keep_every_digit_and_hide_corrected_ones(city: City) -> None:
    assert [(row["value"], row["replaced_at"]) for row in get("/api/v1/values").json()["items"]] == [
        ("1234.5000", None)
    ]
    assert [row["value"] for row in get("/api/v1/values?is_current=false").json()["items"]] == ["1000.0000"]


def test_archived_objects_are_not_given_out_to_anybody(city: City, person_of: PersonOf, client_of: Any) -> None:
    client = client_of(person_of("strategy_office"))
    assert [goal["slug"] for goal in client.get("/api/v1/goals").json()["items"]] == ["gutes-wohnen"]
    assert client.get("/api/v1/goals/altes-ziel").status_code == 404


def test_what_is_not_public_stays_hidden_with_everything_that_hangs_on_it(city: City) -> None:
    assert [paper["slug"] for paper in get("/api/v1/papers").json()["items"]] == ["vorlage-1"]
    for name in ("consultations", "budget-lines", "printed-totals", "resolutions"):
        assert [row["paper"] for row in get(f"/api/v1/{name}").json()["items"]] == ["vorlage-1"]
    assert [row["resolution"] for row in get("/api/v1/follow-ups").json()["items"]] == ["vorlage-1-beschluss"]
    for name, slug in (("papers", "vorlage-2"), ("resolutions", "vorlage-2-beschluss")):
        hidden, unknown = get(f"/api/v1/{name}/{slug}"), get(f"/api/v1/{name}/gibt-es-nicht")
        assert hidden.status_code == unknown.status_code == 404
        assert hidden.content == unknown.content


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("goals?reference=11", ["gutes-wohnen"]),
        ("goals?reference=12", []),
        ("fields?goal=gutes-wohnen", ["wohnen"]),
        ("fields?goal=anderes", []),
        ("projects?unit=wohnen-amt&is_strategic=false", ["neue-wohnungen"]),
        ("events?topic=wohnen-und-bauen&starts_from=2026-03-01&starts_until=2026-03-01", ["konferenz-1"]),
        ("events?starts_from=2026-03-02", []),
        ("papers?dated_until=2024-03-01", ["vorlage-1"]),
        ("papers?dated_until=2024-02-29", []),
        ("units?kind=office", []),
    ],
)
def test_filters(city: City, query: str, slugs: list[str]) -> None:
    assert [row["slug"] for row in get(f"/api/v1/{query}").json()["items"]] == slugs


def test_next_leads_through_the_list_and_keeps_the_filters(city: City) -> None:
    Goal.objects.bulk_create(Goal(slug=f"ziel-{n}", name={"de": str(n)}) for n in range(4))
    address, seen, addresses = "/api/v1/goals?limit=2", [], []
    while address:
        page = get(address).json()
        assert page["total"] == 5
        seen += [goal["slug"] for goal in page["items"]]
        addresses.append(address)
        address = (page["next"] or "").removeprefix("http://localhost:8000")
    assert seen == ["gutes-wohnen", "ziel-0", "ziel-1", "ziel-2", "ziel-3"]
    assert all("limit=2" in address for address in addresses)


def test_the_thread_of_a_field(city: City) -> None:
    found = get("/api/v1/thread/field/wohnen").json()
    assert found["object"]["title"] == {"de": "Wohnen", "en": "Housing"}
    assert [(step["kind"], step["slug"], step["distance"]) for step in found["origins"]] == [
        ("goal", "gutes-wohnen", 1)
    ]
    assert ("project", "neue-wohnungen", 1) in [
        (step["kind"], step["slug"], step["distance"]) for step in found["outcomes"]
    ]
    assert {
        "relation": "divided_into",
        "from_kind": "goal",
        "from_slug": "gutes-wohnen",
        "to_kind": "field",
        "to_slug": "wohnen",
    } in found["links"]
    assert found["is_complete"] is True


@pytest.mark.parametrize(
    "address", ["thread/goal/altes-ziel", "thread/goal/nichts", "thread/nichts/wohnen", "thread/goal/wohnen"]
)
def test_the_thread_of_something_hidden_or_unknown(city: City, address: str) -> None:
    assert get(f"/api/v1/{address}").status_code == 404


def test_search_finds_umlauts_written_out(city: City) -> None:
    found = get("/api/v1/search?q=gutes+WOHNEN").json()
    assert [(item["kind"], item["slug"]) for item in found["items"]] == [("goal", "gutes-wohnen")]
    assert get("/api/v1/search?q=gutes&kind=field").json()["items"] == []


def test_the_journal_can_be_checked_from_what_the_api_gives_out(city: City) -> None:
    from stadtgespraech.core.journal.verifier import verify

    page = get("/api/v1/journal/entries").json()
    newest = get("/api/v1/journal/head").json()
    report = verify(
        ({"seq": entry["seq"], "body": entry["body"], "hash": entry["hash"]} for entry in page["items"]),
        {"seq": newest["seq"], "hash": newest["hash"]},
    )
    assert (report.problems, report.entries, report.head) == ([], newest["seq"], newest["hash"])
