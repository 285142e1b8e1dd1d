"""Tables as files."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.tables import Column, export
from stadtgespraech.core.tables.exporting import csv_cell
from stadtgespraech.core.tables.reading import read_table

COLUMNS = [
    Column("Name", lambda row: row["name"]),
    Column("Wert", lambda row: row["value"]),
    Column("Tag", lambda row: row["day"]),
    Column("Strategisch", lambda row: row["strategic"]),
]
ROWS = [
    {"name": "Wohnungen", "value": Decimal("1440.5000"), "day": date(2026, 1, 31), "strategic": True},
    {"name": '=HYPERLINK("x")', "value": None, "day": None, "strategic": False},
]


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_csv_opens_in_a_german_spreadsheet_and_runs_nothing() -> None:
    response = export(ROWS, COLUMNS, format="csv", name="kennzahlen", example=lambda row: row["value"] is None)
    assert response.headers["Content-Disposition"] == 'attachment; filename="kennzahlen.csv"'
    assert content(response).decode() == (
        "\ufeffName;Wert;Tag;Strategisch;Beispiel\r\n"
        "Wohnungen;1440,5;2026-01-31;ja;\r\n"
        '"\'=HYPERLINK(""x"")";;;nein;ja, erfunden\r\n'
    )


def test_xlsx_has_typed_cells_and_no_formulas() -> None:
    file = io.BytesIO(content(export(ROWS, COLUMNS, format="xlsx", name="a/b:c", example=lambda row: False)))
    sheet = openpyxl.load_workbook(file).active
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["Name", "Wert", "Tag", "Strategisch", "Beispiel"],
        ["Wohnungen", 1440.5, datetime(2026, 1, 31), "ja", None],  # noqa: DTZ001
        ['=HYPERLINK("x")', None, None, "nein", None],
    ]
    assert sheet["A3"].data_type == "s"


def test_other_formats_do_not_exist() -> None:
    with pytest.raises(NotFound):
        export(ROWS, COLUMNS, format="pdf", name="x")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_every_start_of_a_formula_is_neutralised(start: str) -> None:
    assert csv_cell(f"{start}1+1") == f"'{start}1+1"


def test_numbers_keep_their_sign() -> None:
    assert [
        csv_cell(value) for value in (Decimal("-1.5"), -3, True, None, datetime(2026, 7, 1, 10, 30, tzinfo=UTC))
    ] == [
        "-1,5",
        "-3",
        "ja",
        "",
        "2026-07-01 12:30",
    ]


@settings(deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_characters="\x00\ufeff", exclude_categories=["Cs"]), min_size=1, max_size=30),
        min_size=1,
        max_size=5,
    )
)
def test_texts_survive_the_way_out_and_in(texts: list[str]) -> None:
    texts = [text for text in texts if text.strip() and not (text.startswith("'"))]
    if not texts:
        return
    columns = [Column("Text", lambda row: row), Column("Nr", lambda row: 1)]
    file = io.BytesIO(content(export(texts, columns, format="csv", name="t")))
    sheet = read_table(file, name="t.csv", known={"text", "nr"})
    assert [cells for _number, cells in sheet.rows] == [[text, "1"] for text in texts]
