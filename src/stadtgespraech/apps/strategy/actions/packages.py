"""Measure packages: which projects of a goal come soon, which later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.strategy.actions.writing import create, record_change, set_archived, write
from stadtgespraech.apps.strategy.models import Goal, MeasurePackage, Project
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import BadInput
from stadtgespraech.core.locking import locked


class ForeignProject(BadInput):
    """A package holds projects of its own goal."""

    code = "foreign-project"
    message = _("Ein Maßnahmenpaket fasst Projekte seines eigenen Ziels zusammen. Bitte prüfen Sie die Auswahl.")


@transaction.atomic
def add_package(*, values: dict[str, Any], by: Any, now: datetime) -> MeasurePackage:
    """Put projects of a goal together.

    Args:
        values: field name → value, at least ``goal``, ``name`` and ``horizon``; ``projects`` as any iterable.
    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        ForeignProject: one of the projects belongs to another goal.
    """
    access.require(by, "strategy.add_package")
    goal = locked(values["goal"])
    projects = list(values.get("projects", ()))
    _refuse_foreign(projects, goal)
    is_example = by.is_example or goal.is_example
    package = create(
        MeasurePackage, {**values, "projects": projects, "is_example": is_example}, otherwise="massnahmenpaket"
    )
    thread.put(package, at=now)
    facts = {"goal": goal, "horizon": package.horizon, "projects": _slugs(projects)}
    journal.record("package.added", subject=package, by=by, at=now, **facts)
    return package


@transaction.atomic
def change_package(*, package: MeasurePackage, changes: dict[str, Any], by: Any, now: datetime) -> MeasurePackage:
    """Change what a package is called, when it is to be done, or which projects it holds.

    Args:
        changes: field name → new value; what is equal already is not journalled.
    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        ForeignProject: one of the projects belongs to another goal.
    """
    access.require(by, "strategy.change_package", package)
    package = locked(package)
    if "projects" in changes:
        changes = {**changes, "projects": list(changes["projects"])}
        before = set(package.projects.all())
        # A project that has moved to another goal since may stay.
        _refuse_foreign([one for one in changes["projects"] if one not in before], package.goal)
    record_change(package, write(package, changes), kind="package.changed", by=by, now=now)
    return package


@transaction.atomic
def archive_package(*, package: MeasurePackage, by: Any, now: datetime) -> MeasurePackage:
    """Take a package out of the lists; its page, links and history stay.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    return set_archived(package, now, permission="strategy.archive_package", kind="package.archived", by=by, now=now)


@transaction.atomic
def restore_package(*, package: MeasurePackage, by: Any, now: datetime) -> MeasurePackage:
    """Take an archived package up again.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    return set_archived(package, None, permission="strategy.archive_package", kind="package.restored", by=by, now=now)


def _refuse_foreign(projects: Iterable[Project], goal: Goal) -> None:
    if any(project.field.goal_id != goal.pk for project in projects):
        raise ForeignProject


def _slugs(projects: Iterable[Project]) -> list[str]:
    return sorted(project.slug for project in projects)
