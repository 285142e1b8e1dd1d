"""Tidying up after forms, by the clock."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils import timezone

from stadtgespraech.core import jobs
from stadtgespraech.core.web.models import Submission

# Longer than anybody leaves a page open, or a phone without a network.
RECEIPTS_KEPT = timedelta(days=30)


@jobs.job(daily_at=time(3, 30))
def delete_old_receipts() -> None:
    """Delete receipts of forms that nobody can still be sending again."""
    Submission.objects.filter(at__lt=timezone.now() - RECEIPTS_KEPT).delete()
