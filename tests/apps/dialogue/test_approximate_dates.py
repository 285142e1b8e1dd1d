from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stadtgespraech.apps.dialogue.approximate_dates import ApproximateDate, deviation, in_words, parse, when


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2023", "2023"),
        ("2023-Q4", "4. Quartal 2023"),
        ("2025-05", "Mai 2025"),
        ("2024-04-09", "9. April 2024"),
        ("im Frühjahr", "im Frühjahr"),
        ("2023-Q5", "2023-Q5"),
        ("2023-02-30", "2023-02-30"),
        ("9999-12", "9999-12"),
        ("", ""),
    ],
)
def test_dates_read_as_people_say_them(text: str, words: str) -> None:
    assert in_words(text) == words


def test_each_precision_spans_its_days() -> None:
    assert parse("2024") == ApproximateDate(date(2024, 1, 1), date(2024, 12, 31), "year")
    assert parse("2024-Q1") == ApproximateDate(date(2024, 1, 1), date(2024, 3, 31), "quarter")
    assert parse("2024-02") == ApproximateDate(date(2024, 2, 1), date(2024, 2, 29), "month")
    assert parse(" 2024-02-29 ") == ApproximateDate(date(2024, 2, 29), date(2024, 2, 29), "day")


@pytest.mark.parametrize(
    ("planned", "actual", "words"),
    [
        ("2024-04-09", "2024-04-09", "wie geplant"),
        ("2024-04-09", "2024-04-10", "1 Tag später als geplant"),
        ("2024-04-09", "2024-04-02", "7 Tage früher als geplant"),
        ("2024-04", "2024-04-09", "wie geplant"),
        ("2023-Q4", "2023-11", "wie geplant"),
        ("2025-05", "2025-06-12", "1 Monat später als geplant"),
        ("2025-05", "2024-03", "14 Monate früher als geplant"),
        ("2023-Q4", "2025-06", "später als geplant"),
        ("2024", "2023-Q2", "früher als geplant"),
        ("2024-04-09", "2024", "im Rahmen der Angaben wie geplant"),
        ("2024-04-09", "", ""),
        ("", "2024", ""),
        ("bald", "2024", ""),
    ],
)
def test_a_deviation_says_no_more_than_its_sources(planned: str, actual: str, words: str) -> None:
    assert deviation(planned, actual) == words


@given(st.text(max_size=12))
def test_any_text_can_be_shown(text: str) -> None:
    assert isinstance(in_words(text), str)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_day_lies_in_its_month_quarter_and_year(day: date) -> None:
    quarter = f"{day.year}-Q{(day.month + 2) // 3}"
    for text in (f"{day.year}", quarter, f"{day:%Y-%m}", f"{day:%Y-%m-%d}"):
        span = parse(text)
        assert span.first <= day <= span.last
        assert deviation(text, f"{day:%Y-%m-%d}") == "wie geplant"


def test_a_known_hour_is_shown_in_the_citys_time() -> None:
    start, same_day, next_day = (datetime(2026, 5, *rest, tzinfo=UTC) for rest in ((9, 8), (9, 14), (10, 14)))
    assert when(None, None) == ""
    assert when(start, None) == "9. Mai 2026, 10:00 Uhr"
    assert when(start, same_day) == "9. Mai 2026, 10:00 bis 16:00 Uhr"
    assert when(start, next_day) == "9. Mai 2026, 10:00 Uhr bis 10. Mai 2026, 16:00 Uhr"
