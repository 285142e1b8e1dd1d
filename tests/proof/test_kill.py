"""The whole site is killed again and again while clients write: nothing acknowledged is lost or doubled."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from stadtgespraech.cli.probe import wait_until_up
from tests.proof.retrying_client import PATH, RetryingClient, Tally
from tests.running_site import Site, running_site

KILLS = 25
CLIENTS = 4


@dataclass(frozen=True)
class Found:
    """What was in the database afterwards, beside what the clients were told."""

    lost: int
    doubled: int
    unasked: int
    journal_entries_missing: int
    mails_missing: int
    integrity: str


def kill_and_restart(site: Site, chance: random.Random) -> None:
    """SIGKILL to web server, its processes, and the worker; then start all of it again."""
    time.sleep(chance.uniform(0.3, 1.5))
    site.processes.kill()
    site.start_without_waiting()
    assert wait_until_up(site.port, PATH, seconds=30, give_up_when=site.processes.ended), site.log()


def write_under_fire(site: Site) -> Tally:
    """Kill the site 25 times while four clients write; afterwards every form in hand is accepted."""
    tally, stopping, chance = Tally(), threading.Event(), random.Random(2)
    clients = [RetryingClient(site.port, tally, stopping, seed=number, loses_answers=0.1) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        for _kill in range(KILLS):
            kill_and_restart(site, chance)
    finally:
        stopping.set()
        for client in clients:
            client.join(60)
    return tally


# Runs in the site's own shell, on whatever database it has.
COUNT = """
import json
from django.db import connection
from stadtgespraech.apps.pages.models import BarrierReport
from stadtgespraech.core.jobs.models import OutgoingMail
from stadtgespraech.core.journal.models import JournalEntry
integrity = "ok"
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        (integrity,) = cursor.execute("PRAGMA integrity_check").fetchone()
print(json.dumps({
    "texts": list(BarrierReport.objects.values_list("text", flat=True)),
    "entries": JournalEntry.objects.filter(kind="barrier.reported").count(),
    "mails": OutgoingMail.objects.filter(key__startswith="barrier-").count(),
    "integrity": integrity,
}))
"""


def look(site: Site, tally: Tally) -> Found:
    """Compare what the clients were told with what is stored."""
    site.processes.stop()
    there = json.loads(site.command("shell", "-v", "0", "-c", COUNT).splitlines()[-1])
    stored = Counter(there["texts"])
    return Found(
        lost=sum(1 for text in tally.accepted if text not in stored),
        doubled=sum(1 for count in stored.values() if count > 1),
        unasked=len(set(stored) - set(tally.accepted)),
        journal_entries_missing=stored.total() - there["entries"],
        mails_missing=stored.total() - there["mails"],
        integrity=there["integrity"],
    )


def test_nothing_acknowledged_is_lost_or_doubled(
    prepared_site: Path, site_database: dict[str, str], tmp_path: Path
) -> None:
    with running_site(prepared_site, tmp_path, **site_database, STADTGESPRAECH_TRUSTED_PROXIES="1") as site:
        tally = write_under_fire(site)
        found = look(site, tally)
        print(f"\n{KILLS} kills, {len(tally.accepted)} forms accepted, {tally.repeated} sent again: {found}")
        assert found == Found(lost=0, doubled=0, unasked=0, journal_entries_missing=0, mails_missing=0, integrity="ok")
        assert (tally.strange, len(tally.accepted) > KILLS, tally.repeated > KILLS) == ([], True, True)
        assert "No problem found." in site.command("verify-journal")


def test_control_without_receipts_forms_are_doubled(
    prepared_site: Path, site_database: dict[str, str], tmp_path: Path
) -> None:
    settings = {**site_database, "STADTGESPRAECH_TRUSTED_PROXIES": "1", "STADTGESPRAECH_SUBMIT_ONCE": "off"}
    with running_site(prepared_site, tmp_path, **settings) as site:
        tally = write_under_fire(site)
        found = look(site, tally)
        print(f"\nControl: {KILLS} kills, {len(tally.accepted)} forms accepted, {tally.repeated} sent again: {found}")
        assert (found.doubled > 0, found.lost) == (True, 0)


pytestmark = pytest.mark.proof
