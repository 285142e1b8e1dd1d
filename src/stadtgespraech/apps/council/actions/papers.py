"""Drafting, submitting and changing papers, and saying what they came from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from stadtgespraech.apps.council.actions.refusals import ForeignUnit, NothingToPropose, NumberTaken, SubmittedAlready
from stadtgespraech.apps.council.actions.resolutions import measure_resolutions
from stadtgespraech.apps.council.models import PROPOSED_IN, Paper
from stadtgespraech.apps.council.queries.sources import source_objects
from stadtgespraech.apps.council.rules import OFFICES
from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.strategy.models import Project
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.locking import locked

Source = Picture | Project
# An address that says nothing: the journal is public, a draft's title is not. No letters that look alike.
LETTERS, LENGTH, MOST_TRIES = "abcdefghjkmnpqrstuvwxyz23456789", 8, 5


@transaction.atomic
def draft_paper(*, values: dict[str, Any], sources: Sequence[Source], reason: str, by: Any, now: datetime) -> Paper:
    """Begin a paper. Until it is submitted, only the offices and its unit see it.

    Args:
        values: field name → value, at least ``title``.
        sources: the pictures and projects it is about; they lead to it on the thread.
        reason: why; stays at the links.
    Raises:
        NotAllowed: ``by`` works neither in an office nor for a unit.
        NothingToPropose: without a source.
        ForeignUnit: a unit that drafts for another one, or for nobody.
    """
    access.require(by, "council.draft_paper")
    if not sources:
        raise NothingToPropose
    unit = values.get("unit")
    if not access.roles_of(by) & OFFICES and (unit is None or unit.pk not in access.units_of(by)):
        raise ForeignUnit
    is_example = by.is_example or any(source.is_example for source in sources)
    fixed = {"state": Paper.State.DRAFT, "dated": timezone.localdate(now), "is_example": is_example}
    paper = _create({**values, **fixed})
    thread.put(paper, at=now)
    for source in sources:
        thread.connect(source, PROPOSED_IN, paper, by=by, at=now, reason=reason)
    journal.record("paper.drafted", subject=paper, by=by, at=now, sources=len(sources))
    return paper


def _create(values: dict[str, Any]) -> Paper:
    for attempt in range(MOST_TRIES):
        try:
            with transaction.atomic():
                return Paper.objects.create(slug=f"vorlage-{get_random_string(LENGTH, LETTERS)}", **values)
        except IntegrityError:
            if attempt == MOST_TRIES - 1:
                raise
    raise AssertionError  # the loop has returned or raised


@transaction.atomic
def submit_paper(*, paper: Paper, number: str, dated: date, by: Any, now: datetime) -> Paper:
    """Submit a draft with its number and date: from now on everybody sees it, or the council if it is not public.

    Raises:
        NotAllowed: ``by`` works neither in the strategy office nor in the committee office.
        SubmittedAlready: it is no draft any more.
        NumberTaken: another paper has this number.
    """
    access.require(by, "council.submit_paper", paper)
    paper = locked(paper)
    if paper.state != Paper.State.DRAFT:
        raise SubmittedAlready
    paper.state, paper.number, paper.dated = Paper.State.SUBMITTED, number, dated
    _save(paper, ["state", "number", "dated"])
    thread.put(paper, at=now)
    facts: dict[str, Any] = {"number": number, "dated": dated}
    if paper.is_public:
        facts["sources"] = sorted(f"{source._meta.model_name}/{source.slug}" for source in source_objects(paper))
    journal.record("paper.submitted", subject=paper, by=by, at=now, **facts)
    return paper


@transaction.atomic
def change_paper(*, paper: Paper, changes: dict[str, Any], by: Any, now: datetime) -> Paper:
    """Change a paper's number or texts.

    Args:
        changes: field name → new value; what is equal already is not journalled.
    Raises:
        NotAllowed: ``by`` works in neither of the two offices, nor is it a draft of their unit.
        NumberTaken: another paper has this number.
        ForeignUnit: a unit hands its draft to another one.
    """
    paper = locked(paper)
    access.require(by, "council.change_paper", paper)
    changed = sorted(name for name, value in changes.items() if getattr(paper, name) != value)
    if not changed:
        return paper
    for name in changed:
        setattr(paper, name, changes[name])
    if "unit" in changed and not access.roles_of(by) & OFFICES and paper.unit_id not in access.units_of(by):
        raise ForeignUnit
    _save(paper, changed)
    thread.put_many([paper, *paper.resolutions.all()], at=now)
    journal.record("paper.changed", subject=paper, by=by, at=now, fields=changed)
    return paper


@transaction.atomic
def set_sources(*, paper: Paper, sources: Sequence[Source], reason: str, by: Any, now: datetime) -> Paper:
    """Say which pictures and projects a paper is about. What is no longer named is taken off the thread.

    Args:
        reason: why; stays at the new links.
    Raises:
        NotAllowed: see :func:`change_paper`.
        NothingToPropose: none at all.
    """
    paper = locked(paper)
    access.require(by, "council.change_paper", paper)
    if not sources:
        raise NothingToPropose
    before = source_objects(paper)
    new, gone = [one for one in sources if one not in before], [one for one in before if one not in sources]
    for source in new:
        thread.connect(source, PROPOSED_IN, paper, by=by, at=now, reason=reason)
    for source in gone:
        thread.disconnect(source, PROPOSED_IN, paper)
    if new or gone:
        for resolution in paper.resolutions.filter(archived_at=None):
            measure_resolutions([resolution], by=by, now=now)
        facts: dict[str, Any] = {"added": len(new), "removed": len(gone)}
        if paper.is_public and paper.state == Paper.State.SUBMITTED:
            facts = {"added": sorted(one.slug for one in new), "removed": sorted(one.slug for one in gone)}
        journal.record("paper.sources_changed", subject=paper, by=by, at=now, **facts)
    return paper


def _save(paper: Paper, names: list[str]) -> None:
    try:
        with transaction.atomic():
            paper.save(update_fields=names)
    except IntegrityError:
        # The only thing two papers can't share; asking before would leave a gap.
        if "number" not in names:
            raise
        raise NumberTaken from None
