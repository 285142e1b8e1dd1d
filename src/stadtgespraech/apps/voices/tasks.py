"""What voices do by the clock: deadlines, and tidying up."""

from __future__ import annotations

from datetime import time

from django.utils import timezone

from stadtgespraech.apps.voices import actions
from stadtgespraech.apps.voices.actions.attaching import delete_left_over_pictures
from stadtgespraech.apps.voices.actions.complaining import forget_complaints
from stadtgespraech.core import jobs


@jobs.job(daily_at=time(6, 30))
def escalate_overdue() -> None:
    """Tell the sponsors of answers that are overdue."""
    actions.escalate_overdue(now=timezone.now())


@jobs.job(daily_at=time(3, 40))
def delete_old_complaints() -> None:
    """Complaints that were closed long ago."""
    forget_complaints(now=timezone.now())


# Files know no transaction; running it twice does no harm.
@jobs.job(daily_at=time(3, 45), one_transaction=False)
def delete_lost_pictures() -> None:
    """Pictures of withdrawn voices, and files that no row names."""
    delete_left_over_pictures(now=timezone.now())
