"""Changing papers and their consultation sequences."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.council.models import Body, Consultation, Paper
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import BadInput, Conflict


class SameDayTwice(Conflict):
    """A body consults a paper once a day."""

    code = "same-day-twice"
    message = _("Dieses Gremium berät die Vorlage an diesem Tag schon.")


class NotYet(BadInput):
    """A session that has not been held has no result."""

    code = "not-yet"
    message = _("Die Sitzung liegt in der Zukunft. Ein Ergebnis gibt es erst danach.")


@transaction.atomic
def change_paper(*, paper: Paper, changes: dict[str, Any], by: Any, now: datetime) -> Paper:
    """Change a paper's number or texts.

    Args:
        changes: field name → new value; what is equal already is not journalled.
    Raises:
        NotAllowed: ``by`` works neither in the strategy office nor in the committee office.
    """
    access.require(by, "council.change_paper", paper)
    changed = sorted(name for name, value in changes.items() if getattr(paper, name) != value)
    if not changed:
        return paper
    for name in changed:
        setattr(paper, name, changes[name])
    paper.save(update_fields=changed)
    thread.put(paper, at=now)
    journal.record("paper.changed", subject=paper, by=by, at=now, fields=changed)
    return paper


@transaction.atomic
def add_consultation(
    *, paper: Paper, body: Body, on: date, role: str, out_of_order: bool = False, by: Any, now: datetime
) -> Consultation:
    """Add a step to a paper's consultation sequence.

    Raises:
        NotAllowed: see :func:`change_paper`.
        SameDayTwice: this body consults the paper on that day already.
    """
    access.require(by, "council.add_consultation", paper)
    Paper.objects.select_for_update().get(pk=paper.pk)
    _refuse_same_day(paper, body, on)
    step = Consultation.objects.create(paper=paper, body=body, on=on, role=role, out_of_order=out_of_order)
    thread.put(paper, at=now)
    journal.record("consultation.added", subject=paper, by=by, at=now, body=body, on=on, role=role)
    return step


@transaction.atomic
def set_result(*, consultation: Consultation, result: str, on: date, by: Any, now: datetime) -> Consultation:
    """Enter what a body said, and on which day it did.

    Args:
        result: a ``Consultation.Result``; empty takes a result back.
    Raises:
        NotAllowed: see :func:`change_paper`.
        NotYet: a result for a day that has not come.
        SameDayTwice: this body consults the paper on that day already.
    """
    access.require(by, "council.set_result", consultation.paper)
    if result and on > timezone.localdate(now):
        raise NotYet
    paper = Paper.objects.select_for_update().get(pk=consultation.paper_id)
    step = paper.consultations.select_related("body").get(pk=consultation.pk)
    if (step.result, step.on) == (result, on):
        return step
    if step.on != on:
        _refuse_same_day(paper, step.body, on)
    step.result, step.on = result, on
    step.save(update_fields=["result", "on"])
    thread.put(paper, at=now)
    journal.record("consultation.result_set", subject=paper, by=by, at=now, body=step.body, on=on, result=result)
    return step


@transaction.atomic
def remove_consultation(*, consultation: Consultation, by: Any, now: datetime) -> None:
    """Take a step out of the sequence that was entered by mistake; the journal keeps it.

    Raises:
        NotAllowed: see :func:`change_paper`.
    """
    paper, body = consultation.paper, consultation.body
    access.require(by, "council.remove_consultation", paper)
    facts: dict[str, Any] = {
        "body": body,
        "on": consultation.on,
        "role": consultation.role,
        "result": consultation.result,
    }
    consultation.delete()
    thread.put(paper, at=now)
    journal.record("consultation.removed", subject=paper, by=by, at=now, **facts)


def _refuse_same_day(paper: Paper, body: Body, on: date) -> None:
    # Papers are locked by then; the unique constraint stands behind this.
    if paper.consultations.filter(body=body, on=on).exists():
        raise SameDayTwice
