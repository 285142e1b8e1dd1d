"""Jobs that only tests run."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from stadtgespraech.core import jobs
from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.jobs.models import OutgoingMail


def _append(file: str, line: str) -> None:
    with Path(file).open("a") as lines:
        lines.write(f"{line}\n")


@jobs.job
def write_line(*, file: str, line: str) -> None:
    _append(file, line)


@jobs.job(retries=2)
def fail_often(*, file: str, times: int) -> None:
    _append(file, "tried")
    if len(Path(file).read_text().splitlines()) <= times:
        raise RuntimeError("not yet")


@jobs.job(retries=5)
def refuse(*, file: str) -> None:
    _append(file, "tried")
    raise NotFound


@jobs.job(retries=1, one_transaction=False)
def kill_the_worker(*, file: str) -> None:
    _append(file, "tried")
    os.kill(os.getpid(), signal.SIGKILL)


@jobs.job(one_transaction=False)
def wait_for_file(*, file: str, wait_for: str) -> None:
    _append(file, "started")
    while not Path(wait_for).exists():
        time.sleep(0.02)
    _append(file, "finished")


@jobs.job
def queue_a_mail_then_wait(*, file: str, wait_for: str) -> None:
    """Writes to the database, then takes its time before the end of its transaction."""
    jobs.send_mail(key=f"sample-{time.monotonic_ns()}", to="a@example.org", subject="a", body="a")
    _append(file, f"wrote, {OutgoingMail.objects.count()} mails")
    while not Path(wait_for).exists():
        time.sleep(0.02)


@jobs.job(retries=50)
def count_once(*, number: int) -> None:
    """Leaves a row that nothing but the job's transaction keeps from being doubled."""
    jobs.send_mail(
        key=f"count-{number}-{time.monotonic_ns()}-{os.getpid()}", to="count@example.org", subject=str(number), body=""
    )
    time.sleep(0.05)


@jobs.job(retries=50, one_transaction=False)
def count_at_least_once(*, number: int) -> None:
    """The same without the promise: its change is committed before its end is noted."""
    count_once.func(number=number)
