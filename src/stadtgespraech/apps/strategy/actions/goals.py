"""Adding, changing and archiving goals."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.strategy.actions.writing import create, record_change, set_archived, write
from stadtgespraech.apps.strategy.models import Goal
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import Conflict
from stadtgespraech.core.locking import locked

# Room between two goals, for what is put between them later.
APART = 10
MOST_ORDER = 32_767


class StillInUse(Conflict):
    """A goal on which the city works can't be archived."""

    code = "still-in-use"
    message = _("Zu diesem Ziel gehören noch Handlungsfelder oder Maßnahmenpakete. Ordnen Sie diese zuerst neu zu.")


@transaction.atomic
def add_goal(*, values: dict[str, Any], by: Any, now: datetime) -> Goal:
    """Add a goal behind the others; its address follows from its name.

    Args:
        values: field name → value, at least ``name``.
    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        Conflict: others keep adding goals of this name at the same time.
    """
    access.require(by, "strategy.add_goal")
    goal = new_goal(values, by=by)
    thread.put(goal, at=now)
    journal.record("goal.added", subject=goal, by=by, at=now)
    return goal


def new_goal(values: dict[str, Any], *, by: Any, is_example: bool = False) -> Goal:
    """The row of a new goal; the action that calls this puts it on the thread and into the journal."""
    last = Goal.objects.aggregate(last=Max("order"))["last"] or 0
    fixed = {"order": min(last + APART, MOST_ORDER), "is_example": is_example or by.is_example}
    return create(Goal, {**values, **fixed}, otherwise="ziel")


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


@transaction.atomic
def archive_goal(*, goal: Goal, by: Any, now: datetime) -> Goal:
    """Take a goal out of the lists that was a mistake or is done with.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        StillInUse: current fields or measure packages belong to it.
    """
    access.require(by, "strategy.archive_goal", goal)
    goal = locked(goal)
    if any(rows.filter(archived_at=None).exists() for rows in (goal.fields, goal.packages)):
        raise StillInUse
    return set_archived(goal, now, permission="strategy.archive_goal", kind="goal.archived", by=by, now=now)


@transaction.atomic
def restore_goal(*, goal: Goal, by: Any, now: datetime) -> Goal:
    """Take an archived goal up again.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    return set_archived(goal, None, permission="strategy.archive_goal", kind="goal.restored", by=by, now=now)
