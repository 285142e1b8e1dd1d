"""Every page asks the database as often for 1,000 rows as for 10, and at most 15 times."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stadtgespraech.apps.people.models import Person, Unit
from stadtgespraech.core import access
from tests import crowd
from tests.conftest import PersonOf
from tests.counting import load, many_pages_statements, page_statements
from tests.database import gather_statistics
from tests.whole_site.routes import routes

# Statements are Django's, whatever database answers them; growing the city twice would double the longest test.
pytestmark = [pytest.mark.slow, pytest.mark.no_database]
FEW, MANY = 10, 1_000
MOST = 15
# A copy of one's own data asks every table that may name somebody; it is a file and no page.
MORE = {"people:export_account": 60}
# No worker runs here, and says so.
STATUS = {"jobs:health": 503}
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


def pages_of(client: Client) -> dict[str, str]:
    """Of these addresses the ones that show this reader a page."""
    return {name: address for name, address in addresses().items() if load(client, address) == STATUS.get(name, 200)}


def test_pages_ask_as_often_for_many_rows_as_for_few(
    person_of: PersonOf, client_of: Callable[[Person | None], Client]
) -> None:
    crowd.grow(FEW)
    # Somebody with every role sees everything that a page can show.
    everybody = person_of(*sorted(access.ROLES), unit=Unit.objects.order_by("pk").first())
    readers = {"visitor": client_of(None), "all roles": client_of(everybody)}
    pages = {
        (who, name): (client, address) for who, client in readers.items() for name, address in pages_of(client).items()
    }
    few = many_pages_statements(pages)
    assert (len(pages) > 200, {page: n for page, n in few.items() if n > MORE.get(page[1], MOST)}) == (True, {})

    crowd.grow(MANY)
    gather_statistics()
    many = many_pages_statements(pages)
    # On a busy machine something that a process keeps may have run out in the middle of a page.
    many |= {
        page: page_statements(*pages[page], status=STATUS.get(page[1], 200))
        for page, count in many.items()
        if count != few[page]
    }
    assert many == few
