"""What all actions of this app do alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.text import slugify

from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import Conflict, NotFound
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.text import fold

M = TypeVar("M", bound=Model)
# Words that stand for pages of their own in the addresses.
TAKEN = frozenset({"neu", "aus-bild"})
MOST_TRIES = 5
# Leaves room in the column for "-2" and more.
LONGEST_STEM = 70


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
    for _try in range(MOST_TRIES):
        try:
            with transaction.atomic():
                obj = model._default_manager.create(slug=free_slug(model, values["name"], otherwise), **columns)
        except IntegrityError:
            continue
        for name in several & values.keys():
            getattr(obj, name).set(values[name])
        return obj
    raise Conflict


def free_slug(model: type[Model], name: Translated, otherwise: str) -> str:
    """An address for a name: the first of ``name``, ``name-2``, ``name-3`` … that is free."""
    stem = slugify(fold(name.in_language("de")))[:LONGEST_STEM].strip("-") or otherwise
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True)) | TAKEN
    candidates = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


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
