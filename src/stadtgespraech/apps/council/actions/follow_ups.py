"""What a resolution asks of the units, and what they report. The resolution is locked first: its line counts them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from stadtgespraech.apps.council.actions.refusals import ReasonMissing
from stadtgespraech.apps.council.actions.resolutions import locked_resolution
from stadtgespraech.apps.council.models import FollowUp, FollowUpReport, Resolution
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.languages import Translated

State = FollowUp.State
FINISHED = frozenset({State.DONE, State.DROPPED})


@transaction.atomic
def add_follow_up(
    *, resolution: Resolution, what: Translated, unit: Unit, deadline: date, by: Any, now: datetime
) -> FollowUp:
    """Give a unit something to do that follows from a resolution.

    Raises:
        NotAllowed: ``by`` works neither in the strategy office nor in the committee office.
        TakenBack: the resolution was taken back.
    """
    resolution = locked_resolution(resolution)
    access.require(by, "council.add_follow_up", resolution)
    item = FollowUp.objects.create(
        resolution=resolution,
        what=what,
        unit=unit,
        deadline=deadline,
        is_example=resolution.is_example or by.is_example,
    )
    _record("follow_up.added", item, by=by, now=now, unit=unit.number, deadline=deadline)
    return item


@transaction.atomic
def change_follow_up(
    *, follow_up: FollowUp, what: Translated, unit: Unit, deadline: date, reason: str, by: Any, now: datetime
) -> FollowUp:
    """Change the words, the unit or the deadline of a follow-up item.

    Args:
        reason: why; needed for another deadline, and kept among the reports.
    Raises:
        NotAllowed: see :func:`add_follow_up`.
        ReasonMissing: another deadline without a reason.
        TakenBack: the resolution was taken back.
    """
    item = _locked(follow_up)
    access.require(by, "council.change_follow_up", item)
    wanted = {"what": what, "unit": unit, "deadline": deadline}
    changed = sorted(name for name, value in wanted.items() if getattr(item, name) != value)
    if not changed:
        return item
    facts: dict[str, Any] = {}
    if "deadline" in changed:
        if not reason.strip():
            raise ReasonMissing
        facts = {"before": item.deadline, "deadline": deadline}
    if "unit" in changed:
        facts["unit"] = unit.number
    for name in changed:
        setattr(item, name, wanted[name])
    item.save(update_fields=changed)
    if reason.strip():
        _keep_report(item, reason, by=by, now=now)
    _record("follow_up.changed", item, by=by, now=now, fields=changed, **facts)
    return item


@transaction.atomic
def report_follow_up(*, follow_up: FollowUp, state: str, reason: str, by: Any, now: datetime) -> FollowUp:
    """Say how far a follow-up item is.

    Args:
        reason: in words; needed for what is dropped, and for what is late and not done.
    Raises:
        NotAllowed: ``by`` works neither in one of the two offices nor for the unit that has to do it.
        ReasonMissing: see above.
        TakenBack: the resolution was taken back.
    """
    item = _locked(follow_up)
    access.require(by, "council.report_follow_up", item)
    today, reason = timezone.localdate(now), reason.strip()
    if not reason and (state == State.DROPPED or (state != State.DONE and item.deadline < today)):
        raise ReasonMissing
    if (item.state, item.reason) == (state, reason):
        return item
    before = item.state
    item.state, item.reason, item.reported_on = state, reason, today
    item.finished_on = (item.finished_on if before == state else today) if state in FINISHED else None
    item.save(update_fields=["state", "reason", "reported_on", "finished_on"])
    _keep_report(item, reason, by=by, now=now)
    _record("follow_up.reported", item, by=by, now=now, before=before, state=state, unit=item.unit.number)
    return item


def _locked(follow_up: FollowUp) -> FollowUp:
    locked_resolution(follow_up.resolution)
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("resolution", "unit")
    item = rows.filter(pk=follow_up.pk).first()
    if item is None:
        raise NotFound
    return item


def _keep_report(item: FollowUp, reason: str, *, by: Any, now: datetime) -> None:
    # In whose name: the unit that has to do it, or an office.
    unit = item.unit if item.unit_id in access.units_of(by) else None
    FollowUpReport.objects.create(
        follow_up=item, state=item.state, deadline=item.deadline, reason=reason, unit=unit, by=by, at=now
    )


def _record(kind: str, item: FollowUp, *, by: Any, now: datetime, **facts: Any) -> None:
    thread.put(item.resolution, at=now)
    journal.record(kind, subject=item.resolution, by=by, at=now, follow_up=item.pk, example=item.is_example, **facts)
