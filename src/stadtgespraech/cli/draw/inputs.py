"""Reading pools, quotas and registers from the CSV files of the field; every fault has a file and a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stadtgespraech.engines.sortition import Quota

ID_COLUMNS = ("id", "nationbuilder_id")
FEATURE_COLUMNS = ("feature", "category", "featurename")
VALUE_COLUMNS = ("value", "name", "feature", "valuename")
NUMBER_COLUMNS = {
    "minimum": ("min", "minquota"),
    "maximum": ("max", "maxquota"),
    "least": ("min_flex",),
    "most": ("max_flex",),
}
# They would need quoting in the files of a draw, which programs in several languages read.
FORBIDDEN_IN_IDS = set(',"\n\r\t\\')

BAD_ID = "holds a comma, a quotation mark or a sign that cannot be printed; use plain numbers or letters."


class BadInput(Exception):
    """One sentence: what is wrong, in which file and line, and what to do."""


@dataclass(frozen=True)
class Line:
    """A row of a file with the number of its line."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A CSV file: cells by folded heading. ``headings`` as they were written."""

    path: Path
    headings: tuple[str, ...]
    lines: tuple[Line, ...]

    def fault(self, line: int, sentence: str) -> BadInput:
        return BadInput(f"{self.path}, line {line}: {sentence}")


@dataclass(frozen=True)
class People:
    """People with their values in the quotas' words.

    Attributes:
        ids: unique names.
        rows: one value per feature.
        household: number shared by housemates, -1 for nobody else; None if not asked for.
        wanted: prescribed probabilities, or None.
    """

    ids: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    household: tuple[int, ...] | None
    wanted: tuple[float, ...] | None


def fold(text: str) -> str:
    """How values and headings are compared: trimmed, in one case, spaces as one."""
    return " ".join(text.split()).casefold()


def open_csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Numbered rows of a CSV file in UTF-8, with comma or semicolon, with or without a byte order mark."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror or 'cannot be read'}.") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadInput(f"{path}, line {line}: this is not UTF-8; save the file as CSV UTF-8.") from error
    if "\0" in text:
        raise BadInput(
            f"{path}, line {text[: text.index(chr(0))].count(chr(10)) + 1}: not a text file; save as CSV UTF-8."
        )
    if not text.strip():
        raise BadInput(f"{path}, line 1: the file is empty.")
    first = text.lstrip().split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    del text
    source = io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8-sig", newline="")
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    start = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        raise BadInput(f"{path}, line {start}: a quotation mark is not closed or stands too early.") from error


def read_table(path: Path) -> Table:
    """A CSV file with a heading; empty columns at its end are left out."""
    rows = open_csv(path)
    line, heading = next(rows)
    names = [name.strip() for name in heading]
    while names and not names[-1]:
        names.pop()
    folded = [fold(name) for name in names]
    twice = {name for name in folded if name and folded.count(name) > 1}
    if twice:
        raise BadInput(f"{path}, line {line}: the column {min(twice)!r} appears twice.")
    lines = []
    for number, row in rows:
        if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
            raise BadInput(f"{path}, line {number}: {len(row)} cells, but the heading has {len(names)} columns.")
        cells = [*row, *[""] * (len(names) - len(row))]
        lines.append(Line(number, {name: cell.strip() for name, cell in zip(folded, cells, strict=False)}))
    if not lines:
        raise BadInput(f"{path}, line {line}: there is nothing below the heading.")
    return Table(path, tuple(names), tuple(lines))


def read_quotas(path: Path) -> tuple[list[Quota], dict[Quota, int]]:
    """Quotas from ``feature,value,min,max[,min_flex,max_flex]`` or another heading of the field, and their lines."""
    table = read_table(path)
    folded = [fold(name) for name in table.headings]
    feature = next((name for name in FEATURE_COLUMNS if name in folded), None)
    value = next((name for name in VALUE_COLUMNS if name in folded and name != feature), None)
    if feature == "feature" and "category" in folded:
        feature, value = "category", "feature"
    columns = {own: next((name for name in names if name in folded), None) for own, names in NUMBER_COLUMNS.items()}
    if feature is None or value is None or columns["minimum"] is None or columns["maximum"] is None:
        raise table.fault(1, "the heading must be feature,value,min,max (and min_flex,max_flex if wanted).")
    quotas: dict[tuple[str, str], Quota] = {}
    lines: dict[Quota, int] = {}
    names: dict[str, str] = {}
    for line in table.lines:
        own, word = line.cells[feature], line.cells[value]
        if not own or not word:
            raise table.fault(line.number, "the name of the feature or of its value is missing.")
        names.setdefault(fold(own), own)
        numbers = {
            key: _whole(table, line, column, optional=key in ("least", "most")) for key, column in columns.items()
        }
        minimum, maximum = numbers["minimum"] or 0, numbers["maximum"] or 0
        least, most = numbers["least"], numbers["most"]
        if minimum > maximum:
            raise table.fault(line.number, f"the minimum {minimum} is larger than the maximum {maximum}.")
        if (least is not None and least > minimum) or (most is not None and most < maximum):
            raise table.fault(line.number, "min_flex must be at most min, and max_flex at least max.")
        if (fold(own), fold(word)) in quotas:
            raise table.fault(line.number, f"{own} = {word} has a quota already.")
        quota = Quota(names[fold(own)], word, minimum, maximum, least, most)
        quotas[fold(own), fold(word)], lines[quota] = quota, line.number
    # Values of one feature stand together, so that people's values are numbered in the file's order.
    place = {name: number for number, name in enumerate(names.values())}
    return sorted(quotas.values(), key=lambda quota: place[quota.feature]), lines


