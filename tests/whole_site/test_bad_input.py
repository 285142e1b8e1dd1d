"""Whatever is sent: no answer of 500 or more, and a refused request leaves nothing behind."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from stadtgespraech.config.api import api
from stadtgespraech.core.web.api import parameters_of
from tests.whole_site import access_table
from tests.whole_site.access_samples import objects_of
from tests.whole_site.access_table import COLUMNS
from tests.whole_site.access_world import World
from tests.whole_site.asking import contents, undone, writes_seen
from tests.whole_site.bad_values import FormOnPage, broken_bodies, broken_queries, fill_in, forms_on
from tests.whole_site.routes import Route, routes

pytestmark = [pytest.mark.slow]
PER_FORM, PER_PAGE, PER_OPERATION = 12, 10, 10
AT_LEAST = 1_000
ROUTES = {route.name: route for route in routes()}
HEADINGS = [heading for heading, _role, _unit in COLUMNS]
LINES = access_table.read()


def who_may(method: str) -> dict[str, list[tuple[str, str]]]:
    """Route → (about, who) of the objects and roles that get through; what is current and the strategy office first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in LINES:
        if method in line.how and line.route in ROUTES:
            allowed = [heading for heading, word in zip(HEADINGS, line.answers, strict=True) if word == "ok"]
            found.setdefault(line.route, []).extend((line.about, heading) for heading in allowed)
    last = {"archived", "private"}
    return {
        name: sorted(pairs, key=lambda pair: (pair[0] in last, pair[1] != "strategy office"))
        for name, pairs in found.items()
        if pairs
    }


FORMS = who_may("POST")
PAGES = {name: pairs[0] for name, pairs in who_may("GET").items() if not name.startswith("api:")}
OPERATIONS = {
    route.name: operation
    for route in ROUTES.values()
    if route.name.startswith("api:")
    for bound in api._get_bound_routers()
    for path_view in bound.path_operations.values()
    for operation in path_view.operations
    if route.name == f"api:{getattr(operation, 'url_name', operation.view_func.__name__)}"
}


