"""Reads series with two values each from a CSV file: the layout of Canada's published progress components.

Columns of results, or any others, may stand in the file; they are not read.
"""

from __future__ import annotations

import csv
import io
import math
import re
from dataclasses import dataclass
from pathlib import Path

from stadtgespraech.core.errors import BadInput
from stadtgespraech.engines.scoring import Direction

REQUIRED = ("indicator", "series", "base_value", "base_year", "current_value", "current_year", "direction")
OPTIONAL = ("limit", "target", "target_year", "target_type")
DIRECTIONS = {"1": Direction.UP, "-1": Direction.DOWN, "0": Direction.OPEN, "": Direction.OPEN}
DIRECTIONS |= {str(direction): direction for direction in Direction}
TARGET_TYPES = ("reach", "hold", "")
NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
YEARS = range(1800, 2201)
SHOWN_ROWS = 3


@dataclass(frozen=True)
class Row:
    """One series of the file; NaN where a cell is empty."""

    line: int
    indicator: str
    series: str
    base_value: float
    base_year: float
    current_value: float
    current_year: float
    direction: Direction
    limit: float
    target: float
    target_year: float
    target_type: str

    @property
    def name(self) -> str:
        return self.series or self.indicator

    @property
    def contradiction(self) -> str:
        """Why nothing can be said although there are values: a reason's code, or empty."""
        pairs = ((self.base_value, self.base_year), (self.current_value, self.current_year))
        if any(math.isnan(year) and not math.isnan(value) for value, year in pairs):
            return "year-missing"
        if self.current_year < self.base_year:
            return "years-reversed"
        needs_year = not math.isnan(self.target) and self.target_type != "hold"
        return "target-without-year" if needs_year and not self.target_year > self.base_year else ""


def read_series(file: Path) -> list[Row]:
    """The rows of the file, all or none.

    Raises:
        BadInput: with the line of each of the first rows that can't be read.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{file}: not a text in UTF-8; save the table as CSV in UTF-8.") from None
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    missing = [name for name in REQUIRED if name not in (reader.fieldnames or ())]
    if missing:
        raise BadInput(f"{file}: the first line lacks the columns {', '.join(missing)}.")
    rows, problems = [], []
    try:
        for cells in reader:
            try:
                rows.append(row_of(cells, reader.line_num, decimal_comma=delimiter == ";"))
            except ValueError as error:
                problems.append(f"line {reader.line_num}: {error}")
    except csv.Error as error:
        raise BadInput(f"{file}, line {reader.reader.line_num}: not readable as CSV ({error}).") from None
    if problems:
        more = f" and {len(problems) - SHOWN_ROWS} more" if len(problems) > SHOWN_ROWS else ""
        raise BadInput(f"{file}, {'; '.join(problems[:SHOWN_ROWS])}{more}. Nothing was scored.")
    if not rows:
        raise BadInput(f"{file}: there are no series under the first line.")
    return rows


def row_of(cells: dict[str, str], line: int, *, decimal_comma: bool) -> Row:
    """One row.

    Raises:
        ValueError: says which cell is wrong.
    """
    if None in cells or None in cells.values():
        raise ValueError("not as many cells as the first line has")
    text = {name: cells.get(name, "").strip() for name in (*REQUIRED, *OPTIONAL)}
    if not (text["indicator"] or text["series"]):
        raise ValueError("neither indicator nor series is named")
    if text["direction"].removesuffix(".0") not in DIRECTIONS:
        raise ValueError(f"direction is {text['direction']!r}, not 1, -1 or 0")
    if text["target_type"] not in TARGET_TYPES:
        raise ValueError(f"target_type is {text['target_type']!r}, not reach or hold")
    number = {
        name: number_of(name, text[name], decimal_comma=decimal_comma)
        for name in ("base_value", "base_year", "current_value", "current_year", "limit", "target", "target_year")
    }
    for name in ("base_year", "current_year", "target_year"):
        if not math.isnan(number[name]) and number[name] not in YEARS:
            raise ValueError(f"{name} is {text[name]}, not a whole year from {YEARS[0]} to {YEARS[-1]}")
    if number["limit"] <= 0:
        raise ValueError(f"limit is {text['limit']}, not above zero")
    return Row(
        line=line,
        indicator=text["indicator"],
        series=text["series"],
        direction=DIRECTIONS[text["direction"].removesuffix(".0")],
        target_type=text["target_type"],
        **number,
    )


def number_of(name: str, text: str, *, decimal_comma: bool) -> float:
    """A number; NaN for an empty cell."""
    if not text:
        return math.nan
    plain = text.replace(",", ".") if decimal_comma else text
    if not NUMBER.fullmatch(plain) or math.isinf(float(plain)):
        raise ValueError(f"{name} is {text[:40]!r}, not a number")
    return float(plain)
