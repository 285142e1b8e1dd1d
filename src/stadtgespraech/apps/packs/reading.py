"""Reading a pack's files without losing sight of the lines they came from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from stadtgespraech.apps.packs.problems import Problem, did_you_mean

# A pack is text that people write; anything larger is a mistake.
LARGEST_FILE = 2_000_000
# What YAML refuses, refused in every file: databases do not take all of it either.
CONTROL_CHARACTERS = yaml.reader.Reader.NON_PRINTABLE
TIMESTAMP_TAG = "tag:yaml.org,2002:timestamp"


class LinedDict(dict[str, Any]):
    """A mapping that knows the line of each of its keys, and its own (under "")."""

    lines: dict[str, int]


class LinedList(list[Any]):
    """A list that knows the line of each of its entries."""

    lines: list[int]


class Unreadable(Exception):
    """The file can't be read at all."""

    def __init__(self, file: str, line: int, code: str, what: str, to_do: str) -> None:
        self.problem = Problem(file, line, code, what, to_do)
        super().__init__(str(self.problem))


def text_of(path: Path, *, name: str) -> str:
    """A file's text.

    Raises:
        Unreadable: not UTF-8, with control characters, or far too large.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise Unreadable(
            name, 0, "too-large", _("Die Datei ist größer als 2 MB."), _("Teilen Sie sie auf oder kürzen Sie sie.")
        )
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = _("Die Datei ist nicht als UTF-8 gespeichert.")
        raise Unreadable(
            name, line_at(data, error.start), "not-utf-8", what, _("Speichern Sie sie als UTF-8.")
        ) from error
    if found := CONTROL_CHARACTERS.search(text):
        what = _("Die Zeile enthält ein unsichtbares Steuerzeichen.")
        raise Unreadable(
            name, text.count("\n", 0, found.start()) + 1, "control-character", what, _("Entfernen Sie es.")
        )
    return text


def line_at(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def read_yaml(text: str, *, name: str, first_line: int = 1) -> Any:
    """YAML as dicts and lists that know their lines; days stay text.

    Args:
        first_line: line of the file on which ``text`` begins.
    Raises:
        Unreadable: not YAML, a key twice, or a reference (``&``, ``*``), which a pack has no use for.
    """
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            raise Unreadable(name, 0, "empty", _("Die Datei ist leer."), _("Füllen Sie sie aus oder löschen Sie sie."))
        return _value(node, loader, name, first_line - 1, set())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        to_do = _("Prüfen Sie Einrückung, Doppelpunkte und Anführungszeichen in dieser Zeile und der davor.")
        raise Unreadable(name, line, "not-yaml", _("Das ist kein gültiges YAML."), to_do) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unreadable(
            name,
            first_line,
            "not-yaml",
            _("Das ist kein gültiges YAML."),
            _("Verschachteln Sie weniger tief."),
        ) from error
    finally:
        loader.dispose()


def _value(node: yaml.Node, loader: yaml.SafeLoader, name: str, offset: int, seen: set[int]) -> Any:
    line = node.start_mark.line + 1 + offset
    if id(node) in seen:
        raise Unreadable(
            name,
            line,
            "alias",
            _("Verweise mit & und * sind hier nicht erlaubt."),
            _("Schreiben Sie den Inhalt an jeder Stelle aus."),
        )
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        result = LinedDict()
        result.lines = {"": line}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            key_line = key_node.start_mark.line + 1 + offset
            if key in result:
                raise Unreadable(
                    name,
                    key_line,
                    "key-twice",
                    _("Die Angabe „%(key)s“ steht zweimal da.") % {"key": key},
                    _("Streichen Sie eine davon."),
                )
            result[key] = _value(value_node, loader, name, offset, seen)
            result.lines[key] = key_line
        return result
    if isinstance(node, yaml.SequenceNode):
        items = LinedList(_value(item, loader, name, offset, seen) for item in node.value)
        items.lines = [item.start_mark.line + 1 + offset for item in node.value]
        return items
    return node.value if node.tag == TIMESTAMP_TAG else loader.construct_object(node)


def read_csv(
    text: str, *, name: str, required: Sequence[str], optional: Sequence[str] = (), free_columns: bool = False
) -> tuple[list[LinedDict], list[Problem]]:
    """Rows of a table with a header; empty cells are left out, unless columns are free.

    Args:
        free_columns: further columns may have any name (the involvement matrix has one per field).
    """
    reader = csv.reader(io.StringIO(text), strict=True)
    rows: list[LinedDict] = []
    problems: list[Problem] = []
    try:
        header = [column.strip() for column in next(reader, [])]
        problems += list(_header_problems(header, name, required, [*required, *optional], free_columns))
        if problems:
            return [], problems
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            line = reader.line_num
            if len(cells) != len(header):
                what = _("Die Zeile hat %(have)d Spalten, erwartet sind %(want)d.") % {
                    "have": len(cells),
                    "want": len(header),
                }
                problems.append(
                    Problem(
                        name,
                        line,
                        "ragged-row",
                        what,
                        _("Prüfen Sie Kommas; Texte mit Komma brauchen Anführungszeichen."),
                    )
                )
                continue
            row = LinedDict(
                {
                    column: cell.strip()
                    for column, cell in zip(header, cells, strict=True)
                    if cell.strip() or free_columns
                }
            )
            row.lines = dict.fromkeys(["", *header], line)
            rows.append(row)
    except csv.Error:
        problems.append(
            Problem(
                name,
                reader.line_num,
                "not-csv",
                _("Diese Zeile ist keine gültige CSV-Zeile."),
                _("Prüfen Sie die Anführungszeichen."),
            )
        )
    return rows, problems


def _header_problems(
    header: list[str], name: str, required: Sequence[str], known: Sequence[str], free: bool
) -> Iterator[Problem]:
    if not header:
        yield Problem(name, 0, "empty", _("Die Datei ist leer."), _("Füllen Sie sie aus oder löschen Sie sie."))
        return
    for column in required:
        if column not in header:
            what = _("Die Spalte „%(column)s“ fehlt.") % {"column": column}
            yield Problem(
                name,
                1,
                "missing-column",
                what,
                _("Ergänzen Sie die Spalte „%(column)s“ in der ersten Zeile.") % {"column": column},
            )
    for position, column in enumerate(header):
        if column in header[:position]:
            yield Problem(
                name,
                1,
                "column-twice",
                _("Die Spalte „%(column)s“ steht zweimal da.") % {"column": column},
                _("Streichen Sie eine davon."),
            )
        elif column not in known and not free:
            yield Problem(
                name,
                1,
                "unknown-column",
                _("Die Spalte „%(column)s“ ist unbekannt.") % {"column": column},
                did_you_mean(column, known),
            )


def read_page(text: str, *, name: str) -> tuple[Any, str]:
    """Front matter and Markdown of a page.

    Raises:
        Unreadable: the front matter is missing or no YAML.
    """
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if line.strip() == "---"]
    if not fences or fences[0] != 0 or len(fences) == 1:
        to_do = _("Beginnen Sie die Datei mit --- und Angaben wie „title: …“ und schließen Sie diese mit --- ab.")
        raise Unreadable(
            name, 1, "no-front-matter", _("Am Anfang der Seite fehlen die Angaben zwischen zwei Zeilen mit ---."), to_do
        )
    front = read_yaml("\n".join(lines[1 : fences[1]]), name=name, first_line=2)
    return front, "\n".join(lines[fences[1] + 1 :]).strip()


def line_of(data: Any, path: Sequence[str | int]) -> int:
    """Line of the deepest part of ``path`` that exists in ``data`` (0 if none is known)."""
    line = data.lines[""] if isinstance(data, LinedDict) else 0
    for step in path:
        if isinstance(data, LinedDict) and step in data:
            line, data = data.lines[str(step)], data[str(step)]
        elif isinstance(data, LinedList) and isinstance(step, int) and step < len(data):
            line, data = data.lines[step], data[step]
        else:
            break
    return line