def _whole(table: Table, line: Line, column: str | None, *, optional: bool) -> int | None:
    text = line.cells[column] if column else ""
    if not text and optional:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise table.fault(line.number, f"{column} must be a whole number from 0, not {text!r}.")
    return int(text)


def read_people(
    path: Path,
    *,
    quotas: Sequence[Quota],
    id_column: str | None = None,
    household: Sequence[str] = (),
    wanted: str | None = None,
) -> People:
    """People from a CSV file with one column per feature."""
    table = read_table(path)
    folded = [fold(name) for name in table.headings]
    features = list(dict.fromkeys(quota.feature for quota in quotas))
    for name in (*features, *household, *([wanted] if wanted else []), *([id_column] if id_column else [])):
        if fold(name) not in folded:
            raise table.fault(1, f"there is no column {name!r}; the columns are {', '.join(table.headings)}.")
    words = {
        feature: {fold(quota.value): quota.value for quota in quotas if quota.feature == feature}
        for feature in features
    }
    rows = []
    for line in table.lines:
        row = []
        for feature in features:
            cell = line.cells[fold(feature)]
            if fold(cell) not in words[feature]:
                known = ", ".join(words[feature].values())
                what = f"{cell!r} is no value of {feature!r}" if cell else f"the value of {feature!r} is missing"
                raise table.fault(line.number, f"{what}; the quotas know {known}.")
            row.append(words[feature][fold(cell)])
        rows.append(tuple(row))
    homes = _households(table, household) if household else None
    return People(ids_of(table, id_column), tuple(rows), homes, _wanted(table, wanted) if wanted else None)


def is_bad_id(text: str) -> bool:
    return bool(FORBIDDEN_IN_IDS & set(text)) or not text.isprintable()


def ids_of(table: Table, column: str | None) -> tuple[str, ...]:
    """Unique ids from a column, from the usual ones, or the row's number."""
    folded = [fold(name) for name in table.headings]
    if column and fold(column) not in folded:
        raise table.fault(1, f"there is no column {column!r}; the columns are {', '.join(table.headings)}.")
    chosen = fold(column) if column else next((name for name in ID_COLUMNS if name in folded), None)
    if chosen is None:
        return tuple(str(number) for number in range(1, len(table.lines) + 1))
    seen: dict[str, int] = {}
    for line in table.lines:
        own = line.cells[chosen]
        if not own:
            raise table.fault(line.number, f"the {chosen} is missing.")
        if is_bad_id(own):
            raise table.fault(line.number, f"the {chosen} {own!r} {BAD_ID}")
        if own in seen:
            raise table.fault(line.number, f"the {chosen} {own!r} stands in line {seen[own]} already.")
        seen[own] = line.number
    return tuple(seen)


def _households(table: Table, columns: Sequence[str]) -> tuple[int, ...]:
    """The same number for the same address; whoever has an empty address lives alone."""
    numbers: dict[tuple[str, ...], int] = {}
    result = []
    for line in table.lines:
        address = tuple(fold(line.cells[fold(column)]) for column in columns)
        result.append(numbers.setdefault(address, len(numbers)) if any(address) else -1)
    return tuple(result)


def _wanted(table: Table, column: str) -> tuple[float, ...]:
    result = []
    for line in table.lines:
        text = line.cells[fold(column)].replace(",", ".")
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not 0 <= value < 1e6:
            raise table.fault(line.number, f"{column} must be a number from 0, not {text!r}.")
        result.append(value)
    return tuple(result)
