"""How a plain value of a pack is read from an object of the site and written to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model

from stadtgespraech.core.languages import Translated

# kind → key → object; what a value like "unit 64" stands for.
Shelf = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Plain:
    """A column whose value JSON can hold, or that ``into`` makes from such a value."""

    attribute: str
    into: Callable[[Any], Any] = lambda value: value
    late = False

    def read(self, obj: Any) -> Any:
        value = getattr(obj, self.attribute)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Decimal):
            # 750000.00 and 750000 are the same amount.
            return f"{value.normalize():f}"
        return value

    def write(self, obj: Any, value: Any, shelf: Shelf) -> None:
        setattr(obj, self.attribute, None if value is None else self.into(value))


@dataclass(frozen=True)
class Text:
    """A text in several languages."""

    attribute: str
    late = False

    def read(self, obj: Any) -> dict[str, str]:
        return {code: text for code, text in getattr(obj, self.attribute).items() if text}

    def write(self, obj: Any, value: dict[str, str], shelf: Shelf) -> None:
        setattr(obj, self.attribute, Translated.of(value))


@dataclass(frozen=True)
class Reference:
    """A foreign key; the pack names the other object by its key."""

    attribute: str
    kind: str
    key: str = "slug"
    late = False

    def read(self, obj: Any) -> str | None:
        other = getattr(obj, self.attribute)
        return None if other is None else str(getattr(other, self.key))

    def write(self, obj: Any, value: str | None, shelf: Shelf) -> None:
        setattr(obj, self.attribute, None if value is None else shelf[self.kind][value])


@dataclass(frozen=True)
class Terms:
    """A many-to-many column; the pack names the terms as ``vocabulary/code``."""

    attribute: str
    late = True

    def read(self, obj: Any) -> list[str]:
        if obj.pk is None:
            return []
        return sorted(f"{term.vocabulary}/{term.code}" for term in getattr(obj, self.attribute).all())

    def write(self, obj: Any, value: list[str] | None, shelf: Shelf) -> None:
        getattr(obj, self.attribute).set([shelf["reference"][key] for key in value or []])


@dataclass(frozen=True)
class Rows:
    """Rows that belong to an object and have no page of their own: its consultations, its budget lines.

    Attributes:
        related: the object's related name for them.
        columns: what the pack says of each row; other columns are the site's own and are kept.
        identity: columns by which a row stays the same row.
        kept: rows for which this is true are never removed, because the site has added to them.
    """

    related: str
    columns: tuple[Any, ...]
    identity: tuple[str, ...]
    sort: Callable[[dict[str, Any]], Any]
    names: tuple[str, ...]
    kept: Callable[[Any], bool] = lambda row: False
    late = True

    def read(self, obj: Any) -> list[dict[str, Any]]:
        if obj.pk is None:
            return []
        return sorted((self._row(row) for row in getattr(obj, self.related).all()), key=self.sort)

    def write(self, obj: Any, value: list[dict[str, Any]], shelf: Shelf) -> None:
        manager = getattr(obj, self.related)
        rows = {self._identity(self._row(row)): row for row in manager.all()}
        for wanted in value:
            row: Model = rows.pop(self._identity(wanted), None) or manager.model(**{manager.field.name: obj})
            for name, column in zip(self.names, self.columns, strict=True):
                column.write(row, wanted[name], shelf)
            row.save()
        for row in rows.values():
            if not self.kept(row):
                row.delete()

    def _row(self, row: Any) -> dict[str, Any]:
        return {name: column.read(row) for name, column in zip(self.names, self.columns, strict=True)}

    def _identity(self, row: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(str(row[name]) for name in self.identity)
