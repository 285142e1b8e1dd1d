"""Jobs by the clock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from stadtgespraech.core.jobs import clock
from stadtgespraech.core.jobs.models import ScheduledJob
from stadtgespraech.core.jobs.names import Job, JobOptions, all_jobs

DAILY = JobOptions(daily_at=time(3, 40))
HOURLY = JobOptions(every=timedelta(hours=1))


@pytest.mark.parametrize(
    ("options", "now", "slot"),
    [
        (HOURLY, "2026-11-21T10:59:59+00:00", "2026-11-21T10:00:00+00:00"),
        (HOURLY, "2026-11-21T11:00:00+00:00", "2026-11-21T11:00:00+00:00"),
        # 3:40 in Dortmund is 2:40 UTC in winter and 1:40 UTC in summer.
        (DAILY, "2026-11-21T02:39:59+00:00", "2026-11-20T02:40:00+00:00"),
        (DAILY, "2026-11-21T02:40:00+00:00", "2026-11-21T02:40:00+00:00"),
        (DAILY, "2026-07-01T01:40:00+00:00", "2026-07-01T01:40:00+00:00"),
        # The nights in which the clocks change.
        (DAILY, "2026-03-29T01:40:00+00:00", "2026-03-29T01:40:00+00:00"),
        (DAILY, "2026-10-25T02:39:00+00:00", "2026-10-24T01:40:00+00:00"),
        (DAILY, "2026-10-25T02:40:00+00:00", "2026-10-25T02:40:00+00:00"),
    ],
)
def test_slots(options: JobOptions, now: str, slot: str) -> None:
    assert clock.slot_of(options, datetime.fromisoformat(now)) == datetime.fromisoformat(slot)


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def queued() -> dict[str, int]:
    names = [path.rsplit(".", 1)[1] for path in DBTaskResult.objects.values_list("task_path", flat=True)]
    return {name: names.count(name) for name in ("erase_old_mails", "delete_old_results")}


@pytest.mark.django_db
def test_each_slot_is_run_once_and_missed_ones_are_made_up_for_once() -> None:
    seen = []
    for now in (at(1), at(1), at(2, 1), at(2), at(2), at(9), at(9)):
        clock.tick(now)
        seen.append(queued()["erase_old_mails"])
    assert seen == [0, 0, 0, 1, 1, 2, 2]


@pytest.mark.django_db
def test_a_clock_set_back_runs_nothing_again() -> None:
    for now in (at(1), at(2), at(1), at(2)):
        clock.tick(now)
    assert queued() == {"erase_old_mails": 1, "delete_old_results": 1}


def _two_clocks_queue(queue_once: Callable[[str, Job, datetime], bool]) -> list[bool]:
    """Both have read the old slot before either of them writes."""
    name, slot = "jobs.erase_old_mails", at(2)
    ScheduledJob.objects.create(name=name, last_slot=at(1))
    ready = threading.Barrier(2, timeout=20)
    won: list[bool] = []

    def one() -> None:
        ready.wait()
        won.append(queue_once(name, all_jobs()[name], slot))
        connection.close()

    threads = [threading.Thread(target=one) for _clock in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(won)


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_queue_a_slot_once() -> None:
    assert _two_clocks_queue(clock._queue) == [False, True]
    assert queued()["erase_old_mails"] == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_condition_the_slot_is_queued_twice() -> None:
    @transaction.atomic
    def queue_without_condition(name: str, job: Job, slot: datetime) -> bool:
        ScheduledJob.objects.filter(name=name).update(last_slot=slot)
        job.enqueue()
        return True

    assert _two_clocks_queue(queue_without_condition) == [True, True]
    assert queued()["erase_old_mails"] == 2


@pytest.mark.django_db(transaction=True)
def test_a_slot_whose_transaction_failed_is_run_by_the_next_tick() -> None:
    clock.tick(at(1))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        clock.tick(at(2))
        raise ZeroDivisionError
    assert queued()["erase_old_mails"] == 0
    clock.tick(at(2))
    assert queued()["erase_old_mails"] == 1