def shared_out(names: Iterable[str]) -> list[str]:
    """Half of them on SQLite, the other half on PostgreSQL: the gate asks them all, and both databases."""
    return sorted(names)[settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") :: 2]


def address_of(route: Route, about: str, world: World) -> str:
    return reverse(route.name, kwargs=dict(objects_of(route, world))[about])


def send(client: Client, address: str, content_type: str, data: bytes) -> Any:
    response = client.generic("POST", address, data, content_type=content_type)
    if 300 <= response.status_code < 400:
        # What was stored must be fit to be shown.
        shown = client.get(response.headers["Location"])
        assert shown.status_code < 500, shown.status_code
    return response


# Forms of sign-in that stand behind another one: what a visitor sends there first.
ON_THE_WAY_IN = {
    "account_confirm_login_code": ("account_login", "resident"),
    "account_email_verification_sent": ("account_signup", ""),
}


def form_at(name: str, world: World) -> tuple[Client, str, FormOnPage]:
    """Somebody who sees the form at this address, and the form."""
    candidates = FORMS[name]
    if name in ON_THE_WAY_IN:
        first, who = ON_THE_WAY_IN[name]
        person = world.people[who] if who else None
        world.clients["visitor"].post(reverse(first), {"email": person.email if person else "neu@example.org"})
        candidates = [("–", "visitor")]
    for about, who in candidates:
        client, address = world.clients[who], address_of(ROUTES[name], about, world)
        page = client.get(address)
        if page.status_code == 200 and not page.streaming:
            for form in forms_on(page.content.decode()):
                if form.method == "post" and form.action in ("", address):
                    return client, address, form
    about, who = candidates[0]
    return world.clients[who], address_of(ROUTES[name], about, world), FormOnPage(method="post")


def send_back(client: Client, address: str, values: dict[str, str]) -> FormOnPage | None:
    with undone(client):
        response = client.post(address, values)
        forms = forms_on(response.content.decode()) if response.status_code == 422 else []
    return next((form for form in forms if form.refused), None)


@pytest.mark.parametrize("name", shared_out(FORMS))
def test_a_form_sent_wrongly(name: str, world: World) -> None:
    with undone(world.clients["visitor"]), undone(world.clients["strategy office"]):
        client, address, form = form_at(name, world)
        fill_in(form, lambda values: send_back(client, address, values))
        before, sent, problems = contents(), 0, []
        for body in broken_bodies(form, seed=f"{name} {connection.vendor}", count=PER_FORM):
            with undone(client), writes_seen() as written:
                try:
                    response = send(client, address, body.content_type, body.data)
                except Exception as error:
                    problems.append(f"{body.name}: {type(error).__name__}: {str(error)[:200]}")
                    continue
                if response.status_code >= 500:
                    problems.append(f"{body.name}: {response.status_code}")
                elif response.status_code >= 400 and written and contents() != before:
                    problems.append(f"{body.name}: {response.status_code}, but something was stored")
            sent += 1
    assert problems == []
    assert sent >= PER_FORM


@pytest.mark.parametrize("name", shared_out(PAGES))
def test_a_page_asked_wrongly(name: str, world: World) -> None:
    about, who = PAGES[name]
    client = world.clients[who]
    address = address_of(ROUTES[name], about, world)
    with undone(client):
        page = client.get(address)
    text = (
        ""
        if page.streaming or not page.headers.get("Content-Type", "").startswith("text/html")
        else page.content.decode()
    )
    names = [field for form in forms_on(text) if form.method == "get" for field in form.fields]
    problems = []
    for what, query in broken_queries(["seite", *names], seed=name, count=PER_PAGE):
        with undone(client), writes_seen() as written:
            try:
                response = client.get(f"{address}?{query}")
            except Exception as error:
                problems.append(f"{what}: {type(error).__name__}: {str(error)[:200]}")
                continue
            if response.status_code >= 500 and name != "jobs:health":
                problems.append(f"{what}: {response.status_code}")
            problems += [f"{what}: writes to {table}" for table in written if name != "mfa_view_recovery_codes"]
    assert problems == []


@pytest.mark.parametrize("name", shared_out(OPERATIONS))
def test_an_operation_asked_wrongly(name: str, world: World) -> None:
    _about, values = objects_of(ROUTES[name], world)[0]
    address = reverse(name, kwargs=values)
    problems = []
    for what, query in broken_queries(parameters_of(OPERATIONS[name]), seed=name, count=PER_OPERATION):
        with writes_seen() as written:
            try:
                response = Client().get(f"{address}?{query}")
            except Exception as error:
                problems.append(f"{what}: {type(error).__name__}: {str(error)[:200]}")
                continue
        if response.status_code not in (200, 400) or written:
            problems.append(f"{what}: {response.status_code} {written}")
        elif response.status_code == 400 and set(json.loads(response.content)) != {"code", "message", "parameters"}:
            problems.append(f"{what}: {response.content[:200]!r}")
    assert problems == []


NOBODY: dict[str, list[Any]] = {
    "pk": [0, 2**31, 2**63, 10**30],
    "year": [0, 99999999, 10**30],
    "key": ["00000000-0000-0000-0000-000000000000", "f" * 40],
    "uidb36": ["zzzzzzzzzzzzz", "0"],
}


@pytest.mark.parametrize("name", shared_out(name for name, route in ROUTES.items() if route.parameters))
def test_an_address_of_nothing(name: str, world: World) -> None:
    route = ROUTES[name]
    known = objects_of(route, world)[0][1]
    problems = []
    for parameter in route.parameters:
        for value in NOBODY.get(parameter, ["gibt-es-nicht", "x" * 3_000, "-", "0"]):
            try:
                address = reverse(name, kwargs={**known, parameter: value})
            except NoReverseMatch:
                continue
            for who in ("visitor", "strategy office"):
                for method in ("get", "post"):
                    client = world.clients[who]
                    with undone(client):
                        try:
                            response = getattr(client, method)(address)
                        except Exception as error:
                            problems.append(
                                f"{parameter}={str(value)[:40]} {method} as {who}: {type(error).__name__}: {str(error)[:200]}"
                            )
                            continue
                        if response.status_code >= 500:
                            problems.append(f"{parameter}={str(value)[:40]} {method} as {who}: {response.status_code}")
    assert problems == []


def test_that_is_enough() -> None:
    """On this database alone."""
    forms, pages, operations = (len(shared_out(names)) for names in (FORMS, PAGES, OPERATIONS))
    assert forms * PER_FORM + pages * PER_PAGE + operations * PER_OPERATION >= AT_LEAST
    assert min(PER_FORM, PER_PAGE, PER_OPERATION) >= 10
