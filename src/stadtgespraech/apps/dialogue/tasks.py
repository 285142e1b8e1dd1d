"""What the dialogue does by the clock."""

from __future__ import annotations

from datetime import time

from django.utils import timezone

from stadtgespraech.apps.dialogue import actions
from stadtgespraech.core import jobs


@jobs.job(daily_at=time(3, 40))
def delete_old_registrations() -> None:
    """Forget who came to events that are over."""
    actions.delete_old_registrations(now=timezone.now())
