"""Tidying up after sign-in, by the clock."""

from __future__ import annotations

from datetime import time

from django.utils import timezone

from stadtgespraech.apps.people import actions, limits
from stadtgespraech.core import jobs


@jobs.job(daily_at=time(3, 20))
def delete_leftovers() -> None:
    """Delete expired sessions, attempts that no longer count, and accounts whose address nobody ever confirmed."""
    now = timezone.now()
    limits.delete_old(now=now)
    actions.delete_expired_sessions(now=now)
    actions.delete_unconfirmed_accounts(now=now)
