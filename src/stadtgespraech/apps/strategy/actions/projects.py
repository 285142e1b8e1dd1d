"""Adding, changing, reporting on and archiving projects."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from stadtgespraech.apps.strategy.actions.writing import locked, record_change, write
from stadtgespraech.apps.strategy.models import Project
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import Conflict
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.text import fold

# A word that stands for a page of its own in the address.
TAKEN = frozenset({"neu"})
MOST_TRIES = 5
# Leaves room in the column for "-2" and more.
LONGEST_STEM = 70


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
    for _try in range(MOST_TRIES):
        try:
            with transaction.atomic():
                project = Project.objects.create(slug=free_slug(values["name"]), **values)
        except IntegrityError:
            continue
        thread.put(project, at=now)
        journal.record("project.added", subject=project, by=by, at=now, field=project.field.slug)
        return project
    raise Conflict


def free_slug(name: Translated) -> str:
    """An address for a name: the first of ``name``, ``name-2``, ``name-3`` … that is free."""
    stem = slugify(fold(name.in_language("de")))[:LONGEST_STEM].strip("-") or "projekt"
    taken = set(Project.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | TAKEN
    candidates = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


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
    return _set_archived(project, now, kind="project.archived", by=by, now=now)


@transaction.atomic
def restore_project(*, project: Project, by: Any, now: datetime) -> Project:
    """Take an archived project up again.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    return _set_archived(project, None, kind="project.restored", by=by, now=now)


def _set_archived(project: Project, archived_at: datetime | None, *, kind: str, by: Any, now: datetime) -> Project:
    access.require(by, "strategy.archive_project", project)
    project = locked(project)
    if (project.archived_at is None) == (archived_at is None):
        return project
    project.archived_at = archived_at
    project.save(update_fields=["archived_at"])
    thread.put(project, at=now)
    journal.record(kind, subject=project, by=by, at=now)
    return project
