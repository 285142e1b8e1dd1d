"""Every page asks the database as often for 1,000 rows as for 10, and at most 15 times."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stadtgespraech.apps.people.models import Person
from tests import crowd
from tests.conftest import PersonOf
from tests.whole_site.routes import routes

pytestmark = [pytest.mark.slow]
FEW, MANY = 10, 1_000
MOST = 15
# A copy of one's own data asks every table that may name somebody; it is a file and no page.
MORE = {"people:export_account": 60}
# The first of each kind, on which everything else hangs.
FIRST: dict[str, dict[str, Any]] = {
    "api:get_thread": {"kind": "field", "slug": "feld-0"},
    "council:body": {"slug": "gremium-0"},
    "council:paper": {"slug": "vorlage-0"},
    "council:resolution": {"slug": "beschluss-0"},
    "dialogue:event": {"slug": "termin-0"},
    "dialogue:register": {"slug": "termin-0"},
    "dialogue:registrations": {"slug": "termin-0"},
    "dialogue:registration": {"token": "token-0"},
    "dialogue:format": {"slug": "format-0"},
    "dialogue:stage": {"slug": "stufe-0"},
    "dialogue:topic": {"slug": "thema-0"},
    "following:follow": {"kind": "voice", "slug": "stimme-0"},
    "indicators:indicator": {"slug": "kennzahl-0"},
    "opendata:data_set": {"name": "goals"},
    "pages:page": {"slug": "seite-0"},
    "people:unit": {"slug": "amt-0"},
    "voices:attachments": {"slug": "stimme-0"},
    "voices:comments": {"slug": "stimme-0"},
    "voices:complain_about_voice": {"slug": "stimme-0"},
    "pictures:picture": {"slug": "bild-0"},
    "pictures:versions": {"slug": "bild-0"},
    "pictures:voices": {"slug": "bild-0"},
    "pictures:merge_voices": {"slug": "bild-0"},
    "pictures:take_out_voices": {"slug": "bild-0"},
    "strategy:field": {"slug": "feld-0"},
    "strategy:goal": {"slug": "ziel-0"},
    "strategy:package": {"slug": "paket-0"},
    "strategy:project": {"slug": "projekt-0"},
    "voices:receipt": {"slug": "stimme-0"},
    "voices:voice": {"slug": "stimme-0"},
}
QUERIES = {"web:search": "?q=a", "api:search_nodes": "?q=a", "voices:voices": "?q=stimme&antwort=offen"}
# A cell for each of 1,000 units and 1,000 fields is no page; tests/apps/strategy counts the matrix in a fitting size.
LEFT_OUT = {"strategy:matrix", "strategy:matrix_file"}


def addresses() -> dict[str, str]:
    """Route → address of every page without parameters, and of the page of each first object."""
    found = {}
    for route in routes():
        if route.name in LEFT_OUT or (route.parameters and route.name not in FIRST):
            continue
        found[route.name] = reverse(route.name, kwargs=FIRST.get(route.name, {})) + QUERIES.get(route.name, "")
    return found


def statements(client: Client, only: Container[str] | None = None) -> dict[str, int]:
    """Route → statements of its page, for all pages or some."""
    counts = {}
    for name, address in addresses().items():
        if only is not None and name not in only:
            continue
        cache.clear()
        client.get(address)  # what a process looks up once a minute
        with CaptureQueriesContext(connection) as seen:
            response = client.get(address)
            if response.streaming:
                response.getvalue()
        if response.status_code == 200 or name == "jobs:health":
            counts[name] = len(seen)
    return counts


@pytest.mark.parametrize("role", ["strategy_office", "visitor"])
def test_pages_ask_as_often_for_many_rows_as_for_few(
    role: str, person_of: PersonOf, client_of: Callable[[Person | None], Client]
) -> None:
    client = client_of(person_of(role))
    crowd.grow(FEW)
    few = statements(client)
    crowd.grow(MANY)
    many = statements(client)
    # What a process keeps for a minute can run out in the middle of a count: what differs is counted once more.
    many |= statements(client, only={name for name, count in many.items() if count != few.get(name)})
    assert many == few
    assert {name: count for name, count in many.items() if count > MORE.get(name, MOST)} == {}
    assert len(few) > 30
