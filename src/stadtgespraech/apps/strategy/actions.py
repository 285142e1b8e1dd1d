"""Changing the strategy."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from stadtgespraech.apps.strategy.models import Goal
from stadtgespraech.core import access, journal, thread


@transaction.atomic
def change_goal(*, goal: Goal, changes: dict[str, Any], by: Any, now: datetime) -> Goal:
    """Change a goal's texts.

    Args:
        changes: field name → new value; what is equal already is not journalled.
    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    access.require(by, "strategy.change_goal", goal)
    changed = sorted(name for name, value in changes.items() if getattr(goal, name) != value)
    if not changed:
        return goal
    for name in changed:
        setattr(goal, name, changes[name])
    goal.save(update_fields=changed)
    thread.put(goal, at=now)
    journal.record("goal.changed", subject=goal, by=by, at=now, fields=changed)
    return goal
