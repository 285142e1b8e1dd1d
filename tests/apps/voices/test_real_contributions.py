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
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core.thread import recount
from stadtgespraech.core.thread.models import Node
from tests.conftest import PROJECT_ROOT
from tests.counting import page_statements
from tests.database import gather_statistics

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
    if data is None:
        answer: Any = client.get(address)
        assert answer.status_code in (200, 302), answer.status_code
        return page_statements(client, address, status=answer.status_code), answer.content.decode()
    with CaptureQueriesContext(connection) as seen:
        answer = client.post(address, data)
    assert answer.status_code in (200, 302), answer.status_code
    return len(seen), answer.headers.get("Location", "") or answer.content.decode()


def lists(*, for_office: bool) -> list[str]:
    """Every page that lists or searches voices, as far as a visitor or the moderation may open it."""
    found = ["/suche/?q=radweg", "/api/v1/search?q=radweg", *(["/stimmen/eingelesen/"] if for_office else [])]
    for name in ("voices:voices", "voices:queue") if for_office else ("voices:voices",):
        address = reverse(name)
        found += [address, f"{address}?q=radweg", f"{address}?seite=40"]
    return found


def test_they_come_in_whole_and_lists_stay_fast(person_of: Any, client_of: Callable[[Person | None], Client]) -> None:
    rows, client = contributions(), client_of(person_of("moderator"))
    assert (len(rows), rows[0][1:3]) == (EXPECTED, ("B1592", "Fahrradstraßen in der Innenstadt"))

    preview = uploaded(client, rows)
    statements, page = counted(client, preview)
    assert ("Alle 2529 Zeilen sind in Ordnung." in page.replace("2.529", "2529"), statements <= MOST) == (True, True)
    assert Voice.objects.count() == 0
    statements, address = counted(client, preview, sent())
    # SQLite takes thirty rows in one statement.
    assert (address, statements < 200, Voice.objects.count()) == (preview, True, EXPECTED)
    gather_statistics()
    nothing_is_lost(rows)

    # The same file once more would change nothing.
    assert "2529 davon sind schon eingelesen" in counted(client, uploaded(client, rows))[1].replace("2.529", "2529")

    for source in SOURCES:
        address = f"/stimmen/eingelesen/pruefen/?{urlencode({'quelle': source})}"
        assert max(counted(client, address)[0], counted(client, f"{address}&seite=14")[0]) <= MOST
        statements, _page = counted(client, address, sent(decision="publish"))
        assert statements < 60
    assert Node.objects.filter(kind="voice", visibility="public").count() == EXPECTED
    assert recount.drift() == []

    for who in (client, Client()):
        counts = {address: counted(who, address)[0] for address in lists(for_office=who is client)}
        assert {address: count for address, count in counts.items() if count > MOST} == {}


def sent(**values: str) -> dict[str, str]:
    return {"submission_key": str(uuid.uuid4()), **values}


def uploaded(client: Client, rows: list[tuple[str, str, str, str]]) -> str:
    """Address of the preview."""
    return counted(client, "/stimmen/einlesen/", {"file": as_table(rows), **sent()})[1]


def nothing_is_lost(rows: list[tuple[str, str, str, str]]) -> None:
    """Every word that somebody said stands in the title or in the text of their voice."""
    stored = {(voice.source, voice.external_id): voice for voice in Voice.objects.all()}
    for source, number, title, text in rows:
        voice = stored[source, number]
        kept, heading = " ".join(voice.text.split()), " ".join(title.split())
        assert " ".join(text.split()) in kept
        assert heading == voice.title or kept.startswith(heading)
        assert 0 < len(voice.title) <= 120
