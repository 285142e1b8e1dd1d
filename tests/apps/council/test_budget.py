"""Sums beside what is printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.apps.council import budget
from stadtgespraech.apps.council.models import BudgetLine, Paper, PrintedTotal

amounts = st.dictionaries(st.integers(2020, 2026).map(str), st.integers(-(10**9), 10**9), max_size=5)


@pytest.mark.django_db
def test_sums_stand_beside_the_printed_totals(paper: Paper) -> None:
    (table,) = budget.tables(paper.budget_lines.all(), paper.printed_totals.all())
    assert [(row.accounts, row.amounts, row.total) for row in table.rows] == [
        ("529200", (100, 150), 250),
        ("01", (0, 50), 50),
    ]
    assert [(part.year, part.computed, part.printed, part.agrees, part.difference) for part in table.sums] == [
        ("2026", 100, 100, True, 0),
        ("2027", 200, 250, False, -50),
    ]
    assert (table.total, table.agrees, [part.year for part in table.differing]) == (300, False, ["2027"])
    assert budget.requested_difference(paper, [table]) == Decimal(0)


def test_a_paper_without_money_has_no_tables() -> None:
    assert budget.tables([], []) == []
    assert budget.requested_difference(Paper(total_requested=Decimal(5)), []) is None


def test_a_printed_total_without_lines_does_not_agree() -> None:
    (table,) = budget.tables([], [PrintedTotal(kind="staff", year=2026, amount=5)])
    assert (table.label, table.agrees, table.total) == ("Personalaufwand", False, 0)


@settings(deadline=None)
@given(st.lists(amounts, min_size=1, max_size=6))
def test_rows_and_columns_give_the_same_total(lines: list[dict[str, int]]) -> None:
    found = budget.tables([BudgetLine(kind="expense", amounts=line) for line in lines], [])
    total = sum(sum(line.values()) for line in lines)
    if found:
        (table,) = found
        assert table.total == sum(row.total for row in table.rows) == total
        assert table.agrees
    else:
        assert total == 0
