"""Is everything running? One answer for monitoring and for people."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError
from django.db.models import Min
from django_tasks_db.models import DBTaskResult

from stadtgespraech.core.jobs.models import OutgoingMail, Worker

# Longer than the worker takes for a busy minute, shorter than anybody's patience.
PATIENCE = timedelta(minutes=15)


@dataclass(frozen=True)
class Health:
    """What monitoring asks.

    Attributes:
        worker: at least one worker has a valid lease.
        oldest_job_seconds: how long the oldest job that is due has waited.
        oldest_mail_seconds: the same for mails.
        failed_jobs: jobs given up for good and not yet cleared away.
        unclear_mails: mails of which nobody knows whether they arrived.
    """

    database: bool
    worker: bool = False
    oldest_job_seconds: int = 0
    oldest_mail_seconds: int = 0
    failed_jobs: int = 0
    unclear_mails: int = 0

    @property
    def ok(self) -> bool:
        patience = PATIENCE.total_seconds()
        return self.database and self.worker and max(self.oldest_job_seconds, self.oldest_mail_seconds) <= patience

    def as_dict(self) -> dict[str, Any]:
        return {"ok": self.ok, **asdict(self)}


def health(now: datetime) -> Health:
    """Look at the database and the workers; never raises."""
    try:
        queued = DBTaskResult.objects.ready().order_by().aggregate(oldest=Min("enqueued_at"))["oldest"]
        mail = OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED).aggregate(oldest=Min("created_at"))[
            "oldest"
        ]
        return Health(
            database=True,
            worker=Worker.objects.filter(lease_until__gte=now).exists(),
            oldest_job_seconds=_seconds_since(queued, now),
            oldest_mail_seconds=_seconds_since(mail, now),
            failed_jobs=DBTaskResult.objects.failed().count(),
            unclear_mails=OutgoingMail.objects.filter(state=OutgoingMail.State.UNCLEAR, erased_at=None).count(),
        )
    except DatabaseError:
        return Health(database=False)


def _seconds_since(moment: datetime | None, now: datetime) -> int:
    return max(0, int((now - moment).total_seconds())) if moment else 0
