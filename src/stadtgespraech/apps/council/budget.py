"""The money tables of a paper: sums are computed and set beside what the paper prints. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from stadtgespraech.apps.council.models import BudgetLine, Paper, PrintedTotal


@dataclass(frozen=True)
class BudgetRow:
    """One line: its amounts in the order of the table's years."""

    line: BudgetLine
    amounts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.amounts)

    @property
    def accounts(self) -> str:
        """Cost centre, product and account, those that are given."""
        return " · ".join(part for part in (self.line.cost_centre, self.line.product, self.line.account) if part)


@dataclass(frozen=True)
class YearSum:
    """One year: what the lines add up to, and what is printed (None where nothing is)."""

    year: str
    computed: int
    printed: int | None

    @property
    def agrees(self) -> bool:
        return self.printed is None or self.printed == self.computed

    @property
    def difference(self) -> int:
        return 0 if self.printed is None else self.computed - self.printed


@dataclass(frozen=True)
class BudgetTable:
    """All lines of one kind."""

    kind: str
    label: Any
    rows: tuple[BudgetRow, ...]
    sums: tuple[YearSum, ...]

    @property
    def total(self) -> int:
        return sum(part.computed for part in self.sums)

    @property
    def has_printed(self) -> bool:
        return any(part.printed is not None for part in self.sums)

    @property
    def agrees(self) -> bool:
        return all(part.agrees for part in self.sums)

    @property
    def differing(self) -> list[YearSum]:
        return [part for part in self.sums if not part.agrees]


def tables(lines: Iterable[BudgetLine], totals: Iterable[PrintedTotal]) -> list[BudgetTable]:
    """One table per kind of expense that has lines or printed totals, in the order of the kinds."""
    lines, totals = list(lines), list(totals)
    found = []
    for kind, label in BudgetLine.Kind.choices:
        own = [line for line in lines if line.kind == kind]
        printed = {total.year: total.amount for total in totals if total.kind == kind}
        years = sorted({int(year) for line in own for year in line.amounts} | set(printed))
        if not years:
            continue
        rows = tuple(BudgetRow(line, tuple(int(line.amounts.get(str(year), 0)) for year in years)) for line in own)
        sums = tuple(
            YearSum(str(year), sum(row.amounts[place] for row in rows), printed.get(year))
            for place, year in enumerate(years)
        )
        found.append(BudgetTable(kind, label, rows, sums))
    return found


def requested_difference(paper: Paper, found: Iterable[BudgetTable]) -> Decimal | None:
    """What the expense lines add up to, minus the sum that the paper asks for; None where one of them is missing.

    Staff comes on top of the requested sum: the paper names it apart.
    """
    expenses = [table for table in found if table.kind == BudgetLine.Kind.EXPENSE]
    if paper.total_requested is None or not expenses:
        return None
    return Decimal(sum(table.total for table in expenses)) - paper.total_requested
