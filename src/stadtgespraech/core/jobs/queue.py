"""Taking jobs from the queue, running them, and giving up on those of dead workers."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from traceback import format_exception

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from stadtgespraech.core.errors import HouseError
from stadtgespraech.core.jobs import outbox
from stadtgespraech.core.jobs.models import Worker
from stadtgespraech.core.jobs.names import JobOptions, options_of

logger = logging.getLogger("stadtgespraech.jobs")


class LeaseLost(Exception):
    """Another worker was given this job because ours seemed dead; our changes must not count."""


@dataclass(frozen=True)
class Backoff:
    """Waiting times between the attempts of a failing job: first, four times that, … at most an hour."""

    first: timedelta = timedelta(seconds=10)

    def after(self, attempts: int) -> timedelta:
        return min(self.first * 4 ** min(attempts - 1, 10), timedelta(hours=1))


def claim(*, worker_id: str) -> DBTaskResult | None:
    """Take the next job that is due."""
    ready = DBTaskResult.objects.ready()
    if not ready.exists():  # spares SQLite's one write lock when there is nothing to do
        return None
    with transaction.atomic(durable=True):
        queued = ready.get_locked()
        if queued is not None:
            queued.claim(worker_id)
    return queued


def run(queued: DBTaskResult, *, backoff: Backoff) -> None:
    """Run a claimed job and note its end."""
    options = JobOptions(retries=0)
    try:
        task = queued.task
        options = options_of(task.module_path)
        arguments, named = queued.args_kwargs["args"], queued.args_kwargs["kwargs"]
        if options.one_transaction:
            with transaction.atomic(durable=True):
                task.call(*arguments, **named)
                _succeed(queued)
        else:
            task.call(*arguments, **named)
            _succeed(queued)
    except LeaseLost:
        logger.warning(
            "Job %s (%s): this worker was given up meanwhile; its result does not count.", queued.task_path, queued.id
        )
    except (Exception, SystemExit) as error:
        _fail(queued, error, options=options, backoff=backoff)


def _still_ours(queued: DBTaskResult) -> QuerySet[DBTaskResult]:
    # A job that was given to somebody else has another start.
    return DBTaskResult.objects.filter(pk=queued.pk, status=TaskResultStatus.RUNNING, started_at=queued.started_at)


def _succeed(queued: DBTaskResult) -> None:
    done = {
        "status": TaskResultStatus.SUCCESSFUL,
        "finished_at": timezone.now(),
        "exception_class_path": "",
        "traceback": "",
    }
    if not _still_ours(queued).update(**done):
        raise LeaseLost


def _fail(queued: DBTaskResult, error: BaseException, *, options: JobOptions, backoff: Backoff) -> None:
    # What the house itself refuses (gone meanwhile, not allowed) or can't find will not change by waiting.
    hopeless = isinstance(error, HouseError | ImportError | SuspiciousOperation)
    _put_back(
        queued,
        hopeless=hopeless,
        retries=options.retries,
        backoff=backoff,
        error=error,
        trace="".join(format_exception(error)),
    )


def _put_back(
    queued: DBTaskResult, *, hopeless: bool, retries: int, backoff: Backoff, error: BaseException | None, trace: str
) -> None:
    """Queue a job again, or fail it for good."""
    attempts = len(queued.worker_ids)
    now = timezone.now()
    kind = f"{type(error).__module__}.{type(error).__qualname__}" if error is not None else ""
    if hopeless or attempts > retries:
        logger.error("Job %s (%s) failed for good after %d attempts.\n%s", queued.task_path, queued.id, attempts, trace)
        _still_ours(queued).update(
            status=TaskResultStatus.FAILED, finished_at=now, exception_class_path=kind, traceback=trace
        )
    else:
        wait = backoff.after(attempts)
        logger.warning(
            "Job %s (%s): attempt %d failed, next one in %s.\n%s", queued.task_path, queued.id, attempts, wait, trace
        )
        _still_ours(queued).update(
            status=TaskResultStatus.READY, run_after=now + wait, exception_class_path=kind, traceback=trace
        )


def reap(*, now: datetime, own_id: str) -> int:
    """Queue the jobs of dead workers again and mark their half-sent mails as unclear.

    Runs between two jobs of the calling worker: what is still marked as its own is left over, too.

    Returns:
        Number of jobs and mails taken from the dead.
    """
    running = list(DBTaskResult.objects.running())  # read before the workers: whoever runs a job has signed on before
    alive = set(Worker.objects.filter(lease_until__gte=now).exclude(pk=own_id).values_list("pk", flat=True))
    orphans = [queued for queued in running if not queued.worker_ids or queued.worker_ids[-1] not in alive]
    for queued in orphans:
        try:
            retries = options_of(queued.task.module_path).retries
        except (ImportError, SuspiciousOperation):
            retries = 0
        _put_back(
            queued,
            hopeless=False,
            retries=retries,
            backoff=Backoff(timedelta(0)),
            error=None,
            trace="The worker died while it ran this job.",
        )
    Worker.objects.filter(lease_until__lt=now).exclude(pk=own_id).delete()
    return len(orphans) + outbox.give_up(living=alive, now=now)
