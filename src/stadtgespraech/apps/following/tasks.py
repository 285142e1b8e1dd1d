"""Telling followers, by the clock."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils import timezone

from stadtgespraech.apps.following import actions
from stadtgespraech.apps.following.models import Follow
from stadtgespraech.core import jobs


# Not in one transaction: each batch of followers is one of its own, and running twice tells nobody twice.
@jobs.job(every=timedelta(minutes=5), one_transaction=False)
def tell_at_once() -> None:
    """Write to those who want to know at once."""
    actions.tell_news(now=timezone.now(), pace=Follow.Pace.AT_ONCE)


@jobs.job(daily_at=time(7, 0), one_transaction=False)
def send_digests() -> None:
    """Write to everybody who has news, once a day."""
    actions.tell_news(now=timezone.now(), pace=Follow.Pace.DIGEST)


@jobs.job(daily_at=time(3, 30))
def forget_unconfirmed() -> None:
    """Forget addresses that nobody confirmed."""
    actions.forget_unconfirmed(now=timezone.now())
