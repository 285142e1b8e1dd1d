"""Changing goals."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from stadtgespraech.apps.strategy.actions.writing import locked, record_change, write
from stadtgespraech.apps.strategy.models import Goal
from stadtgespraech.core import access


@transaction.atomic
def change_goal(*, goal: Goal, changes: dict[str, Any], by: Any, now: datetime) -> Goal:
    """Change a goal's texts, source or references.

    Args:
        changes: field name → new value; what is equal already is not journalled.
    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    access.require(by, "strategy.change_goal", goal)
    goal = locked(goal)
    record_change(goal, write(goal, changes), kind="goal.changed", by=by, now=now)
    return goal
