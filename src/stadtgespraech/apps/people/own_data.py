"""Everything the database holds about one person: to give it to them, and to erase it.

Rows that point to the person are found by themselves, whatever app they belong to. An app says only what is special:
data that names a person without pointing to them (``register``), and columns that are secrets (``hide``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from stadtgespraech.apps.people.models import Person

Export = Callable[[Person], Any]
Erase = Callable[[Person, datetime], None]
_parts: dict[str, tuple[Export, Erase | None]] = {}
_hidden: dict[str, frozenset[str] | None] = {}


def register(name: str, export: Export, *, erase: Erase | None = None) -> None:
    """Add a part that no foreign key leads to.

    Args:
        name: key in the export, e.g. ``"mails"``.
        export: person → values that JSON can hold.
        erase: called before the person is deleted, in the same transaction.
    """
    if name in _parts:
        raise ValueError(f"{name!r} is registered already.")
    _parts[name] = (export, erase)


def hide(model: str, *columns: str) -> None:
    """Leave columns of a model (``"app.model"``), or all of it, out of the export: they are secrets, not data."""
    _hidden[model.lower()] = frozenset(columns) or None


def collect(person: Person) -> dict[str, Any]:
    """All there is about this person, as JSON can hold it."""
    found: dict[str, Any] = {"account": _row(person)}
    for relation in _relations():
        label = relation.related_model._meta.label_lower
        if label in _hidden and _hidden[label] is None:
            continue
        rows = relation.related_model._base_manager.filter(**{relation.field.name: person}).order_by("pk")
        values = [_row(row) for row in rows]
        if values:
            found[f"{label}.{relation.field.name}"] = values
    for name, (export, _erase) in sorted(_parts.items()):
        found[name] = export(person)
    return found


def erase(person: Person, *, now: datetime) -> None:
    """Erase what names this person without pointing to them; the rest goes with the account itself."""
    for _export, erase_part in _parts.values():
        if erase_part is not None:
            erase_part(person, now)


def _relations() -> list[Any]:
    fields = Person._meta.get_fields(include_hidden=True)
    found = [field for field in fields if isinstance(field, models.ForeignObjectRel) and field.related_model != Person]
    return sorted(found, key=lambda relation: (relation.related_model._meta.label_lower, relation.field.name))


def _row(row: models.Model) -> dict[str, Any]:
    hidden = _hidden.get(row._meta.label_lower) or frozenset()
    columns = [column for column in row._meta.concrete_fields if column.name not in hidden]
    return {column.attname: _plain(column.value_from_object(row)) for column in columns}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float, str, list, dict)):
        return value
    if isinstance(value, models.fields.files.FieldFile):
        return value.name
    return DjangoJSONEncoder().default(value)
