"""The involvement matrix: which unit takes part in which field, and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.models import Field, Involvement
from stadtgespraech.core import access

ROLES = tuple(Involvement.Role.values)


@dataclass(frozen=True)
class MatrixFilter:
    """What the matrix is narrowed to: slugs and a role, "" for everything."""

    unit: str = ""
    field: str = ""
    role: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell; ``role`` is "" where a unit takes no part."""

    field: Field
    unit: Unit
    role: str

    @property
    def words(self) -> str:
        return str(Involvement.Role(self.role).label) if self.role else ""


@dataclass(frozen=True)
class Sums:
    """How often each role occurs in a row or column."""

    leading: int
    involved: int
    if_needed: int

    @property
    def total(self) -> int:
        return self.leading + self.involved + self.if_needed


@dataclass(frozen=True)
class UnitRow:
    """A unit, its cells in the order of the fields, and its sums."""

    unit: Unit
    cells: list[Cell]
    sums: Sums


@dataclass(frozen=True)
class FieldColumn:
    """A field, its cells in the order of the units, and its sums."""

    field: Field
    cells: list[Cell]
    sums: Sums


@dataclass(frozen=True)
class Matrix:
    """The whole table, or the part that was asked for."""

    rows: list[UnitRow]
    columns: list[FieldColumn]
    sums: Sums


def units() -> QuerySet[Unit]:
    """The units that have a row, by number."""
    return Unit.objects.filter(kind=Unit.Kind.UNIT, archived_at=None)


def matrix(*, seen_by: Any, only: MatrixFilter = MatrixFilter()) -> Matrix:
    """The matrix in three statements, whatever its size."""
    all_fields = access.visible(Field, to=seen_by).filter(archived_at=None).select_related("goal")
    fields = list(all_fields.order_by("goal__order", "goal__slug", "order", "slug"))
    shown = sorted(units(), key=by_number)
    if only.field:
        fields = [field for field in fields if field.slug == only.field]
    if only.unit:
        shown = [unit for unit in shown if unit.slug == only.unit]
    cells = Involvement.objects.values_list("unit_id", "field_id", "role")
    roles = {(unit, field): role for unit, field, role in cells if not only.role or role == only.role}
    if only.role:
        # Empty rows and columns would hide what was asked for.
        shown = [unit for unit in shown if any((unit.pk, field.pk) in roles for field in fields)]
        fields = [field for field in fields if any((unit.pk, field.pk) in roles for unit in shown)]
    rows = [_row(unit, [Cell(field, unit, roles.get((unit.pk, field.pk), "")) for field in fields]) for unit in shown]
    columns = [
        FieldColumn(field, column := [row.cells[place] for row in rows], _sums(column))
        for place, field in enumerate(fields)
    ]
    return Matrix(rows, columns, _sums(cell for row in rows for cell in row.cells))


def by_number(unit: Unit) -> tuple[int, str]:
    """Units by their number, not by its first digit; what is no number comes last."""
    return (int(unit.number), "") if unit.number.isdecimal() else (1_000_000, unit.number)


def _row(unit: Unit, cells: list[Cell]) -> UnitRow:
    return UnitRow(unit, cells, _sums(cells))


def _sums(cells: Iterable[Cell]) -> Sums:
    counts = Counter(cell.role for cell in cells)
    return Sums(*(counts[role] for role in ROLES))
