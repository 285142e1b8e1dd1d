"""The steps of a project. The project is locked first, so that its line on the thread counts right."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stadtgespraech.apps.strategy.actions.writing import named, write
from stadtgespraech.apps.strategy.models import Milestone, Project
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import BadInput
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.locking import locked


@transaction.atomic
def add_milestone(*, project: Project, name: Translated, due: date, by: Any, now: datetime) -> Milestone:
    """Plan a step of a project.

    Raises:
        NotAllowed: ``by`` works neither in the strategy office nor for the project's unit.
    """
    project = _project(project, by)
    milestone = Milestone.objects.create(project=project, name=name, due=due)
    _record("milestone.added", project, milestone, by=by, now=now, due=due)
    return milestone


@transaction.atomic
def change_milestone(*, milestone: Milestone, changes: dict[str, Any], by: Any, now: datetime) -> Milestone:
    """Change a step's name or days; ``reached`` None means: not reached after all.

    Raises:
        NotAllowed: ``by`` works neither in the strategy office nor for the project's unit.
        BadInput: reached in the future.
    """
    project = _project(milestone.project, by)
    milestone = locked(milestone)
    _check_reached(changes.get("reached"), now)
    changed = write(milestone, changes)
    if changed:
        _record("milestone.changed", project, milestone, by=by, now=now, fields=changed, **named(milestone, changed))
    return milestone


@transaction.atomic
def reach_milestone(*, milestone: Milestone, on: date, by: Any, now: datetime) -> Milestone:
    """Say that a step was reached.

    Raises:
        NotAllowed: ``by`` works neither in the strategy office nor for the project's unit.
        BadInput: reached in the future.
    """
    project = _project(milestone.project, by)
    milestone = locked(milestone)
    _check_reached(on, now)
    if write(milestone, {"reached": on}):
        _record("milestone.reached", project, milestone, by=by, now=now, on=on)
    return milestone


@transaction.atomic
def remove_milestone(*, milestone: Milestone, by: Any, now: datetime) -> Project:
    """Take a step out of a project; the journal keeps that it was there.

    Raises:
        NotAllowed: ``by`` works neither in the strategy office nor for the project's unit.
    """
    project = _project(milestone.project, by)
    milestone = locked(milestone)
    due, name, is_example = milestone.due, milestone.name, milestone.is_example
    milestone.delete()
    _record("milestone.removed", project, Milestone(name=name, is_example=is_example), by=by, now=now, due=due)
    return project


def _project(project: Project, by: Any) -> Project:
    project = locked(project)
    access.require(by, "strategy.report_project", project)
    return project


def _check_reached(on: date | None, now: datetime) -> None:
    if on is not None and on > timezone.localdate(now):
        raise BadInput(_("Ein Meilenstein kann nicht in der Zukunft erreicht worden sein. Bitte prüfen Sie den Tag."))


def _record(kind: str, project: Project, milestone: Milestone, *, by: Any, now: datetime, **facts: Any) -> None:
    thread.put(project, at=now)
    if milestone.is_example:
        facts["example"] = True
    journal.record(kind, subject=project, by=by, at=now, milestone=str(milestone.name), **facts)
