"""Asks for an address as somebody, and leaves everything as it was."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from stadtgespraech.core.access.models import AccessLogEntry

WRITES = re.compile(
    r"""\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+["`]?(\w+)""", re.IGNORECASE
)
# Where reading may leave a trace: denied requests, and what a visitor is in the middle of (signing in).
DENIALS = "access_accesslogentry"
LOGS = {DENIALS, "people_session", "people_attempts"}
FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed|object)\b[^>]*?\b(?:src|data|srcset)=["']([^"']+)|<link\b[^>]*?\bhref=["']([^"']+)|<form\b[^>]*?\baction=["']([^"']+)|@import\s+["']([^"']+)""",
    re.IGNORECASE,
)


@dataclass
class Answer:
    """What came back."""

    response: Any
    body: bytes
    written: list[str] = field(default_factory=list)
    denied_because: str = ""

    @property
    def is_page(self) -> bool:
        return str(self.response.headers.get("Content-Type", "")).startswith("text/html")


@contextmanager
def writes_seen(*, logs: bool = False) -> Iterator[list[str]]:
    """Names of the tables that are written to, logs left out unless they are asked for."""
    seen: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITES.match(sql)
        if found and (logs or found[1] not in LOGS):
            seen.append(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """Whatever happens within is taken back, and the client stays signed in."""
    cookies = client.cookies.output(header="")
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
        client.cookies.clear()
        client.cookies.load(cookies)


def ask(client: Client, method: str, address: str) -> Answer:
    """Send one request and take back what it changed."""
    with undone(client):
        with writes_seen(logs=True) as written:
            response: Any = getattr(client, method.lower())(address)
            body = response.getvalue() if response.streaming else response.content
        newest = AccessLogEntry.objects.order_by("-pk").first() if DENIALS in written else None
        return Answer(
            response, body, [table for table in written if table not in LOGS], newest.reason if newest else ""
        )


def contents() -> str:
    """A fingerprint of everything stored, logs left out."""
    digest = hashlib.sha256()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table not in LOGS:
            for row in model._base_manager.order_by("pk").values_list():
                digest.update(f"{model._meta.label}{row!r}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def what_happened(answer: Answer) -> str:
    """The answer in a word of the access table."""
    response = answer.response
    target = urlsplit(response.headers.get("Location", "")).path
    sign_in = {reverse("account_login")}
    confirm = {reverse("account_reauthenticate"), reverse("mfa_reauthenticate")}
    match response.status_code:
        case 401:
            word = "sign in"
        case 301 | 302 | 303 if target in sign_in:
            word = "sign in"
        case 301 | 302 | 303 if target in confirm:
            word = "confirm"
        case 403:
            word = "sign in" if answer.denied_because == "sign-in-first" else "forbidden"
        case 404:
            word = "not found"
        case 405:
            word = "–"
        case 503 if response.headers["Content-Type"] == "application/json":
            word = "ok"  # the health check, which says that no worker runs in a test
        case status if status < 400 or status in (400, 409, 422):
            word = "ok"
        case status:
            word = f"answers {status}"
    return word


def third_parties(page: str) -> list[str]:
    """Addresses of others that the browser would fetch or send to by itself."""
    addresses = [next(filter(None, groups)) for groups in FETCHED.findall(page)]
    return [
        address
        for address in addresses
        if re.match(r"(?:[a-z]+:)?//", address)
        and not re.match(r"https?://(?:localhost|testserver)(?::\d+)?/", address)
    ]
