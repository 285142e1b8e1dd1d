"""Reading measure packages."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from stadtgespraech.apps.strategy.models import Goal, MeasurePackage, Project
from stadtgespraech.apps.strategy.queries.goals_and_fields import with_progress
from stadtgespraech.core import access


def packages_in_full(*, seen_by: Any) -> QuerySet[MeasurePackage]:
    """Packages with their goal and their current projects (in ``shown``), two statements."""
    projects = with_progress(access.visible(Project, to=seen_by).filter(archived_at=None)).select_related(
        "field", "unit"
    )
    return (
        access.visible(MeasurePackage, to=seen_by)
        .select_related("goal")
        .prefetch_related(Prefetch("projects", queryset=projects, to_attr="shown"))
    )


def packages_of_goal(goal: Goal, *, seen_by: Any) -> list[tuple[str, list[MeasurePackage]]]:
    """Horizon in words → the goal's current packages with ``project_count``; soon before later (one statement)."""
    rows = access.visible(MeasurePackage, to=seen_by).filter(goal=goal, archived_at=None)
    rows = rows.annotate(project_count=Count("projects", filter=Q(projects__archived_at=None)))
    found: list[Any] = list(rows.order_by("order", "slug"))
    groups = [
        (str(label), [row for row in found if row.horizon == value]) for value, label in MeasurePackage.Horizon.choices
    ]
    return [(label, members) for label, members in groups if members]


def packages_of_project(project: Project, *, seen_by: Any) -> QuerySet[MeasurePackage]:
    """The current packages that hold a project."""
    return access.visible(MeasurePackage, to=seen_by).filter(projects=project, archived_at=None)


def projects_for(goal: Goal, *, seen_by: Any, package: MeasurePackage | None = None) -> QuerySet[Project]:
    """What a package of this goal can hold: the goal's current projects, and what it holds already."""
    fitting = Q(field__goal=goal, archived_at=None)
    if package is not None:
        fitting |= Q(pk__in=package.projects.values("pk"))
    rows = access.visible(Project, to=seen_by).filter(fitting).select_related("field")
    return rows.order_by("field__order", "field__slug", "-is_strategic", "order", "slug")
