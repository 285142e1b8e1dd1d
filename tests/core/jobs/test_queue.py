"""Running jobs: once, again, or never again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from stadtgespraech.core.jobs import queue
from stadtgespraech.core.jobs.models import OutgoingMail, Worker
from stadtgespraech.core.jobs.queue import Backoff
from tests.core.jobs import sample_tasks
from tests.core.jobs.workers import lines

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = Backoff(timedelta(0))


def run_all(worker_id: str = "me") -> None:
    while (queued := queue.claim(worker_id=worker_id)) is not None:
        queue.run(queued, backoff=AT_ONCE)


def states() -> list[tuple[str, int]]:
    return [(row.status, len(row.worker_ids)) for row in DBTaskResult.objects.all()]


def sign_on(worker_id: str, *, seconds: float) -> None:
    now = timezone.now()
    Worker.objects.create(
        pk=worker_id, host="here", process=1, started_at=now, lease_until=now + timedelta(seconds=seconds)
    )


def test_a_job_runs_once(tmp_path: Path) -> None:
    sample_tasks.write_line.enqueue(file=str(tmp_path / "log"), line="hello")
    run_all()
    assert (lines(tmp_path / "log"), states()) == (["hello"], [("SUCCESSFUL", 1)])


def test_a_failing_job_is_tried_again_until_it_works(tmp_path: Path) -> None:
    sample_tasks.fail_often.enqueue(file=str(tmp_path / "log"), times=2)
    run_all()
    assert (len(lines(tmp_path / "log")), states()) == (3, [("SUCCESSFUL", 3)])


def test_a_job_that_never_works_is_kept_as_failed_with_its_reason(tmp_path: Path) -> None:
    sample_tasks.fail_often.enqueue(file=str(tmp_path / "log"), times=99)
    run_all()
    assert (len(lines(tmp_path / "log")), states()) == (3, [("FAILED", 3)])
    failed = DBTaskResult.objects.get()
    assert (failed.exception_class_path, "not yet" in failed.traceback) == ("builtins.RuntimeError", True)


def test_what_the_house_refuses_is_not_tried_again(tmp_path: Path) -> None:
    sample_tasks.refuse.enqueue(file=str(tmp_path / "log"))
    run_all()
    assert (lines(tmp_path / "log"), states()) == (["tried"], [("FAILED", 1)])


def test_a_job_that_no_longer_exists_fails_and_the_next_one_runs(tmp_path: Path) -> None:
    sample_tasks.write_line.enqueue(file=str(tmp_path / "log"), line="gone")
    DBTaskResult.objects.update(task_path="tests.core.jobs.sample_tasks.renamed_meanwhile")
    sample_tasks.write_line.enqueue(file=str(tmp_path / "log"), line="next")
    run_all()
    assert (lines(tmp_path / "log"), sorted(states())) == (["next"], [("FAILED", 1), ("SUCCESSFUL", 1)])


def test_the_second_attempt_waits(tmp_path: Path) -> None:
    sample_tasks.fail_often.enqueue(file=str(tmp_path / "log"), times=1)
    queued = queue.claim(worker_id="me")
    assert queued is not None
    queue.run(queued, backoff=Backoff(timedelta(seconds=10)))
    assert queue.claim(worker_id="me") is None
    wait = DBTaskResult.objects.get().run_after - timezone.now()
    assert timedelta(seconds=8) < wait <= timedelta(seconds=10)


def test_waits_grow_to_an_hour() -> None:
    assert [Backoff().after(n).total_seconds() for n in (1, 2, 3, 4, 5, 6, 99)] == [10, 40, 160, 640, 2560, 3600, 3600]


def test_the_job_of_a_dead_worker_runs_again(tmp_path: Path) -> None:
    sample_tasks.write_line.enqueue(file=str(tmp_path / "log"), line="hello")
    sign_on("dead", seconds=-1)
    queue.claim(worker_id="dead")
    assert queue.reap(now=timezone.now(), own_id="me") == 1
    run_all()
    assert (lines(tmp_path / "log"), states(), Worker.objects.count()) == (["hello"], [("SUCCESSFUL", 2)], 0)


def test_the_job_of_a_living_worker_is_left_alone(tmp_path: Path) -> None:
    sample_tasks.write_line.enqueue(file=str(tmp_path / "log"), line="hello")
    sign_on("alive", seconds=30)
    queue.claim(worker_id="alive")
    assert queue.reap(now=timezone.now(), own_id="me") == 0
    run_all()
    assert (lines(tmp_path / "log"), states(), Worker.objects.count()) == ([], [("RUNNING", 1)], 1)


def test_a_job_left_over_by_the_worker_itself_is_found(tmp_path: Path) -> None:
    # The database went away just when its end was to be noted.
    sample_tasks.write_line.enqueue(file=str(tmp_path / "log"), line="hello")
    sign_on("me", seconds=30)
    queue.claim(worker_id="me")
    assert queue.reap(now=timezone.now(), own_id="me") == 1


def test_a_worker_that_was_given_up_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "go").touch()
    sample_tasks.queue_a_mail_then_wait.enqueue(file=str(tmp_path / "log"), wait_for=str(tmp_path / "go"))
    slow = queue.claim(worker_id="slow")
    assert slow is not None
    queue.reap(now=timezone.now(), own_id="other")
    other = queue.claim(worker_id="other")
    assert other is not None
    queue.run(slow, backoff=AT_ONCE)
    assert OutgoingMail.objects.count() == 0
    queue.run(other, backoff=AT_ONCE)
    assert (OutgoingMail.objects.count(), states()) == (1, [("SUCCESSFUL", 2)])
