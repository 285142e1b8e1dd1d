"""From a row as the API gives it out to the flat columns of a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_args

from ninja import Schema
from pydantic import BaseModel

from stadtgespraech.core.tables import Column
from stadtgespraech.core.web.api_values import InBothLanguages

Read = Callable[[Schema], Any]


@dataclass(frozen=True)
class FlatColumn:
    """A column of a download.

    Attributes:
        name: as in the API; texts have one column per language, ``name_de`` and ``name_en``.
        description: what it means, in English, "" if its name says it.
        read: row → value.
    """

    name: str
    description: str
    read: Read


def columns_of(item: type[Schema]) -> list[FlatColumn]:
    """The columns of a table whose rows look like ``item``.

    Lists of plain values are joined with "; ". Rows within a row are left out: they are a data set of their own.
    """
    columns: list[FlatColumn] = []
    for name, field in item.model_fields.items():
        kinds = _kinds_in(field.annotation)
        description = field.description or ""
        if InBothLanguages in kinds:
            columns += [
                FlatColumn(f"{name}_{code}", description, _text(name, code)) for code in InBothLanguages.model_fields
            ]
        elif not any(issubclass(kind, BaseModel) for kind in kinds):
            columns.append(FlatColumn(name, description, _plain(name)))
    return columns


def table_columns(item: type[Schema]) -> list[Column]:
    """The same for ``core.tables.export``."""
    return [Column(column.name, column.read) for column in columns_of(item)]


def _kinds_in(annotation: Any) -> set[type]:
    """Every class in an annotation, however deep: ``list[str] | None`` → {list, str, NoneType}."""
    parts = [part for argument in get_args(annotation) for part in _kinds_in(argument)]
    return {*parts, *([annotation] if isinstance(annotation, type) else [])}


def _text(name: str, code: str) -> Read:
    return lambda row: getattr(getattr(row, name), code)


def _plain(name: str) -> Read:
    def read(row: Schema) -> Any:
        value = getattr(row, name)
        if isinstance(value, dict):
            value = [f"{key}={item}" for key, item in value.items()]
        return "; ".join(str(item) for item in value) if isinstance(value, list) else value

    return read
