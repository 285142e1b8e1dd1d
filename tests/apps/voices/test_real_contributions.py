"""2,529 real contributions come in through the import. They are read where they lie, and never kept here.

Source: contributions to the cycling dialogues of Bonn and Köln-Ehrenfeld 2017 (CC BY 4.0; Escher, Heinrich Heine
University Düsseldorf), one line per sentence.
"""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core.thread import recount
from stadtgespraech.core.thread.models import Node
from tests.conftest import PROJECT_ROOT

FOLDER = PROJECT_ROOT.parent / "shared" / "data" / "voices"
SOURCES = {
    "Raddialog Bonn 2017": "raddialog-bonn.tsv",
    "Raddialog Köln-Ehrenfeld 2017": "raddialog-koeln-ehrenfeld.tsv",
}
EXPECTED = 2_529
MOST = 15
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.exists(), reason="the real contributions are not on this machine"),
]


def contributions() -> list[tuple[str, str, str, str]]:
    """(source, number, title, text) of each; sentences of one document belong together."""
    found: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for source, name in SOURCES.items():
        with (FOLDER / name).open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                title, text = found.setdefault((source, line["document_id"]), ([], []))
                (title if line["title/text"] == "title" else text).append(line["content"])
    return [(*key, " ".join(title), " ".join(text)) for key, (title, text) in found.items()]


def as_table(rows: list[tuple[str, str, str, str]]) -> SimpleUploadedFile:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["Quelle", "Nummer", "Titel", "Text", "Weg", "Datum"])
    writer.writerows([*row, "online", "2017-10-01"] for row in rows)
    return SimpleUploadedFile("raddialog.csv", text.getvalue().encode("utf-8-sig"))


def counted(client: Client, address: str, data: dict[str, Any] | None = None) -> tuple[int, str]:
    """(statements, text) of a page, or of what a form leads to."""
    cache.clear()
    if data is None:
        client.get(address)  # what a process looks up once a minute
    with CaptureQueriesContext(connection) as seen:
        answer: Any = client.post(address, data) if data is not None else client.get(address)
    assert answer.status_code in (200, 302), answer.status_code
    return len(seen), answer.headers.get("Location", "") or answer.content.decode()


def lists() -> list[str]:
    """Every page that lists or searches voices."""
    found = ["/stimmen/eingelesen/", "/suche/?q=radweg", "/api/v1/search?q=radweg"]
    for name in ("voices:voices", "voices:queue"):
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        found += [address, f"{address}?q=radweg", f"{address}?seite=40"]
    return found


def test_they_come_in_whole_and_lists_stay_fast(person_of: Any, client_of: Callable[[Person | None], Client]) -> None:
    rows, client = contributions(), client_of(person_of("strategy_office"))
    assert (len(rows), rows[0][1:3]) == (EXPECTED, ("B1592", "Fahrradstraßen in der Innenstadt"))

    _count, preview = counted(
        client, "/stimmen/einlesen/", {"file": as_table(rows), "submission_key": str(uuid.uuid4())}
    )
    statements, page = counted(client, preview)
    assert ("Alle 2.529 Zeilen sind in Ordnung." in page or "Alle 2529 Zeilen sind in Ordnung." in page) is True
    assert (statements <= MOST, Voice.objects.count()) == (True, 0)
    statements, address = counted(client, preview, {"publish": "on", "submission_key": str(uuid.uuid4())})
    # SQLite takes thirty rows in one statement.
    assert (address, statements < 200, Voice.objects.count()) == (preview, True, EXPECTED)
    assert (Node.objects.filter(kind="voice", visibility="public").count(), recount.drift()) == (EXPECTED, [])

    # Nothing that somebody said was lost on the way.
    stored = {(voice.source, voice.external_id): voice for voice in Voice.objects.all()}
    for source, number, title, text in rows:
        voice = stored[source, number]
        assert " ".join(text.split()) in " ".join(voice.text.split())
        assert " ".join(title.split()) in (voice.title, " ".join(voice.text.split())[: len(" ".join(title.split()))])
        assert 0 < len(voice.title) <= 120

    # The same file once more changes nothing.
    _count, preview = counted(
        client, "/stimmen/einlesen/", {"file": as_table(rows), "submission_key": str(uuid.uuid4())}
    )
    assert "schon eingelesen" in counted(client, preview)[1]
    counted(client, preview, {"submission_key": str(uuid.uuid4())})
    assert Voice.objects.count() == EXPECTED

    for who in (client, Client()):
        counts = {
            address: counted(who, address)[0] for address in lists() if who is client or "eingelesen" not in address
        }
        assert {address: count for address, count in counts.items() if count > MOST} == {}


def test_they_are_decided_on_together(person_of: Any, client_of: Callable[[Person | None], Client]) -> None:
    rows, client = contributions(), client_of(person_of("moderator"))
    _count, preview = counted(
        client, "/stimmen/einlesen/", {"file": as_table(rows), "submission_key": str(uuid.uuid4())}
    )
    counted(client, preview, {"submission_key": str(uuid.uuid4())})
    assert Voice.objects.filter(state=Voice.State.PENDING).count() == EXPECTED
    address = "/stimmen/eingelesen/pruefen/?quelle=Raddialog+Bonn+2017"
    assert counted(client, address)[0] <= MOST
    assert counted(client, f"{address}&seite=80")[0] <= MOST
    statements, _page = counted(client, address, {"decision": "publish", "submission_key": str(uuid.uuid4())})
    bonn = sum(row[0] == "Raddialog Bonn 2017" for row in rows)
    assert (statements < 60, Voice.objects.filter(state=Voice.State.PUBLISHED).count()) == (True, bonn)
    assert recount.drift() == []
