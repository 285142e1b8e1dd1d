"""Workers are killed again and again: jobs have their effect once, mails leave at most once, nothing is lost."""

from __future__ import annotations

import random
import re
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from stadtgespraech.core import jobs
from stadtgespraech.core.jobs import outbox
from stadtgespraech.core.jobs.models import OutgoingMail, Worker
from tests.core.jobs import sample_tasks
from tests.core.jobs.smtp_server import Behaviour, smtp_server
from tests.core.jobs.workers import start_worker, wait_until

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
KILLS = 25
WORKERS = 3
JOBS = 400
MAILS = 400


@contextmanager
def killed_workers(environment: dict[str, str]) -> Iterator[Callable[[], None]]:
    """Three workers; each call of what is yielded kills one of them and starts another."""
    chance = random.Random(5)
    workers = [start_worker(environment) for _worker in range(WORKERS)]

    def kill_one() -> None:
        place = chance.randrange(WORKERS)
        # One that is at work, not one that is still starting.
        wait_until(lambda: Worker.objects.filter(process=workers[place].pid).exists())
        time.sleep(chance.uniform(0.05, 0.5))
        workers[place].kill()
        workers[place].wait()
        workers[place] = start_worker(environment)

    try:
        yield kill_one
    finally:
        stop(workers)


def stop(workers: list[subprocess.Popen[bytes]]) -> None:
    for worker in workers:
        worker.kill()
    for worker in workers:
        worker.wait()


def run_under_fire(environment: dict[str, str], job: jobs.names.Job) -> Counter[str]:
    """How often each of 400 jobs had its effect."""
    # Nobody sends what the jobs put into the outbox: there is no mail server.
    environment = environment | {"STADTGESPRAECH_SMTP_PORT": "1"}
    for number in range(JOBS):
        job.enqueue(number=number)
    with killed_workers(environment) as kill_one:
        for _kill in range(KILLS):
            kill_one()
        wait_until(lambda: DBTaskResult.objects.successful().count() == JOBS, seconds=180)
    return Counter(OutgoingMail.objects.values_list("subject", flat=True))


def test_jobs_that_only_write_to_the_database_have_their_effect_once(subprocess_environment: dict[str, str]) -> None:
    effects = run_under_fire(subprocess_environment, sample_tasks.count_once)
    attempts = Counter(len(row.worker_ids) for row in DBTaskResult.objects.all())
    print(f"\n{KILLS} kills, {JOBS} jobs, attempts {dict(attempts)}, effects {effects.total()}")
    assert effects == Counter(str(number) for number in range(JOBS))
    assert attempts.keys() > {1}  # some really were killed in the middle


def test_control_without_the_common_transaction_effects_are_doubled(subprocess_environment: dict[str, str]) -> None:
    effects = run_under_fire(subprocess_environment, sample_tasks.count_at_least_once)
    print(f"\nControl: {KILLS} kills, {JOBS} jobs, effects {effects.total()}")
    assert (len(effects), effects.total() > JOBS) == (JOBS, True)


def send_under_fire(environment: dict[str, str], server: Behaviour) -> Counter[str]:
    """How often the mail server got each of 400 mails."""
    environment = environment | {"STADTGESPRAECH_SMTP_HOST": "127.0.0.1", "STADTGESPRAECH_SMTP_PORT": str(server.port)}
    server.slow_answer = 0.1
    for number in range(MAILS):
        jobs.send_mail(key=f"mail-{number}", to=f"resident-{number}@example.org", subject="Hello", body="Hello")
    with killed_workers(environment) as kill_one:
        for _kill in range(KILLS):
            kill_one()
        wait_until(lambda: not OutgoingMail.objects.filter(state__in=("queued", "sending")).exists(), seconds=180)
    return Counter(re.findall(r"^To: resident-(\d+)@", "\n".join(server.received), re.MULTILINE))


def test_mails_leave_at_most_once_and_none_is_lost(subprocess_environment: dict[str, str]) -> None:
    with smtp_server() as server:
        received = send_under_fire(subprocess_environment, server)
    states = Counter(OutgoingMail.objects.values_list("state", flat=True))
    print(f"\n{KILLS} kills, {MAILS} mails, received {received.total()}, states {dict(states)}")
    assert (max(received.values()), states.total(), set(states) - {"sent", "unclear"}) == (1, MAILS, set())
    assert len(received) >= states["sent"]  # what is called sent has arrived; unclear ones may have
    assert {f"mail-{number}" for number in range(MAILS) if str(number) not in received} <= set(
        OutgoingMail.objects.filter(state="unclear").values_list("key", flat=True)
    )


def test_control_sending_unclear_mails_again_doubles_some(subprocess_environment: dict[str, str]) -> None:
    with smtp_server() as server:
        first = send_under_fire(subprocess_environment, server)
        for key in OutgoingMail.objects.filter(state="unclear").values_list("key", flat=True):
            outbox.send_again(key, now=timezone.now() - timedelta(seconds=1))
        address = {"STADTGESPRAECH_SMTP_HOST": "127.0.0.1", "STADTGESPRAECH_SMTP_PORT": str(server.port)}
        start_worker(subprocess_environment | address, "--until-empty").wait(60)
        received = Counter(re.findall(r"^To: resident-(\d+)@", "\n".join(server.received), re.MULTILINE))
    print(f"\nControl: received {first.total()}, then {received.total()} of {MAILS}")
    assert (len(received), received.total() > MAILS) == (MAILS, True)
