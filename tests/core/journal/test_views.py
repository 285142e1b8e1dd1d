"""What the public gets: the page, the journal, the program, and that the three fit together."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from stadtgespraech.apps.strategy.models import Goal
from stadtgespraech.core import journal
from stadtgespraech.core.languages import Translated
from tests.counting import page_statements

pytestmark = pytest.mark.django_db
Entries = list[dict[str, Any]]
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def downloaded(client: Client, folder: Path) -> dict[str, Path]:
    """The three files as a visitor gets them, under the names that the site gives them."""
    files = {}
    for name in ("journal.jsonl", "pruefe_protokoll.py", "kopf.json"):
        response = client.get(f"/protokoll/{name}")
        assert response.status_code == 200
        content = b"".join(response.streaming_content) if response.streaming else response.content
        files[name] = folder / name
        files[name].write_bytes(content)
    return files


def check(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run the downloaded program as an outsider would: Python alone, nothing of ours on its path."""
    done = subprocess.run(
        [sys.executable, "-I", "pruefe_protokoll.py", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_an_outsider_can_check_what_they_downloaded(client: Client, entries: Entries, tmp_path: Path) -> None:
    files = downloaded(client, tmp_path)
    newest = entries[-1]["hash"]
    assert json.loads(files["kopf.json"].read_text()) == {
        "seq": 12,
        "hash": newest,
        "at": "2026-03-02T09:02:00.000000+00:00",
    }
    assert check(tmp_path, "journal.jsonl", "kopf.json") == (0, f"12 entries, head {newest}: no problem found\n")

    # The journal grows; the head that the visitor kept still fits.
    with transaction.atomic():
        journal.record("goal.changed", subject=None, by=None, at=NOW)
    files["journal.jsonl"].write_bytes(b"".join(client.get("/protokoll/journal.jsonl").streaming_content))
    status, text = check(tmp_path, "journal.jsonl", "kopf.json")
    assert (status, "The saved head is entry 12" in text) == (0, True)

    lines = files["journal.jsonl"].read_text(encoding="utf-8").split("\n")
    files["journal.jsonl"].write_text("\n".join(lines[:7]), encoding="utf-8")
    status, text = check(tmp_path, "journal.jsonl", "kopf.json")
    assert (status, "entries were cut off" in text) == (1, True)
    files["journal.jsonl"].write_text("\n".join([*lines[:5], *lines[6:]]), encoding="utf-8")
    status, text = check(tmp_path, "journal.jsonl")
    assert (status, "Entry 6 is missing or out of place" in text) == (1, True)


def test_an_empty_journal_can_be_checked_too(client: Client, tmp_path: Path) -> None:
    downloaded(client, tmp_path)
    assert check(tmp_path, "journal.jsonl", "kopf.json") == (0, f"0 entries, head {'0' * 64}: no problem found\n")
    assert "Noch ist nichts entschieden" in client.get("/protokoll/").content.decode()


def test_the_page_shows_head_entries_and_how_to_check(client: Client, entries: Entries) -> None:
    text = " ".join(client.get("/protokoll/").content.decode().split())
    assert f"<code>{entries[-1]['hash']}</code>" in text
    for expected in ("Eintrag 12 vom 2. März 2026", "Ein Ziel wurde geändert", "Strategiebüro", "/protokoll/kopf.json"):
        assert expected in text
    assert "python3 pruefe_protokoll.py journal.jsonl kopf.json" in text


def test_nobody_is_named(client: Client, entries: Entries, tmp_path: Path) -> None:
    files = downloaded(client, tmp_path)
    page = client.get("/protokoll/").content.decode()
    for text in (page, files["journal.jsonl"].read_text(encoding="utf-8")):
        assert "anna" not in text
        assert "example.org" not in text


@pytest.mark.slow
def test_a_long_journal_takes_no_more_statements(client: Client) -> None:
    goal = Goal.objects.create(slug="wohnen", name=Translated(de="Wohnen"))

    def grow(count: int) -> None:
        with transaction.atomic():
            for _number in range(count):
                journal.record("goal.changed", subject=goal, by=None, at=NOW)

    grow(10)
    few = page_statements(client, "/protokoll/")
    grow(990)
    assert (page_statements(client, "/protokoll/"), few <= 15) == (few, True)
    assert "Seite 40 von 40" in client.get("/protokoll/?seite=40").content.decode()
    assert client.get("/protokoll/?seite=abc").status_code == 200


@pytest.mark.parametrize("address", ["/protokoll/", "/protokoll/journal.jsonl", "/protokoll/kopf.json"])
def test_the_journal_only_answers_questions(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
