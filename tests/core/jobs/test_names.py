"""Jobs by name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from stadtgespraech.core import jobs
from stadtgespraech.core.jobs.names import find

SOURCE = Path(__file__).resolve().parents[3] / "src"


def test_every_name_that_is_enqueued_exists() -> None:
    literal = re.compile(r"\benqueue\(\s*\"([^\"]+)\"")
    used = {name for file in SOURCE.rglob("*.py") for name in literal.findall(file.read_text(encoding="utf-8"))}
    assert used - set(jobs.known_names()) == set()


def test_known_names_can_be_found() -> None:
    assert {"jobs.erase_old_mails", "jobs.delete_old_results"} <= set(jobs.known_names())
    assert [find(name).name for name in jobs.known_names()] == [name.split(".")[1] for name in jobs.known_names()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["nowhere.send", "jobs.nothing", "jobs", "jobs.timedelta", "auth.anything", "sessions.x", ""]
)
def test_an_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(jobs.UnknownJob):
        jobs.enqueue(name)
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db
def test_a_job_exists_only_if_its_change_does() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.enqueue("jobs.erase_old_mails")
        raise ZeroDivisionError
    assert DBTaskResult.objects.count() == 0
    with transaction.atomic():
        jobs.enqueue("jobs.erase_old_mails")
    assert list(DBTaskResult.objects.values_list("task_path", flat=True)) == [
        "stadtgespraech.core.jobs.tasks.erase_old_mails"
    ]
