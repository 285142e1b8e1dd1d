"""What a body decided: entered with the result of the deciding consultation, changed, taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from stadtgespraech.apps.council.actions.refusals import ReasonMissing, ResultMeanwhile, TakenBack
from stadtgespraech.apps.council.models import MEASURED_BY, Consultation, Paper, Resolution
from stadtgespraech.apps.council.queries.sources import (
    indicators_of_sources,
    measures_of,
    resolutions_to_measure,
)
from stadtgespraech.apps.indicators.models import Indicator
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.locking import locked
from stadtgespraech.core.text.slugs import free_slug

# Leaves room in the column for "-beschluss-2".
LONGEST_STEM = 100


def decide(step: Consultation, paper: Paper, *, texts: dict[str, Translated], by: Any, now: datetime) -> Resolution:
    """The resolution of a deciding consultation whose result has just been written; part of that action.

    Args:
        step: locked, with its new result and day.
        texts: ``text`` and ``conditions``, as far as somebody typed them.
    Raises:
        ResultMeanwhile: somebody else entered one for this consultation.
    """
    current = step.resolutions.filter(archived_at=None).first()
    facts: dict[str, Any] = {"body": step.body, "on": step.on, "result": step.result}
    if current is not None:
        wanted = {"result": step.result, "on": step.on, **texts}
        changed = sorted(name for name, value in wanted.items() if getattr(current, name) != value)
        for name in changed:
            setattr(current, name, wanted[name])
        if changed:
            current.save(update_fields=changed)
            thread.put(current, at=now)
            journal.record("resolution.changed", subject=current, by=by, at=now, fields=changed, **facts)
        return current
    try:
        with transaction.atomic():
            made = Resolution.objects.create(
                slug=free_slug(Resolution.objects.all(), f"{paper.slug[:LONGEST_STEM].rstrip('-')}-beschluss"),
                paper=paper,
                consultation=step,
                body=step.body,
                on=step.on,
                result=step.result,
                is_example=paper.is_example or by.is_example,
                **texts,
            )
    except IntegrityError:
        raise ResultMeanwhile from None
    thread.put(made, at=now)
    measure_resolutions([made], by=by, now=now)
    journal.record("resolution.made", subject=made, by=by, at=now, paper=paper, **facts)
    return made


@transaction.atomic
def change_resolution(*, resolution: Resolution, changes: dict[str, Any], by: Any, now: datetime) -> Resolution:
    """Change the words or conditions of a resolution. Its result and day are those of the consultation.

    Raises:
        NotAllowed: ``by`` works in neither of the two offices.
        TakenBack: it was taken back.
    """
    resolution = locked_resolution(resolution)
    access.require(by, "council.change_resolution", resolution)
    changed = sorted(name for name, value in changes.items() if getattr(resolution, name) != value)
    if not changed:
        return resolution
    for name in changed:
        setattr(resolution, name, changes[name])
    resolution.save(update_fields=changed)
    thread.put(resolution, at=now)
    journal.record("resolution.changed", subject=resolution, by=by, at=now, fields=changed)
    return resolution


@transaction.atomic
def withdraw_resolution(*, resolution: Resolution, reason: str, by: Any, now: datetime) -> Resolution:
    """Take a resolution back that was entered by mistake: it leaves the thread, its consultation has no result again.

    Its page stays for the offices, with the reason. The consultation can be given its true result afterwards.

    Raises:
        NotAllowed: ``by`` works in neither of the two offices.
        ReasonMissing: no reason.
        TakenBack: it was taken back already.
    """
    if not reason.strip():
        raise ReasonMissing
    # In the order in which set_result locks: the consultation first.
    step = Consultation.objects.select_for_update(of=("self",)).filter(resolutions=resolution.pk).first()
    resolution = locked_resolution(resolution)
    access.require(by, "council.change_resolution", resolution)
    resolution.archived_at, resolution.withdrawn_because = now, reason
    resolution.save(update_fields=["archived_at", "withdrawn_because"])
    if step is not None:
        step.result, step.note = Consultation.Result.UNKNOWN, ""
        step.save(update_fields=["result", "note"])
    measure_resolutions([resolution], by=by, now=now)
    thread.put_many([resolution, resolution.paper], at=now)
    journal.record("resolution.withdrawn", subject=resolution, by=by, at=now, paper=resolution.paper)
    return resolution


def locked_resolution(resolution: Resolution) -> Resolution:
    """The resolution as it stands now, locked.

    Raises:
        NotFound: it is gone.
        TakenBack: it was taken back.
    """
    found = locked(resolution)
    if found.archived_at is not None:
        raise TakenBack
    return found


@transaction.atomic
def measure_again(*, indicator: Indicator, now: datetime) -> None:
    """An indicator measures another project than before: resolutions are measured by what measures their projects.

    The house itself does this, after somebody has changed the fact sheet.
    """
    for resolution in resolutions_to_measure(indicator).select_for_update():
        if measure_resolutions([resolution], by=None, now=now):
            journal.record("resolution.measured", subject=resolution, by=None, at=now, indicator=indicator)


def measure_resolutions(resolutions: Iterable[Resolution], *, by: Any, now: datetime) -> bool:
    """Link resolutions with what measures the projects of their papers, and nothing else. True if anything changed.

    Nothing is invented: a resolution without a measured project has no indicator.
    """
    changed = False
    for resolution in resolutions:
        wanted = [] if resolution.archived_at else list(indicators_of_sources(resolution.paper))
        there = list(measures_of(resolution))
        for indicator in [one for one in there if one not in wanted]:
            changed |= thread.disconnect(resolution, MEASURED_BY, indicator)
        for indicator in [one for one in wanted if one not in there]:
            thread.connect(resolution, MEASURED_BY, indicator, by=by, at=now)
            changed = True
    return changed
