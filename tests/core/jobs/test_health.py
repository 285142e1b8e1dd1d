"""The health check."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stadtgespraech.core import jobs
from stadtgespraech.core.jobs.models import OutgoingMail, Worker

pytestmark = pytest.mark.django_db

WELL = {
    "ok": True,
    "database": True,
    "worker": True,
    "oldest_job_seconds": 0,
    "oldest_mail_seconds": 0,
    "failed_jobs": 0,
    "unclear_mails": 0,
}


def sign_on(*, seconds: float = 30) -> None:
    now = timezone.now()
    Worker.objects.create(pk="w", host="here", process=1, started_at=now, lease_until=now + timedelta(seconds=seconds))


def ask(client: Client) -> tuple[int, dict[str, Any]]:
    answer = client.get("/gesund")
    return answer.status_code, answer.json()


def test_all_is_well(client: Client) -> None:
    sign_on()
    assert ask(client) == (200, WELL)


def test_no_worker(client: Client) -> None:
    sign_on(seconds=-1)
    assert ask(client) == (503, WELL | {"ok": False, "worker": False})


def test_work_that_nobody_does(client: Client) -> None:
    sign_on()
    jobs.send_mail(key="one", to="anna@example.org", subject="a", body="b", now=timezone.now() - timedelta(hours=1))
    status, found = ask(client)
    assert (status, found["ok"], 3600 <= found["oldest_mail_seconds"] < 3660) == (503, False, True)


def test_an_unclear_mail_is_shown_but_no_alarm(client: Client) -> None:
    sign_on()
    jobs.send_mail(key="one", to="anna@example.org", subject="a", body="b")
    OutgoingMail.objects.update(state="unclear")
    assert ask(client) == (200, WELL | {"unclear_mails": 1})


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/gesund").status_code == 405
