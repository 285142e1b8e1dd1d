"""Reads CSV files for the commands that need no site: either every row is good, or all bad ones are named."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

BAD_INPUT = 2  # exit code
SEPARATORS = ",;\t"


class BadRows(Exception):
    """A file can't be used; every line says what, where, and what to do."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


@dataclass
class Problems:
    """Collects what is wrong with a file, so that all of it is told at once."""

    file: Path
    sentences: list[str] = field(default_factory=list)

    def add(self, line: int, sentence: str) -> None:
        self.sentences.append(f"{self.file}, line {line}: {sentence}")

    def stop_if_any(self) -> None:
        if self.sentences:
            raise BadRows(self.sentences)


@dataclass(frozen=True)
class Row:
    """One record: the line it begins on (1-based, the header is line 1) and its cells, without outer spaces."""

    line: int
    cells: list[str]


def read_table(file: Path) -> tuple[list[str], Iterator[Row]]:
    """Header and records of a UTF-8 CSV file with commas, semicolons or tabs; empty lines are skipped.

    Raises:
        BadRows: the file is not UTF-8, has no header, or has quotes that never close.
        OSError: it can't be read.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise BadRows([f"{file}, line {line}: this is not UTF-8; save the file as UTF-8."]) from error
    first = text.split("\n", 1)[0]
    if not first.strip():
        raise BadRows([f"{file}, line 1: the header is missing; the first line names the columns."])
    separator = max(SEPARATORS, key=first.count)
    csv.field_size_limit(sys.maxsize)
    records = _records(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), file)
    header = next(records).cells
    return header, records


def _records(reader: Iterator[list[str]], file: Path) -> Iterator[Row]:
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadRows([f"{file}, line {line}: {error}; check the quotation marks from here on."]) from error
        if any(cells):
            yield Row(line, [cell.strip() for cell in cells])
        line = reader.line_num + 1  # type: ignore[attr-defined]


def columns_of(file: Path, header: Sequence[str], required: Sequence[str], optional: Sequence[str] = ()) -> list[int]:
    """Where the named columns stand, in this order; −1 for an optional one that is not there.

    Raises:
        BadRows: a required column is missing or a column occurs twice.
    """
    names = [name.casefold() for name in header]
    problems = Problems(file)
    for name in [*required, *optional]:
        if name in required and name not in names:
            problems.add(1, f"the column {name!r} is missing; there are {', '.join(map(repr, header))}.")
        if names.count(name) > 1:
            problems.add(1, f"the column {name!r} occurs twice; name each column once.")
    problems.stop_if_any()
    return [names.index(name) if name in names else -1 for name in [*required, *optional]]


def values_by_id(file: Path, *, key: str, value: str) -> dict[str, tuple[int, str]]:
    """Line and value of every id in a file with two columns.

    Raises:
        BadRows: an empty cell, an id that occurs twice, a row of the wrong length.
    """
    header, rows = read_table(file)
    at_key, at_value = columns_of(file, header, [key, value])
    problems, found = Problems(file), dict[str, tuple[int, str]]()
    for row in rows:
        if len(row.cells) != len(header):
            problems.add(row.line, wrong_length(len(row.cells), len(header)))
        elif not row.cells[at_key] or not row.cells[at_value]:
            problems.add(row.line, f"{key} and {value} must both be filled in.")
        elif row.cells[at_key] in found:
            problems.add(
                row.line,
                f"{key} {row.cells[at_key]!r} stands on line {found[row.cells[at_key]][0]} already; keep one.",
            )
        else:
            found[row.cells[at_key]] = (row.line, row.cells[at_value])
    problems.stop_if_any()
    return found


def wrong_length(found: int, wanted: int) -> str:
    return f"{found} cells instead of the header's {wanted}; check separators and quotation marks."


def refuse(error: BadRows) -> int:
    """Print what is wrong; the exit code for bad input."""
    for sentence in error.sentences:
        print(sentence, file=sys.stderr)
    print("Nothing was computed.", file=sys.stderr)
    return BAD_INPUT
