"""The demo's mailbox exists in the demo only, and the demo on this machine only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client

from stadtgespraech.core import jobs


@pytest.mark.django_db
def test_the_mailbox_does_not_exist_outside_the_demo(client: Client) -> None:
    jobs.send_mail(key="one", to="anna@example.org", subject="a", body="secret code")
    assert client.get("/postfach-demo/").status_code == 404


@pytest.mark.django_db
def test_the_demo_shows_its_mails_escaped(client: Client, settings: Any) -> None:
    settings.DEMO = True
    jobs.send_mail(
        key="one",
        to="anna@example.org",
        subject="<b>Code</b>",
        body="1234 http://localhost/x <script>alert(1)</script>",
    )
    page = client.get("/postfach-demo/").content.decode()
    assert ("&lt;b&gt;Code&lt;/b&gt;" in page, "<script>alert" in page, 'href="http://localhost/x"' in page) == (
        True,
        False,
        True,
    )


@pytest.mark.parametrize(
    ("demo", "url", "hosts", "refused"),
    [
        (True, "http://localhost:8000", ["localhost", "127.0.0.1"], []),
        (True, "https://stadtgespraech.dortmund.de", ["localhost"], ["jobs.E001"]),
        (True, "http://localhost:8000", ["localhost", "stadtgespraech.dortmund.de"], ["jobs.E001"]),
        (True, "http://localhost:8000", ["*"], ["jobs.E001"]),
        (False, "https://stadtgespraech.dortmund.de", ["stadtgespraech.dortmund.de"], []),
    ],
)
def test_the_demo_on_a_public_site_fails_the_system_check(
    settings: Any, demo: bool, url: str, hosts: list[str], refused: list[str]
) -> None:
    settings.DEMO, settings.SITE_URL, settings.ALLOWED_HOSTS = demo, url, hosts
    assert [message.id for message in run_checks() if message.id == "jobs.E001"] == refused


@pytest.mark.slow
@pytest.mark.parametrize(
    "program", [["-m", "stadtgespraech.cli.main", "work", "--until-empty"], ["-c", "import stadtgespraech.config.wsgi"]]
)
def test_neither_worker_nor_web_server_start_as_a_public_demo(program: list[str], tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "stadtgespraech.config.settings",
        "STADTGESPRAECH_DATA_DIR": str(tmp_path),
        "STADTGESPRAECH_DATABASE": f"sqlite:///{tmp_path}/x.sqlite3",
        "STADTGESPRAECH_DEMO": "on",
        "STADTGESPRAECH_URL": "https://stadtgespraech.dortmund.de",
    }
    ended = subprocess.run([sys.executable, *program], env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, "stadtgespraech.dortmund.de: the demo publishes all mails" in ended.stderr) == (1, True)
