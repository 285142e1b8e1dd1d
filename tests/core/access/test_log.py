"""The access log: refusals and looks at personal data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from stadtgespraech.apps.strategy.models import Goal
from stadtgespraech.core.access import log
from stadtgespraech.core.access.models import AccessLogEntry
from stadtgespraech.core.languages import Translated
from tests.core.thread.weaves import NOW


def entries() -> list[dict[str, Any]]:
    return list(AccessLogEntry.objects.values("kind", "person", "method", "route", "reason"))


def test_a_refused_request_is_noted_by_route_never_by_address(
    person_of: Callable[..., Any], client_of: Callable[[Any], Client]
) -> None:
    Goal.objects.create(slug="wohnen", name=Translated(de="Wohnen"))
    resident = person_of("resident")
    assert client_of(resident).get("/ziele/wohnen/bearbeiten/?q=geheim").status_code == 403
    assert entries() == [
        {
            "kind": "denied",
            "person": resident.pk,
            "method": "GET",
            "route": "strategy:change_goal",
            "reason": "not-allowed",
        }
    ]


def test_a_look_at_personal_data_is_noted_with_its_reason(person_of: Callable[..., Any]) -> None:
    office = person_of("strategy_office")
    log.personal_data_read(by=office, at=NOW, route="people:people", reason="x" * 500)
    assert entries() == [
        {
            "kind": "personal-data-read",
            "person": office.pk,
            "method": "",
            "route": "people:people",
            "reason": "x" * 200,
        }
    ]


def test_the_log_survives_the_person(person_of: Callable[..., Any]) -> None:
    office = person_of("moderator")
    log.personal_data_read(by=office, at=NOW, route="r", reason="")
    office.role_assignments.all().delete()
    office.delete()
    assert [entry["person"] for entry in entries()] == [None]
