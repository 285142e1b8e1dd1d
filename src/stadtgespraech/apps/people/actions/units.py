"""Changing units."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.core import access, journal, thread


@transaction.atomic
def change_unit(*, unit: Unit, changes: dict[str, Any], by: Any, now: datetime) -> Unit:
    """Change a unit's name or description.

    Args:
        changes: field name → new value; what is equal already is not journalled.
    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    access.require(by, "people.change_unit", unit)
    changed = sorted(name for name, value in changes.items() if getattr(unit, name) != value)
    if not changed:
        return unit
    for name in changed:
        setattr(unit, name, changes[name])
    unit.save(update_fields=changed)
    thread.put(unit, at=now)
    journal.record("unit.changed", subject=unit, by=by, at=now, fields=changed)
    return unit
