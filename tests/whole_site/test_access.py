"""Everybody asks for everything. What they get stands in docs/reference/access.md."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.urls import reverse

from tests.whole_site import access_table
from tests.whole_site.access_samples import objects_of
from tests.whole_site.access_table import Line, line_up
from tests.whole_site.access_world import World
from tests.whole_site.asking import Answer, ask, contents, third_parties, undone, what_happened
from tests.whole_site.routes import Route, routes

pytestmark = [pytest.mark.slow, pytest.mark.no_database]
ROUTES = routes()
WRITING = os.environ.get("ACCESS_TABLE") == "write"
written: list[Line] = []
# What reading may note: that the owner of emergency codes has seen them.
NOTED = {"mfa_view_recovery_codes": {"mfa_authenticator"}}


@pytest.fixture(autouse=True, scope="module")
def _write_the_table_at_the_end() -> Any:
    yield
    if WRITING:
        access_table.write(written)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_everybody_gets_what_the_table_says(route: Route, world: World) -> None:
    found: list[Line] = []
    problems: list[str] = []
    for about, values in objects_of(route, world):
        address = reverse(route.name, kwargs=values)
        words: dict[str, tuple[str, ...]] = {}
        for method in ("GET", "POST"):
            answers = {heading: ask(client, method, address) for heading, client in world.clients.items()}
            words[method] = tuple(what_happened(answer) for answer in answers.values())
            if method == "GET":
                problems += [
                    f"{heading}: {problem}"
                    for heading, answer in answers.items()
                    for problem in problems_of_reading(answer, heading, NOTED.get(route.name, set()))
                ]
        found += line_up(route.name, route.pattern, about, words)
    assert problems == []
    if WRITING:
        written.extend(found)
        return
    assert sorted(found) == sorted(line for line in access_table.read() if line.route == route.name)


def problems_of_reading(answer: Answer, who: str, noted: set[str]) -> list[str]:
    """What no answer to a GET may do."""
    problems = [f"GET writes to {table}" for table in answer.written if table not in noted]
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


@pytest.mark.parametrize("who", ["visitor", "strategy office"])
def test_reading_all_of_it_leaves_every_row_as_it_was(who: str, world: World) -> None:
    client = world.clients[who]
    with undone(client):
        before = contents()
        for route in ROUTES:
            if route.name not in NOTED:
                for _about, values in objects_of(route, world):
                    response: Any = client.get(reverse(route.name, kwargs=values))
                    assert not response.streaming or response.getvalue() is not None
        assert contents() == before
