"""What all actions of this app do alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model

from stadtgespraech.core import journal, thread
from stadtgespraech.core.errors import NotFound

M = TypeVar("M", bound=Model)


def locked(obj: M) -> M:
    """The object as it stands now, locked until the action is done.

    Raises:
        NotFound: it is gone.
    """
    try:
        return type(obj)._default_manager.select_for_update().get(pk=obj.pk)
    except type(obj).DoesNotExist:  # type: ignore[attr-defined]
        raise NotFound from None


def write(obj: M, changes: dict[str, Any]) -> list[str]:
    """Write what differs; returns the names of those values.

    Args:
        changes: field name → new value; several objects as any iterable.
    """
    several = {column.name for column in obj._meta.many_to_many}
    changed = sorted(name for name, value in changes.items() if not _is_same(obj, name, value, name in several))
    for name in changed:
        if name in several:
            getattr(obj, name).set(changes[name])
        else:
            setattr(obj, name, changes[name])
    columns = [name for name in changed if name not in several]
    if columns:
        obj.save(update_fields=columns)
    return changed


def _is_same(obj: Model, name: str, value: Any, is_several: bool) -> bool:
    if is_several:
        return set(getattr(obj, name).values_list("pk", flat=True)) == {part.pk for part in value}
    return bool(getattr(obj, name) == value)


def record_change(obj: Any, changed: list[str], *, kind: str, by: Any, now: datetime) -> None:
    """Bring the thread up to date and say in the journal what changed. Nothing changed, nothing said."""
    if changed:
        thread.put(obj, at=now)
        journal.record(kind, subject=obj, by=by, at=now, fields=changed, **named(obj, changed))


def named(obj: Any, names: Iterable[str]) -> dict[str, Any]:
    """New values that are short and public: states, marks, days, and the units and objects meant. No texts."""
    values = {name: getattr(obj, name) for name in names if name not in {"source", "slug"}}
    facts: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Model):
            facts[name] = getattr(value, "number", None) or getattr(value, "slug", value.pk)
        elif value is None or isinstance(value, (bool, int, date)):
            facts[name] = value
        elif isinstance(value, str):
            facts[name] = str(value)
    return facts
