"""What all actions of this app do alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model

from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import Conflict
from stadtgespraech.core.locking import locked
from stadtgespraech.core.text.slugs import free_slug, slug_of

M = TypeVar("M", bound=Model)
# Words that stand for pages of their own in the addresses.
TAKEN = frozenset({"neu", "aus-bild"})
MOST_TRIES = 5
# Leaves room in the column for "-2" and more.
LONGEST_STEM = 70


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


def create(model: type[M], values: dict[str, Any], *, otherwise: str) -> M:
    """A new object; its address follows from its name.

    Args:
        values: field name → value, at least ``name``; several objects as any iterable.
        otherwise: the address of a name without letters or digits.
    Raises:
        Conflict: others keep adding objects of this name at the same time.
    """
    several = {column.name for column in model._meta.many_to_many}
    columns = {name: value for name, value in values.items() if name not in several}
    stem = slug_of(values["name"].in_language("de"), longest=LONGEST_STEM, otherwise=otherwise)
    for _try in range(MOST_TRIES):
        try:
            with transaction.atomic():
                slug = free_slug(model._default_manager.all(), stem, reserved=TAKEN)
                obj = model._default_manager.create(slug=slug, **columns)
        except IntegrityError:
            continue
        for name in several & values.keys():
            getattr(obj, name).set(values[name])
        return obj
    raise Conflict


def set_archived(obj: M, archived_at: datetime | None, *, permission: str, kind: str, by: Any, now: datetime) -> M:
    """Take an object out of the lists, or back into them; its page, links and history stay. Twice changes nothing."""
    access.require(by, permission, obj)
    thing: Any = locked(obj)
    if (thing.archived_at is None) != (archived_at is None):
        thing.archived_at = archived_at
        thing.save(update_fields=["archived_at"])
        thread.put(thing, at=now)
        journal.record(kind, subject=thing, by=by, at=now)
    return thing


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
