"""Who may see and change the strategy."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from rules.predicates import predicate

from stadtgespraech.apps.strategy.models import Field, Goal, MeasurePackage, Milestone, Project
from stadtgespraech.core import access


def not_archived(person: Any) -> Q:
    """Everybody sees what is current; the strategy office also sees the archive."""
    return Q() if "strategy_office" in access.roles_of(person) else Q(archived_at=None)


def of_a_visible_project(person: Any) -> Q:
    return Q() if "strategy_office" in access.roles_of(person) else Q(project__archived_at=None)


access.visibility(Goal, not_archived)
access.visibility(Field, not_archived)
access.visibility(Project, not_archived)
access.visibility(MeasurePackage, not_archived)
access.visibility(Milestone, of_a_visible_project)

is_office = access.has_role("strategy_office")


@predicate
def works_for_its_unit(person: Any, project: Project | None) -> bool:
    """The project is the business of the person's own unit."""
    return project is not None and project.unit_id is not None and project.unit_id in access.units_of(person)


access.permission("strategy.add_goal", is_office)
access.permission("strategy.change_goal", is_office)
access.permission("strategy.archive_goal", is_office)
access.permission("strategy.connect_picture", is_office)
access.permission("strategy.add_package", is_office)
access.permission("strategy.change_package", is_office)
access.permission("strategy.archive_package", is_office)
access.permission("strategy.change_field", is_office)
access.permission("strategy.change_involvement", is_office)
access.permission("strategy.add_project", is_office)
access.permission("strategy.change_project", is_office)
access.permission("strategy.archive_project", is_office)
# State and milestones: what the unit that does the work knows best.
access.permission("strategy.report_project", is_office | (access.has_role("unit") & works_for_its_unit))
