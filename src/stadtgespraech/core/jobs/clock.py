"""The clock: queues the jobs that run by time. Every slot is run once, with any number of workers."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from stadtgespraech.core.jobs.models import ScheduledJob
from stadtgespraech.core.jobs.names import Job, JobOptions, all_jobs, options_of


def slot_of(options: JobOptions, now: datetime) -> datetime:
    """The newest slot that has begun."""
    if options.every is not None:
        length = options.every.total_seconds()
        return datetime.fromtimestamp(now.timestamp() // length * length, tz=UTC)
    local = timezone.localtime(now)
    at = options.daily_at or time(0)
    slot = datetime.combine(local.date(), at, tzinfo=local.tzinfo)
    if slot > local:
        slot = datetime.combine(local.date() - timedelta(days=1), at, tzinfo=local.tzinfo)
    return slot.astimezone(UTC)


def tick(now: datetime) -> list[str]:
    """Queue every job whose slot has begun since it was queued last.

    Slots missed while no worker ran are made up for by one run, not by many. A job that the clock sees
    for the first time waits for its next slot.

    Returns:
        Names of the jobs queued.
    """
    scheduled = {name: job for name, job in all_jobs().items() if options_of(job.module_path).by_the_clock}
    slots = {name: slot_of(options_of(job.module_path), now) for name, job in scheduled.items()}
    known = dict(ScheduledJob.objects.filter(name__in=slots).values_list("name", "last_slot"))
    for name in slots.keys() - known.keys():
        ScheduledJob.objects.get_or_create(name=name, defaults={"last_slot": slots[name]})
    due = [name for name, last in known.items() if last < slots[name]]
    return [name for name in sorted(due) if _queue(name, scheduled[name], slots[name])]


@transaction.atomic
def _queue(name: str, job: Job, slot: datetime) -> bool:
    # The condition is what makes two clocks at once safe; it also holds when the clock is set back.
    won = ScheduledJob.objects.filter(name=name, last_slot__lt=slot).update(last_slot=slot)
    if won:
        job.enqueue()
    return bool(won)
