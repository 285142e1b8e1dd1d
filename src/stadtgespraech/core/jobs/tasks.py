"""The house's own jobs by the clock."""

from __future__ import annotations

from datetime import time, timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from stadtgespraech.core.jobs import outbox
from stadtgespraech.core.jobs.names import job

# Failed jobs are kept longer: somebody may still want to know why.
DONE_KEPT = timedelta(days=7)
FAILED_KEPT = timedelta(days=90)


@job(daily_at=time(3, 40))
def erase_old_mails() -> None:
    """Erase text and address of mails that are over for longer than STADTGESPRAECH_MAIL_KEPT_DAYS."""
    now = timezone.now()
    outbox.erase_over_before(now - timedelta(days=settings.MAIL_KEPT_DAYS), now=now)


@job(daily_at=time(3, 50))
def delete_old_results() -> None:
    """Delete the records of jobs that ended long ago."""
    now = timezone.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - DONE_KEPT).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - FAILED_KEPT).delete()
