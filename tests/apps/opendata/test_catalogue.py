"""The catalogue, the downloads and the page about the API."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import openpyxl
import pytest
from django.test import Client

from stadtgespraech.config.api import api
from stadtgespraech.core.web.data_sets import data_sets
from tests import sample_city
from tests.conftest import PersonOf
from tests.counting import page_statements

assert api  # importing it is what declares the data sets
NAMES = [one.name for one in data_sets()]


@pytest.fixture
def city(db: None) -> sample_city.City:
    return sample_city.build()


def body(response: Any) -> bytes:
    return response.getvalue() if response.streaming else response.content


def csv_rows(name: str, client: Client | None = None) -> list[dict[str, str]]:
    text = body((client or Client()).get(f"/daten/{name}.csv")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_catalogue_names_every_data_set_and_counts_its_rows_in_one_statement(city: sample_city.City) -> None:
    assert page_statements(Client(), "/daten/") <= 5
    response = Client().get("/daten/")
    counts = {row["data_set"].name: row["count"] for row in response.context["rows"]}
    assert list(counts) == NAMES
    expected = {"goals": 1, "values": 2, "papers": 1, "involvements": 2, "sectors": 1}
    assert {name: counts[name] for name in expected} == expected
    for name in NAMES:
        assert f'href="/daten/{name}.xlsx"' in response.content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_every_data_set_comes_in_three_forms_with_the_same_rows(city: sample_city.City, name: str) -> None:
    rows = csv_rows(name)
    as_json = json.loads(body(Client().get(f"/daten/{name}.json")))
    sheet = openpyxl.load_workbook(io.BytesIO(body(Client().get(f"/daten/{name}.xlsx")))).active
    assert sheet is not None
    assert len(rows) == len(as_json) == sheet.max_row - 1 > 0
    assert list(rows[0]) == [cell.value for cell in sheet[1]]
    listed = Client().get(f"/api/v1/{name}").json()["items"]
    assert listed == as_json or name == "values"


def test_a_row_as_csv(city: sample_city.City) -> None:
    assert csv_rows("goals") == [
        {
            "slug": "gutes-wohnen",
            "example": "nein",
            "page": "http://localhost:8000/ziele/gutes-wohnen/",
            "name_de": "Gutes Wohnen für alle",
            "name_en": "Good homes for all",
            "summary_de": "Alle wohnen gut.",
            "summary_en": "",
            "description_de": "",
            "description_en": "",
            "fields": "wohnen",
            "source": "",
        }
    ]
    assert [row["amounts"] for row in csv_rows("budget-lines")] == ["2024=100"]


def test_downloads_hold_what_a_visitor_may_see_whoever_asks(
    city: sample_city.City, person_of: PersonOf, client_of: Any
) -> None:
    office = client_of(person_of("strategy_office"))
    assert [row["slug"] for row in csv_rows("papers", office)] == ["vorlage-1"]
    assert [row["slug"] for row in csv_rows("goals", office)] == ["gutes-wohnen"]


@pytest.mark.parametrize("name", NAMES)
def test_every_data_set_has_a_page(city: sample_city.City, name: str) -> None:
    response = Client().get(f"/daten/{name}/")
    assert response.status_code == 200
    assert f"http://localhost:8000/api/v1/{name}" in response.content.decode()


@pytest.mark.parametrize(
    "address", ["/daten/nichts/", "/daten/nichts.csv", "/daten/goals.pdf", "/daten/goals.", "/en/daten/nichts.json"]
)
def test_unknown_data_sets_and_formats(city: sample_city.City, address: str) -> None:
    assert Client().get(address).status_code == 404


def test_the_page_about_the_api_documents_every_operation(city: sample_city.City) -> None:
    page = Client().get("/daten/api/").content.decode()
    description = Client().get("/api/v1/openapi.json").json()
    for path, methods in description["paths"].items():
        for operation in methods.values():
            assert f"GET {path}</code> {operation['summary']}" in page
            assert f'id="{operation["operationId"]}"' in page
            for parameter in operation.get("parameters", []):
                assert f"<code>{parameter['name']}</code>" in page
