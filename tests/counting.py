"""How often something asks the database."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stadtgespraech.core.web.page_context import HEAD_KEPT

MOST_TRIES = 3


def statements(ask: Callable[[], Any]) -> int:
    """Statements of a call."""
    with CaptureQueriesContext(connection) as seen:
        ask()
    return len(seen)


def page_statements(client: Client, address: str, *, status: int = 200) -> int:
    """Statements of a page while everything that a process keeps for some seconds is in the cache.

    If something may have run out while we counted, because the machine is busy, the page is counted again: a look-up
    in between only ever makes the number larger.
    """
    counts = []
    for _try in range(MOST_TRIES):
        cache.clear()
        began = time.monotonic()
        load(client, address)
        with CaptureQueriesContext(connection) as seen:
            found = load(client, address)
        assert found == status, (address, found)
        counts.append(len(seen))
        if time.monotonic() - began < HEAD_KEPT:
            break
    return min(counts)


def many_pages_statements(pages: dict[Any, tuple[Client, str]]) -> dict[Any, int]:
    """Statements of many pages, (client, address) each, that were loaded before; each is loaded just once.

    What a process keeps is refreshed in between, so that it does not run out on a machine that is not too busy.
    """
    counts, refreshed = {}, -float(HEAD_KEPT)
    for name, (client, address) in pages.items():
        if time.monotonic() - refreshed > HEAD_KEPT / 2:
            cache.clear()
            load(Client(), "/")
            refreshed = time.monotonic()
        counts[name] = statements(lambda client=client, address=address: load(client, address))
    return counts


def load(client: Client, address: str) -> int:
    """Fetch a page or a file to its last byte; returns its status."""
    response: Any = client.get(address)
    if response.streaming:
        response.getvalue()
    return int(response.status_code)
