"""Cursors: pages by position."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.core.errors import BadInput
from stadtgespraech.core.web.cursor import LARGEST, decode, encode, slice_of

numbers = st.integers(min_value=-LARGEST, max_value=LARGEST)


@given(st.lists(numbers, min_size=1, max_size=3).map(tuple))
def test_a_cursor_leads_back_to_its_position(position: tuple[int, ...]) -> None:
    assert decode(encode(position), length=len(position)) == position


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%%%",
        "ä",
        "\ud800",
        "1" * 200,
        "W10",
        "[1]",
        *(
            base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
            for text in ("[1, 2]", '["a"]', "[true]", "[1.5]", "[NaN]", "{}", "null", f"[{2**63}]", "[" * 90)
        ),
    ],
)
def test_anything_else_is_refused(cursor: str) -> None:
    with pytest.raises(BadInput):
        decode(cursor, length=1)


def make_units(count: int, start: int = 0) -> list[Unit]:
    return Unit.objects.bulk_create(
        Unit(slug=f"u-{n}", number=str(n), name={"de": f"Amt {n}"}, kind="office" if n % 3 else "unit")
        for n in range(start, start + count)
    )


def walk(limit: int, order: tuple[str, ...] = ("pk",), between: object = None) -> list[str]:
    slugs: list[str] = []
    cursor = ""
    while True:
        found = slice_of(Unit.objects.all(), cursor=cursor, limit=limit, order=order)
        slugs += [unit.slug for unit in found.rows]
        if not found.next:
            return slugs
        cursor = found.next
        if callable(between):
            between()


def test_the_pages_together_are_the_list(db: None) -> None:
    make_units(7)
    assert walk(3) == [f"u-{n}" for n in range(7)]
    assert walk(7) == [f"u-{n}" for n in range(7)]


def test_rows_that_come_in_between_neither_repeat_nor_hide_others(db: None) -> None:
    make_units(6)
    fresh = iter(range(100, 103))
    seen = walk(2, between=lambda: make_units(1, start=next(fresh)) if len(Unit.objects.all()) < 9 else None)
    assert seen == [*(f"u-{n}" for n in range(6)), "u-100", "u-101", "u-102"]


def test_rows_that_go_in_between_hide_no_others(db: None) -> None:
    make_units(6)
    seen = walk(2, between=lambda: Unit.objects.filter(slug="u-0").delete())
    assert seen == [f"u-{n}" for n in range(6)]


def test_a_list_in_two_columns(db: None) -> None:
    from django.db.models import Case, IntegerField, Value, When

    make_units(7)
    rows = Unit.objects.annotate(
        rank=Case(When(kind="unit", then=Value(0)), default=Value(1), output_field=IntegerField())
    )
    first = slice_of(rows, cursor="", limit=4, order=("rank", "pk"))
    second = slice_of(rows, cursor=first.next, limit=4, order=("rank", "pk"))
    assert [unit.slug for unit in [*first.rows, *second.rows]] == ["u-0", "u-3", "u-6", "u-1", "u-2", "u-4", "u-5"]
    assert (first.total, second.total, second.next) == (7, 7, "")
