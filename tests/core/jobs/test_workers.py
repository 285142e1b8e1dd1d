"""Real workers as processes, one of them killed."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from stadtgespraech.core import jobs
from stadtgespraech.core.jobs import outbox
from stadtgespraech.core.jobs.models import OutgoingMail, Worker
from tests.core.jobs import sample_tasks
from tests.core.jobs.smtp_server import smtp_server
from tests.core.jobs.workers import lines, wait_until, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def states() -> list[tuple[str, int]]:
    return [(row.status, len(row.worker_ids)) for row in DBTaskResult.objects.all()]


def test_two_workers_share_the_work(subprocess_environment: dict[str, str], tmp_path: Path) -> None:
    for number in range(60):
        sample_tasks.write_line.enqueue(file=str(tmp_path / "log"), line=str(number))
    with (
        worker(subprocess_environment, "--until-empty") as first,
        worker(subprocess_environment, "--until-empty") as second,
    ):
        assert (first.wait(30), second.wait(30)) == (0, 0)
    assert sorted(lines(tmp_path / "log"), key=int) == [str(number) for number in range(60)]
    assert (states(), Worker.objects.count()) == ([("SUCCESSFUL", 1)] * 60, 0)


def test_the_job_of_a_killed_worker_is_run_by_another(subprocess_environment: dict[str, str], tmp_path: Path) -> None:
    log, go = tmp_path / "log", tmp_path / "go"
    sample_tasks.wait_for_file.enqueue(file=str(log), wait_for=str(go))
    with worker(subprocess_environment) as first:
        wait_until(lambda: lines(log) == ["started"])
        first.send_signal(signal.SIGKILL)
        first.wait()
        go.touch()
        with worker(subprocess_environment):
            wait_until(lambda: states() == [("SUCCESSFUL", 2)])
    assert lines(log) == ["started", "started", "finished"]


def test_a_long_job_keeps_its_lease(subprocess_environment: dict[str, str], tmp_path: Path) -> None:
    log, go = tmp_path / "log", tmp_path / "go"
    sample_tasks.wait_for_file.enqueue(file=str(log), wait_for=str(go))
    with worker(subprocess_environment, lease=0.6) as first, worker(subprocess_environment, lease=0.6):
        wait_until(lambda: lines(log) == ["started"])
        threading.Event().wait(2.0)  # more than three leases
        go.touch()
        wait_until(lambda: states() == [("SUCCESSFUL", 1)])
        assert (lines(log), first.poll()) == (["started", "finished"], None)


def test_what_a_killed_job_wrote_does_not_count(subprocess_environment: dict[str, str], tmp_path: Path) -> None:
    log, go = tmp_path / "log", tmp_path / "go"
    sample_tasks.queue_a_mail_then_wait.enqueue(file=str(log), wait_for=str(go))
    with worker(subprocess_environment) as first:
        wait_until(lambda: lines(log) == ["wrote, 1 mails"])
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert OutgoingMail.objects.count() == 0
    go.touch()
    with worker(subprocess_environment):
        wait_until(lambda: states() == [("SUCCESSFUL", 2)])
    assert (lines(log), OutgoingMail.objects.count()) == (["wrote, 1 mails", "wrote, 1 mails"], 1)


def test_a_job_that_kills_its_worker_is_given_up(subprocess_environment: dict[str, str], tmp_path: Path) -> None:
    sample_tasks.kill_the_worker.enqueue(file=str(tmp_path / "log"))
    for _worker in range(2):
        with worker(subprocess_environment) as victim:
            assert victim.wait(20) == -signal.SIGKILL
    with worker(subprocess_environment):
        wait_until(lambda: states() == [("FAILED", 2)])
    assert lines(tmp_path / "log") == ["tried", "tried"]


def test_a_worker_that_is_asked_to_stop_finishes_its_job(
    subprocess_environment: dict[str, str], tmp_path: Path
) -> None:
    log, go = tmp_path / "log", tmp_path / "go"
    sample_tasks.wait_for_file.enqueue(file=str(log), wait_for=str(go))
    sample_tasks.write_line.enqueue(file=str(log), line="next")
    with worker(subprocess_environment) as first:
        wait_until(lambda: lines(log) == ["started"])
        first.send_signal(signal.SIGTERM)
        threading.Event().wait(0.3)
        assert first.poll() is None
        go.touch()
        assert first.wait(20) == 0
    assert (lines(log), sorted(states()), Worker.objects.count()) == (
        ["started", "finished"],
        [("READY", 0), ("SUCCESSFUL", 1)],
        0,
    )


def _kill_while_sending(environment: dict[str, str]) -> list[str]:
    """Kill a worker after the mail server has the mail and before the worker knows; then let another one work."""
    with smtp_server() as server:
        environment |= {"STADTGESPRAECH_SMTP_HOST": "127.0.0.1", "STADTGESPRAECH_SMTP_PORT": str(server.port)}
        server.wait_after_content = threading.Event()
        with worker(environment) as first:
            assert server.got_content.wait(20)
            first.send_signal(signal.SIGKILL)
            first.wait()
        server.wait_after_content.set()
        with worker(environment):
            wait_until(lambda: not OutgoingMail.objects.filter(state__in=("queued", "sending")).exists())
        return server.received


def test_a_mail_is_not_sent_twice_when_its_worker_is_killed(subprocess_environment: dict[str, str]) -> None:
    jobs.send_mail(key="one", to="anna@example.org", subject="a", body="b")
    received = _kill_while_sending(subprocess_environment)
    assert (len(received), OutgoingMail.objects.get().state) == (1, "unclear")


def test_control_a_mail_that_is_queued_again_is_sent_twice(subprocess_environment: dict[str, str]) -> None:
    """What would happen if the reaper treated mails like jobs: shows that the test above can fail."""
    jobs.send_mail(key="one", to="anna@example.org", subject="a", body="b")
    received = _kill_while_sending(subprocess_environment)
    assert outbox.send_again("one", now=timezone.now())
    with smtp_server() as server:
        subprocess_environment |= {
            "STADTGESPRAECH_SMTP_HOST": "127.0.0.1",
            "STADTGESPRAECH_SMTP_PORT": str(server.port),
        }
        with worker(subprocess_environment, "--until-empty") as second:
            assert second.wait(20) == 0
        assert len(received + server.received) == 2
