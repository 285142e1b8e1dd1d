"""What the council does later."""

from __future__ import annotations

from django.utils import timezone

from stadtgespraech.apps.council import actions
from stadtgespraech.apps.indicators.models import Indicator
from stadtgespraech.core import jobs


@jobs.job()
def measure_again(indicator_id: int) -> None:
    """Bring the resolutions on the thread up to date after an indicator was given to another project."""
    indicator = Indicator.objects.filter(pk=indicator_id).first()
    if indicator is not None:
        actions.measure_again(indicator=indicator, now=timezone.now())
