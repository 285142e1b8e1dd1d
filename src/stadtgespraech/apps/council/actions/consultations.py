"""The steps of a paper's consultation sequence: planned, held, referred, deferred, decided.

Every action locks the consultation first and the paper second, so that two of them never wait for each other.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from stadtgespraech.apps.council.actions.refusals import (
    NotLater,
    NotSubmitted,
    NotYet,
    ResolutionStands,
    ResultMeanwhile,
    SameBody,
    SameDayTwice,
)
from stadtgespraech.apps.council.actions.resolutions import decide
from stadtgespraech.apps.council.models import Body, Consultation, Paper, Resolution
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.locking import locked

Result = Consultation.Result


@transaction.atomic
def add_consultation(
    *, paper: Paper, body: Body, on: date, role: str, out_of_order: bool = False, by: Any, now: datetime
) -> Consultation:
    """Add a step to a paper's consultation sequence.

    Raises:
        NotAllowed: ``by`` works neither in the strategy office nor in the committee office.
        SameDayTwice: this body consults the paper on that day already.
    """
    access.require(by, "council.add_consultation", paper)
    paper = locked(paper)
    _refuse_same_day(paper, body, on)
    step = Consultation.objects.create(paper=paper, body=body, on=on, role=role, out_of_order=out_of_order)
    thread.put(paper, at=now)
    facts: dict[str, Any] = {"out_of_order": True} if out_of_order else {}
    journal.record("consultation.added", subject=paper, by=by, at=now, body=body, on=on, role=role, **facts)
    return step


@transaction.atomic
def change_consultation(
    *, consultation: Consultation, on: date, role: str, out_of_order: bool, by: Any, now: datetime
) -> Consultation:
    """Move a step that has no result yet to another day, or change what the body does in it.

    Raises:
        NotAllowed: see :func:`add_consultation`.
        ResultMeanwhile: it has a result by now.
        SameDayTwice: this body consults the paper on that day already.
    """
    step, paper = _locked(consultation)
    access.require(by, "council.add_consultation", paper)
    if step.result:
        raise ResultMeanwhile
    if (step.on, step.role, step.out_of_order) == (on, role, out_of_order):
        return step
    if step.on != on:
        _refuse_same_day(paper, step.body, on)
    before = step.on
    step.on, step.role, step.out_of_order = on, role, out_of_order
    step.save(update_fields=["on", "role", "out_of_order"])
    thread.put(paper, at=now)
    facts: dict[str, Any] = {"body": step.body, "before": before, "on": on, "role": role, "out_of_order": out_of_order}
    journal.record("consultation.changed", subject=paper, by=by, at=now, **facts)
    return step


@transaction.atomic
def set_result(
    *,
    consultation: Consultation,
    result: str,
    on: date,
    note: str = "",
    text: Translated | None = None,
    conditions: Translated | None = None,
    by: Any,
    now: datetime,
) -> Consultation:
    """Enter what a body said, and on which day it did. The deciding body's agreement or refusal makes the resolution.

    Args:
        consultation: as the caller read it: what somebody else has entered since is not overwritten.
        result: a ``Consultation.Result``; empty takes a result back.
        note: a remark on the result.
        text, conditions: of the resolution; None leaves what is there.
    Raises:
        NotAllowed: ``by`` works in neither of the two offices, or an example person would invent a real result.
        NotSubmitted: the paper is a draft.
        NotYet: a result for a day that has not come.
        SameDayTwice: this body consults the paper on that day already.
        ResultMeanwhile: somebody else entered a result first; nothing was changed.
        ResolutionStands: the result would go from under a resolution.
    """
    access.require(by, "council.set_result", consultation.paper)
    if result and on > timezone.localdate(now):
        raise NotYet
    step, paper = _locked(consultation)
    if result and paper.state == Paper.State.DRAFT:
        raise NotSubmitted
    texts = {name: value for name, value in (("text", text), ("conditions", conditions)) if value is not None}
    if (step.result, step.on, step.note) != (result, on, note):
        if (step.result, step.on) != (consultation.result, consultation.on):
            raise ResultMeanwhile
        _refuse_under_a_resolution(step, result)
        if step.on != on:
            _refuse_same_day(paper, step.body, on)
        step.result, step.on, step.note = result, on, note
        step.save(update_fields=["result", "on", "note"])
        journal.record("consultation.result_set", subject=paper, by=by, at=now, body=step.body, on=on, result=result)
    if step.role == Consultation.Role.DECISION and result in Resolution.Result.values:
        decide(step, paper, texts=texts, by=by, now=now)
    thread.put(paper, at=now)
    return step


@transaction.atomic
def refer_consultation(
    *, consultation: Consultation, to: Body, next_on: date, on: date, role: str, note: str, by: Any, now: datetime
) -> Consultation:
    """A body sent the paper on to another one (Verweisung): its result, and the step that follows.

    Args:
        to, next_on, role: who consults next, when, and as what.
        on: the day on which it was referred.
        note: why.
    Returns:
        The next step.
    Raises:
        NotAllowed, NotSubmitted, NotYet, SameDayTwice, ResultMeanwhile: see :func:`set_result`.
        SameBody: referred to the very same body.
        NotLater: the next step would not come after this one.
    """
    if to.pk == consultation.body_id:
        raise SameBody
    # The other body may sit on the very same day, after this one.
    if next_on < on:
        raise NotLater
    step, paper = _pass_on(consultation, Result.REFERRED, on=on, note=note, by=by, now=now)
    following = _next_step(step, paper, body=to, on=next_on, role=role)
    thread.put(paper, at=now)
    facts: dict[str, Any] = {"body": step.body, "on": on, "to": to, "next_on": next_on, "role": role}
    journal.record("consultation.referred", subject=paper, by=by, at=now, **facts)
    return following


@transaction.atomic
def defer_consultation(
    *, consultation: Consultation, next_on: date, on: date, note: str, by: Any, now: datetime
) -> Consultation:
    """A body put the paper off to a later day (Vertagung): its result, and the step that follows.

    Args:
        next_on: the day on which the same body goes on.
        on: the day on which it was put off.
        note: why.
    Returns:
        The next step.
    Raises:
        NotAllowed, NotSubmitted, NotYet, SameDayTwice, ResultMeanwhile: see :func:`set_result`.
        NotLater: the next step would not come after this one.
    """
    if next_on <= on:
        raise NotLater
    step, paper = _pass_on(consultation, Result.DEFERRED, on=on, note=note, by=by, now=now)
    following = _next_step(step, paper, body=step.body, on=next_on, role=step.role)
    thread.put(paper, at=now)
    facts: dict[str, Any] = {"body": step.body, "on": on, "next_on": next_on}
    journal.record("consultation.deferred", subject=paper, by=by, at=now, **facts)
    return following


def _pass_on(
    consultation: Consultation, result: str, *, on: date, note: str, by: Any, now: datetime
) -> tuple[Consultation, Paper]:
    access.require(by, "council.set_result", consultation.paper)
    if on > timezone.localdate(now):
        raise NotYet
    step, paper = _locked(consultation)
    if paper.state == Paper.State.DRAFT:
        raise NotSubmitted
    if step.result:
        raise ResultMeanwhile
    if step.on != on:
        _refuse_same_day(paper, step.body, on)
    step.result, step.on, step.note = result, on, note
    step.save(update_fields=["result", "on", "note"])
    return step, paper


def _next_step(step: Consultation, paper: Paper, *, body: Body, on: date, role: str) -> Consultation:
    _refuse_same_day(paper, body, on)
    return Consultation.objects.create(
        paper=paper, body=body, on=on, role=role, out_of_order=step.out_of_order, follows=step
    )


@transaction.atomic
def remove_consultation(*, consultation: Consultation, by: Any, now: datetime) -> None:
    """Take a step out of the sequence that was entered by mistake; the journal keeps it.

    Raises:
        NotAllowed: see :func:`set_result`.
        ResolutionStands: it has a resolution.
    """
    step, paper = _locked(consultation)
    access.require(by, "council.remove_consultation", paper)
    _refuse_under_a_resolution(step, Result.UNKNOWN)
    facts: dict[str, Any] = {"body": step.body, "on": step.on, "role": step.role, "result": step.result}
    step.delete()
    thread.put(paper, at=now)
    journal.record("consultation.removed", subject=paper, by=by, at=now, **facts)


def _locked(consultation: Consultation) -> tuple[Consultation, Paper]:
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("body")
    step = rows.filter(pk=consultation.pk).first()
    if step is None:
        raise NotFound
    return step, locked(consultation.paper)


def _refuse_under_a_resolution(step: Consultation, result: str) -> None:
    if result not in Resolution.Result.values and step.resolutions.filter(archived_at=None).exists():
        raise ResolutionStands


def _refuse_same_day(paper: Paper, body: Body, on: date) -> None:
    # Papers are locked by then; the unique constraint stands behind this.
    if paper.consultations.filter(body=body, on=on).exists():
        raise SameDayTwice
