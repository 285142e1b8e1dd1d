"""Who may see and change the strategy."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from stadtgespraech.apps.strategy.models import Field, Goal, Project
from stadtgespraech.core import access


def not_archived(person: Any) -> Q:
    """Everybody sees what is current; the strategy office also sees the archive."""
    return Q() if "strategy_office" in access.roles_of(person) else Q(archived_at=None)


access.visibility(Goal, not_archived)
access.visibility(Field, not_archived)
access.visibility(Project, not_archived)

access.permission("strategy.change_goal", access.has_role("strategy_office"))
