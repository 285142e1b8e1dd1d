"""Reading an uploaded CSV or XLSX file into rows of cells, with limits that hold against hostile files."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from stadtgespraech.core.errors import BadInput
from stadtgespraech.core.text import fold

LARGEST_FILE = 5_000_000
MOST_ROWS = 5_000
MOST_COLUMNS = 60
LONGEST_CELL = 5_000
# What a workbook may grow to when it is unpacked.
LARGEST_UNPACKED = 30_000_000
MOST_PARTS = 500
DELIMITERS = (";", ",", "\t")
# A document type in any encoding: no workbook of ours has one, but entity bombs do.
_DOCTYPE = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))


class UnreadableFile(BadInput):
    """The file as a whole can't be read."""

    code = "unreadable-file"


@dataclass(frozen=True)
class Sheet:
    """A table as it stands in the file.

    Attributes:
        header: the texts of its first row that is not empty.
        rows: (row number as the spreadsheet counts, cells). Cells are str, int, float, bool, or None.
    """

    header: list[str]
    rows: list[tuple[int, list[Any]]]


def heading_key(text: Any) -> str:
    """Headings are compared without case, umlauts, signs and spaces."""
    return "".join(letter for letter in fold(str(text or "")) if letter.isalnum())


def read_table(file: BinaryIO, *, name: str, known: Collection[str]) -> Sheet:
    """Read a CSV or XLSX file; its first bytes say which it is.

    Args:
        known: heading keys that are expected; they decide which separator a CSV file uses.
    Raises:
        UnreadableFile: empty, too large, no table, or neither of the two; the sentence says what to do.
    """
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise UnreadableFile(_("Die Datei ist größer als 5 MB. Bitte teilen Sie sie auf."))
    if not content.strip(b"\0 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile(_("Die Datei ist leer."))
    if content.startswith(b"PK"):
        records = _read_xlsx(content)
    elif content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")):
        raise UnreadableFile(_wrong_kind(name))
    else:
        records = _read_csv(content, known=known, name=name)
    return _sheet(records)


def _wrong_kind(name: str) -> str:
    return _("„%(name)s“ ist keine CSV- oder XLSX-Datei. Bitte speichern Sie die Tabelle als CSV oder XLSX.") % {
        "name": name[:80]
    }


def _sheet(records: Iterable[list[Any]]) -> Sheet:
    header: list[str] = []
    rows: list[tuple[int, list[Any]]] = []
    for number, record in enumerate(records, start=1):
        if number > MOST_ROWS * 2:
            raise UnreadableFile(_too_many_rows())
        cells = _without_empty_end(record)
        if not cells:
            continue
        if not header:
            header = [str(cell if cell is not None else "").strip() for cell in cells]
            if len([title for title in header if title]) > MOST_COLUMNS:
                raise UnreadableFile(_("Die Tabelle hat mehr als %(n)s Spalten.") % {"n": MOST_COLUMNS})
            continue
        if len(rows) == MOST_ROWS:
            raise UnreadableFile(_too_many_rows())
        if len(cells) > len(header):
            # Often a decimal comma in a file that separates by commas: reading on would cut the number.
            raise UnreadableFile(
                _("Zeile %(row)s hat mehr Felder als Überschriften. Bitte prüfen Sie Kommas und Semikolons.")
                % {"row": number}
            )
        for cell in cells:
            if isinstance(cell, str) and len(cell) > LONGEST_CELL:
                raise UnreadableFile(
                    _("Zeile %(row)s: Ein Feld hat mehr als %(n)s Zeichen. Bitte kürzen Sie es.")
                    % {"row": number, "n": LONGEST_CELL}
                )
        rows.append((number, cells))
    if not header:
        raise UnreadableFile(_("Die Datei enthält keine Tabelle."))
    if not rows:
        raise UnreadableFile(_("Unter den Überschriften stehen keine Zeilen."))
    return Sheet(header, rows)


def _without_empty_end(cells: list[Any]) -> list[Any]:
    last = max((place for place, cell in enumerate(cells) if str(cell if cell is not None else "").strip()), default=-1)
    return cells[: last + 1]


def _too_many_rows() -> str:
    return _("Die Tabelle hat mehr als %(n)s Zeilen. Bitte teilen Sie sie auf.") % {"n": MOST_ROWS}


# -- CSV -------------------------------------------------------------------------------------------


def _decoded(content: bytes, name: str) -> str:
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableFile(_wrong_kind(name))


def _read_csv(content: bytes, *, known: Collection[str], name: str) -> Iterable[list[Any]]:
    text = _decoded(content, name)
    first = next((line for line in text.splitlines() if line.strip(";,\t \ufeff")), "")
    # "sep=;" is a hint that some spreadsheets write above the table.
    if first.casefold().startswith("sep=") and len(first) == 5:
        text = text.split(first, 1)[1].lstrip("\r\n")
        first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=lambda mark: (_known_headings(first, mark, known), first.count(mark)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise UnreadableFile(
                _("Zeile %(row)s: Ein Anführungszeichen fehlt oder steht an der falschen Stelle.")
                % {"row": reader.line_num}
            ) from None
        if len(cells) > MOST_COLUMNS * 10:
            raise UnreadableFile(_("Die Tabelle hat mehr als %(n)s Spalten.") % {"n": MOST_COLUMNS})
        yield [_without_guard(cell) for cell in cells]


def _known_headings(line: str, delimiter: str, known: Collection[str]) -> int:
    return sum(heading_key(part.strip('"')) in known for part in line.split(delimiter))


def _without_guard(cell: str) -> str:
    """Take back the apostrophe that our own export puts before a text that looks like a formula."""
    from stadtgespraech.core.tables.exporting import FORMULA_STARTS

    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


# -- XLSX ------------------------------------------------------------------------------------------


def _read_xlsx(content: bytes) -> Iterable[list[Any]]:
    _refuse_bombs(content)
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # The file's own word about its size is not believed: it may claim a million rows.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MOST_ROWS * 2 + 1, max_col=MOST_COLUMNS + 1, values_only=True)
        records = [[_plain(cell) for cell in row] for row in rows]
    except Exception:  # the library raises whatever a broken part makes it stumble over
        raise UnreadableFile(_broken()) from None
    return records


def _refuse_bombs(content: bytes) -> None:
    """Look at the archive before anything unpacks it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            refusal = _refusal(archive)
    except Exception:  # zipfile, zlib and struct each have errors of their own
        refusal = _broken()
    if refusal:
        raise UnreadableFile(refusal)


def _refusal(archive: zipfile.ZipFile) -> str:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        return _("Die XLSX-Datei ist entpackt zu groß. Bitte speichern Sie nur die eine Tabelle.")
    if any(part.flag_bits & 1 for part in parts):
        return _("Die XLSX-Datei hat ein Passwort. Bitte speichern Sie sie ohne Passwort.")
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        return _("Das ist keine XLSX-Tabelle. Bitte speichern Sie die Tabelle als CSV oder XLSX.")
    for part in parts:
        # Reading stops at the size that was added up above; an archive with more than that is a broken one.
        data = archive.read(part) if part.filename.endswith((".xml", ".rels")) else b""
        if any(mark in data for mark in _DOCTYPE):
            return _broken()
    return ""


def _broken() -> str:
    return _("Die XLSX-Datei ist beschädigt. Bitte speichern Sie sie noch einmal.")


def _plain(cell: Any) -> Any:
    """A cell as JSON can hold it."""
    match cell:
        case None | bool() | int() | float():
            return cell
        case datetime() | date():
            return cell.isoformat()[:10]
        case _:
            return str(cell)
