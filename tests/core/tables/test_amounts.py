"""Numbers and days as people write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.core.errors import BadInput
from stadtgespraech.core.tables.amounts import (
    AmbiguousNumber,
    NotADay,
    NotANumber,
    number_of,
    parse_day,
    parse_number,
    plain_number,
)

numbers = st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=4)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("1440", "1440"),
        (" 46,5 ", "46.5"),
        ("46.5", "46.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1 234,5", "1234.5"),
        ("1\u202f234\u202f567", "1234567"),
        ("1'234.50", "1234.50"),
        ("0,125", "0.125"),
        ("1234,567", "1234.567"),
        ("1,2340", "1.2340"),
        ("−3,5", "-3.5"),
        ("+12", "12"),
        ("007", "7"),
    ],
)
def test_numbers_are_read_the_german_and_the_english_way(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("1.440", "1440 oder 1,44"),
        ("1,234", "1234 oder 1,2340"),
        ("12.000", "12000 oder 12,0"),
        ("-1.500", "1500 oder 1,5"),
    ],
)
def test_what_can_mean_two_things_is_refused_with_both_ways_to_write_it(text: str, ways: str) -> None:
    with pytest.raises(AmbiguousNumber) as refusal:
        parse_number(text)
    assert str(refusal.value) == f"„{text}“ kann zweierlei heißen. Bitte schreiben Sie {ways}."


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "viel",
        "1e5",
        "46,5 %",
        "12 Wohnungen",
        "1.23.4",
        "1,2,3",
        "1.2345,6",
        "12.34.567",
        "5,",
        ",5",
        "--3",
        "1..2",
        "1.234,",
        "٣",
        "NaN",
        "inf",
        "0x10",
        "1" * 41,
        "1 2",
        "1.234,5.6",
    ],
)
def test_everything_else_is_no_number(text: str) -> None:
    with pytest.raises(NotANumber):
        parse_number(text)


@settings(deadline=None)
@given(numbers)
def test_what_we_write_is_read_back_the_same(number: Decimal) -> None:
    assert parse_number(plain_number(number)) == number


@settings(deadline=None)
@given(numbers)
def test_german_groups_are_read_back_or_refused_as_ambiguous_but_never_misread(number: Decimal) -> None:
    german = f"{number:,}".translate(str.maketrans(",.", ".,"))
    try:
        assert parse_number(german) == number
    except AmbiguousNumber:
        assert "," not in german or len(german.rpartition(",")[2]) == 3


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_a_number_or_a_sentence(text: str) -> None:
    try:
        assert parse_number(text).is_finite()
    except BadInput as problem:
        assert str(problem.message)


@settings(deadline=None)
@given(st.text(alphabet="0123456789.,- '", max_size=12))
def test_digits_are_never_lost(text: str) -> None:
    try:
        number = parse_number(text)
    except BadInput:
        return
    digits = [letter for letter in text if letter.isdigit()]
    assert "".join(digits).lstrip("0") == f"{abs(number):f}".replace(".", "").lstrip("0")


def test_typed_cells_need_no_guess() -> None:
    assert [number_of(value) for value in (1.234, 1440, 1440.0, 0.1 + 0.2, Decimal("1.5"))] == [
        Decimal("1.234"),
        Decimal(1440),
        Decimal(1440),
        Decimal("0.3"),
        Decimal("1.5"),
    ]
    for value in (True, float("nan"), float("inf"), Decimal("NaN")):
        with pytest.raises(NotANumber):
            number_of(value)


def test_days_are_read_in_the_german_and_the_iso_way() -> None:
    day = date(2025, 12, 31)
    given_as = ["31.12.2025", "31. 12. 2025", "2025-12-31", day, datetime(2025, 12, 31, 23, 59)]  # noqa: DTZ001
    assert [parse_day(value) for value in given_as] == [day] * 5


@pytest.mark.parametrize(
    "text", ["12/31/2025", "31.12.25", "31.02.2025", "2025-13-01", "gestern", "", "1.1", "٣.١.٢٠٢٥"]
)
def test_other_days_are_refused(text: str) -> None:
    with pytest.raises(NotADay):
        parse_day(text)
