"""Adding, changing, reporting on and archiving projects."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from stadtgespraech.apps.strategy.actions.writing import create, record_change, set_archived, write
from stadtgespraech.apps.strategy.models import Project
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.locking import locked


@transaction.atomic
def add_project(*, values: dict[str, Any], by: Any, now: datetime) -> Project:
    """Add a project; its address follows from its name.

    Args:
        values: field name → value, at least ``field`` and ``name``.
    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        Conflict: others keep adding projects of this name at the same time.
    """
    access.require(by, "strategy.add_project")
    project = create(Project, {**values, "is_example": by.is_example}, otherwise="projekt")
    thread.put(project, at=now)
    journal.record("project.added", subject=project, by=by, at=now, field=project.field.slug)
    return project


@transaction.atomic
def change_project(*, project: Project, changes: dict[str, Any], by: Any, now: datetime) -> Project:
    """Change what a project is: its texts, field, unit, state or source.

    Args:
        changes: field name → new value; what is equal already is not journalled.
    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    access.require(by, "strategy.change_project", project)
    project = locked(project)
    record_change(project, write(project, changes), kind="project.changed", by=by, now=now)
    return project


@transaction.atomic
def report_project(*, project: Project, state: str, by: Any, now: datetime) -> Project:
    """Say how far a project is.

    Raises:
        NotAllowed: ``by`` works neither in the strategy office nor for the project's unit.
    """
    project = locked(project)
    access.require(by, "strategy.report_project", project)
    record_change(project, write(project, {"state": state}), kind="project.reported", by=by, now=now)
    return project


@transaction.atomic
def archive_project(*, project: Project, by: Any, now: datetime) -> Project:
    """Take a project out of the lists; its page, links and history stay. Archiving twice changes nothing.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    return set_archived(project, now, permission="strategy.archive_project", kind="project.archived", by=by, now=now)


@transaction.atomic
def restore_project(*, project: Project, by: Any, now: datetime) -> Project:
    """Take an archived project up again.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    return set_archived(project, None, permission="strategy.archive_project", kind="project.restored", by=by, now=now)
