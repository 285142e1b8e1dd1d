"""How the API answers: errors, caching, origins."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from stadtgespraech.apps.strategy.models import Goal
from stadtgespraech.core.access.models import AccessLogEntry
from tests.conftest import PersonOf
from tests.sample_city import City


@pytest.mark.parametrize(
    ("address", "status", "problem"),
    [
        ("goals/nichts", 404, {"code": "not-found", "message": "Diese Seite gibt es nicht.", "parameters": []}),
        (
            "nichts/da",
            404,
            {"code": "not-found", "message": "Diese Adresse gibt es in der Schnittstelle nicht.", "parameters": []},
        ),
        (
            "goals/",
            404,
            {"code": "not-found", "message": "Diese Adresse gibt es in der Schnittstelle nicht.", "parameters": []},
        ),
        (
            "",
            404,
            {"code": "not-found", "message": "Diese Adresse gibt es in der Schnittstelle nicht.", "parameters": []},
        ),
        (
            "goals?limit=1000",
            400,
            {
                "code": "invalid-input",
                "message": "Diese Anfrage können wir nicht verstehen. „limit“: höchstens 100.",
                "parameters": ["limit"],
            },
        ),
        (
            "goals?limit=viele",
            400,
            {
                "code": "invalid-input",
                "message": "Diese Anfrage können wir nicht verstehen. „limit“: bitte eine ganze Zahl.",
                "parameters": ["limit"],
            },
        ),
        (
            "goals?cursor=erfunden",
            400,
            {
                "code": "bad-input",
                "message": "Diese Stelle der Liste gibt es nicht. Bitte nehmen Sie „cursor“ aus „next“ der letzten Antwort.",
                "parameters": [],
            },
        ),
        (
            "units?kind=amt",
            400,
            {
                "code": "invalid-input",
                "message": "Diese Anfrage können wir nicht verstehen. „kind“: möglich sind 'unit' or 'office'.",
                "parameters": ["kind"],
            },
        ),
        (
            "goals?limit=5&limit=6",
            400,
            {
                "code": "unknown-parameter",
                "message": "Bitte geben Sie diese Parameter nur einmal an: limit.",
                "parameters": ["limit"],
            },
        ),
        (
            "search",
            400,
            {
                "code": "invalid-input",
                "message": "Diese Anfrage können wir nicht verstehen. „q“: bitte angeben.",
                "parameters": ["q"],
            },
        ),
    ],
)
def test_errors_say_what_is_wrong(city: City, address: str, status: int, problem: dict[str, Any]) -> None:
    response = Client().get(f"/api/v1/{address}")
    assert (response.status_code, response.json()) == (status, problem)
    assert (response["Cache-Control"], response["Content-Language"]) == ("no-store", "de")


def test_only_reading_is_possible(city: City) -> None:
    client = Client(enforce_csrf_checks=True)
    for method in ("post", "put", "patch", "delete", "options"):
        for address in ("/api/v1/goals", "/api/v1/goals/gutes-wohnen", "/api/v1/nichts"):
            response = getattr(client, method)(address)
            assert (response.status_code, response.json()["code"], response["Allow"]) == (
                405,
                "method-not-allowed",
                "GET, HEAD",
            )


def test_head_is_get_without_a_body(city: City) -> None:
    with_body, without = Client().get("/api/v1/goals"), Client().head("/api/v1/goals")
    assert (without.status_code, without.content, without["ETag"]) == (200, b"", with_body["ETag"])


def test_a_visitors_answer_may_be_kept_and_asked_for_again(city: City) -> None:
    first = Client().get("/api/v1/goals")
    assert first["Cache-Control"] == "public, max-age=60"
    assert not first.cookies
    again = Client().get("/api/v1/goals", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Access-Control-Allow-Origin"] == "*"
    Goal.objects.update(source="Seite 5")
    changed = Client().get("/api/v1/goals", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_the_answer_for_somebody_signed_in_may_not_be_kept(city: City, person_of: PersonOf, client_of: Any) -> None:
    response = client_of(person_of("strategy_office")).get("/api/v1/goals")
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


@pytest.mark.parametrize("address", ["goals", "goals/nichts", "goals?x=1", "openapi.json", "nichts"])
def test_any_origin_may_read_but_never_with_cookies(city: City, address: str) -> None:
    response = Client().get(f"/api/v1/{address}", headers={"Origin": "https://example.org"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


def test_a_surprise_is_told_in_the_same_shape_and_logged(
    city: City, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object, **_options: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("stadtgespraech.core.journal.api.head", broken)
    response = Client(raise_request_exception=False).get("/api/v1/journal/head")
    assert (response.status_code, response.json()["code"]) == (500, "internal-error")
    assert "disk" not in response.content.decode()
    assert "the disk is full" in caplog.text


def test_reading_leaves_no_trace_in_the_access_log(city: City) -> None:
    Client().get("/api/v1/papers/vorlage-2")
    assert AccessLogEntry.objects.count() == 0
