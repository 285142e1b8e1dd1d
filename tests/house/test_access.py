"""Everybody asks for everything. What they get stands in docs/reference/access.md."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.house.access_samples import World, objects_of, world_for

from stadtgespraech.apps.people.models import Person
from tests.conftest import PersonOf
from tests.house import access_table
from tests.house.access_table import COLUMNS, Line
from tests.house.asking import Answer, ask, third_parties, what_happened
from tests.house.routes import Route, routes

pytestmark = [pytest.mark.slow]
ROUTES = routes()
WRITING = os.environ.get("ACCESS_TABLE") == "write"
written: list[Line] = []


@pytest.fixture(autouse=True, scope="module")
def _write_the_table_at_the_end() -> Any:
    yield
    if WRITING:
        access_table.write(written)


@pytest.fixture
def world(db: None, person_of: PersonOf) -> World:
    return world_for(person_of)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_everybody_gets_what_the_table_says(
    route: Route, world: World, client_of: Callable[[Person | None], Client]
) -> None:
    clients = [client_of(world.people[heading]) for heading, _role, _unit in COLUMNS]
    found: list[Line] = []
    problems: list[str] = []
    for about, values in objects_of(route, world):
        address = reverse(route.name, kwargs=values)
        for method in ("GET", "POST"):
            answers = [ask(client, method, address) for client in clients]
            words = tuple(what_happened(answer) for answer in answers)
            if method == "GET":
                problems += [
                    f"{heading}: {problem}"
                    for (heading, _r, _u), answer in zip(COLUMNS, answers, strict=True)
                    for problem in problems_of_reading(answer, heading)
                ]
            if set(words) != {"–"} or not any(line.method == method for line in found):
                found.append(Line(route.name, route.pattern, method, about, words))
    assert problems == []
    if WRITING:
        written.extend(found)
        return
    expected = sorted(line for line in access_table.read() if line.route == route.name)
    assert sorted(found) == expected


def problems_of_reading(answer: Answer, who: str) -> list[str]:
    """What no answer to a GET may do."""
    problems = [f"GET writes to {table}" for table in answer.written]
    control = answer.response.headers.get("Cache-Control", "")
    if who != "visitor" and not {"private", "no-store", "no-cache"} & set(control.replace(" ", "").split(",")):
        problems.append(f"may be kept by others: {control!r}")
    if answer.is_page:
        problems += [f"fetches {address}" for address in third_parties(answer.body.decode())]
        if "default-src 'none'" not in answer.response.headers.get("Content-Security-Policy", ""):
            problems.append("has no content security policy")
    return problems


@pytest.mark.skipif(WRITING, reason="the table is being written")
def test_the_table_names_no_address_that_is_gone() -> None:
    assert {line.route for line in access_table.read()} == {route.name for route in ROUTES}
