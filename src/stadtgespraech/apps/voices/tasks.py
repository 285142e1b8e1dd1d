"""Looking at the deadlines, by the clock."""

from __future__ import annotations

from datetime import time

from django.utils import timezone

from stadtgespraech.apps.voices import actions
from stadtgespraech.core import jobs


@jobs.job(daily_at=time(6, 30))
def escalate_overdue() -> None:
    """Tell the sponsors of answers that are overdue."""
    actions.escalate_overdue(now=timezone.now())
