"""Reading uploaded tables: what people send, and what they should not."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

import openpyxl
import pytest

from stadtgespraech.core.tables.reading import Sheet, UnreadableFile, read_table

KNOWN = {"kennzahl", "jahr", "wert"}
GOOD = "Kennzahl;Jahr;Wert\r\nkita-plätze;2025;12\r\n"
EXPECTED = Sheet(["Kennzahl", "Jahr", "Wert"], [(2, ["kita-plätze", "2025", "12"])])


def read(content: bytes, name: str = "werte.csv") -> Sheet:
    return read_table(io.BytesIO(content), name=name, known=KNOWN)


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(change: Callable[[str, bytes], bytes], *, more: dict[str, bytes] | None = None) -> bytes:
    file = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(workbook(["Kennzahl", "Jahr", "Wert"], ["x", 2025, 1])))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(part.filename, change(part.filename, source.read(part)))
        for name, data in (more or {}).items():
            target.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encodings_and_separators_are_recognised(encoding: str, delimiter: str) -> None:
    assert read(GOOD.replace(";", delimiter).encode(encoding)) == EXPECTED


def test_a_decimal_comma_does_not_look_like_a_separator() -> None:
    assert read(b"Kennzahl;Jahr;Wert\nx;2025;1,5\n").rows == [(2, ["x", "2025", "1,5"])]


def test_empty_rows_count_but_say_nothing() -> None:
    assert read(b"sep=;\r\n\r\nKennzahl;Jahr;Wert\r\n;;\r\nx;2025;1\r\n").rows == [(3, ["x", "2025", "1"])]


def test_cells_with_line_breaks_and_quotes() -> None:
    assert read(b'Kennzahl;Jahr;Wert\r\n"a ""b""\r\nc";2025;1\r\n').rows == [(2, ['a "b"\r\nc', "2025", "1"])]


def test_a_workbook_keeps_its_types() -> None:
    assert read(workbook(["Kennzahl", "Jahr", "Wert"], [None, None, None], ["kita-plätze", 2025, 1.5])) == Sheet(
        ["Kennzahl", "Jahr", "Wert"], [(3, ["kita-plätze", 2025, 1.5])]
    )


def test_a_workbook_that_claims_a_million_rows_is_read_by_what_it_has() -> None:
    content = repacked(lambda name, data: data.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"'))
    assert read(content).rows == [(2, ["x", 2025, 1])]


def bomb() -> bytes:
    return repacked(lambda name, data: data, more={"xl/media/big.xml": b"0" * 40_000_000})


def lying_bomb() -> bytes:
    """A part that says it is small and is not."""
    content = bytearray(repacked(lambda name, data: data, more={"xl/media/big.xml": b"0" * 40_000_000}))
    size = (40_000_000).to_bytes(4, "little")
    place = content.find(size)
    while place != -1:
        content[place : place + 4] = (100).to_bytes(4, "little")
        place = content.find(size)
    return bytes(content)


def entities() -> bytes:
    def change(name: str, data: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return data
        return b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + data

    return repacked(change)


def encrypted() -> bytes:
    content = bytearray(workbook(["Kennzahl"], ["x"]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place != -1:
            content[place + offset] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


def plain_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("brief.txt", "hallo")
    return file.getvalue()


def sheet_xml(xml: bytes) -> bytes:
    return repacked(lambda name, data: xml if name.endswith("sheet1.xml") else data)


CELL = (
    b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
    b"<sheetData><row r='1'><c r='A1' t='%s'><v>%s</v></c></row></sheetData></worksheet>"
)
HEAD = b"Kennzahl;Jahr;Wert\n"
BROKEN: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "Die Datei ist leer."),
    "only a mark": (b"\xef\xbb\xbf", "Die Datei ist leer."),
    "only spaces": (b" \r\n\t\r\n", "Die Datei ist leer."),
    "only zeros": (b"\x00" * 100, "Die Datei ist leer."),
    "only separators": (b";;;\r\n;;;\r\n", "Die Datei enthält keine Tabelle."),
    "only a heading": (HEAD, "Unter den Überschriften stehen keine Zeilen."),
    "heading and empty rows": (HEAD + b";;\n;;\n", "Unter den Überschriften stehen keine Zeilen."),
    "too large": (HEAD + b"x;2025;1\n" * 600_000, "Die Datei ist größer als 5 MB. Bitte teilen Sie sie auf."),
    "too many rows": (HEAD + b"x;2025;1\n" * 5_001, "Die Tabelle hat mehr als 5000 Zeilen. Bitte teilen Sie sie auf."),
    "too many empty rows": (HEAD + b"\n" * 10_001, "Die Tabelle hat mehr als 5000 Zeilen. Bitte teilen Sie sie auf."),
    "too many headings": (b";".join(b"s%d" % n for n in range(61)) + b"\nx\n", "Die Tabelle hat mehr als 60 Spalten."),
    "too many cells": (HEAD + b";" * 700 + b"\n", "Die Tabelle hat mehr als 60 Spalten."),
    "a huge cell": (
        HEAD + b"x" * 5_001 + b";2025;1\n",
        "Zeile 2: Ein Feld hat mehr als 5000 Zeichen. Bitte kürzen Sie es.",
    ),
    "a cell beyond the reader": (HEAD + b"x" * 200_000 + b";2025;1\n", "Zeile 2"),
    "a quote that never ends": (HEAD + b'"x;2025;1\n', "Zeile 2: Ein Anführungszeichen fehlt"),
    "a quote in the middle": (HEAD + b'"x"y;2025;1\n', "Zeile 2: Ein Anführungszeichen fehlt"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "ist keine CSV- oder XLSX-Datei"),
    "a PDF": (b"%PDF-1.7 ...", "ist keine CSV- oder XLSX-Datei"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ist keine CSV- oder XLSX-Datei"),
    "a text document": (b"{\\rtf1 hallo}", "ist keine CSV- oder XLSX-Datei"),
    "zeros inside": (HEAD + b"x;\x00;1\n", "ist keine CSV- oder XLSX-Datei"),
    "half a UTF-16 file": (b"\xff\xfeK\x00e", "ist keine CSV- oder XLSX-Datei"),
    "a broken UTF-16 file": (b"\xff\xfe\x00\xd8\x00\xd8", "ist keine CSV- oder XLSX-Datei"),
    "a zip of something else": (plain_zip(), "Das ist keine XLSX-Tabelle."),
    "an empty zip": (b"PK\x05\x06" + b"\x00" * 18, "Das ist keine XLSX-Tabelle."),
    "the start of a zip": (b"PK\x03\x04", "beschädigt"),
    "half a workbook": (workbook(["Kennzahl"], ["x"])[:2_000], "beschädigt"),
    "a workbook with a flipped byte": (
        workbook(["Kennzahl"], ["x"]).replace(b"xl/workbook.xml", b"xl/worbkook.xml"),
        "XLSX",
    ),
    "a bomb": (bomb(), "entpackt zu groß"),
    "a bomb that lies": (lying_bomb(), "beschädigt"),
    "a thousand parts": (
        repacked(lambda name, data: data, more={f"p{n}": b"" for n in range(1_000)}),
        "entpackt zu groß",
    ),
    "entities": (entities(), "beschädigt"),
    "entities in UTF-16": (sheet_xml("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>".encode("utf-16")), "beschädigt"),
    "a password": (encrypted(), "Passwort"),
    "a sheet that is no XML": (sheet_xml(b"hallo"), "beschädigt"),
    "an empty sheet part": (sheet_xml(b""), "beschädigt"),
    "a sheet that stops": (sheet_xml(b"<worksheet><sheetData><row r='1'><c r='A1'><v>1"), "beschädigt"),
    "a cell with a wrong number": (
        sheet_xml(CELL % (b"n", b"x")),
        "beschädigt",
    ),
    "a cell with a missing text": (
        sheet_xml(CELL % (b"s", b"99")),
        "beschädigt",
    ),
    "an empty workbook": (workbook(), "Die Datei enthält keine Tabelle."),
    "a workbook with headings only": (
        workbook(["Kennzahl", "Jahr", "Wert"]),
        "Unter den Überschriften stehen keine Zeilen.",
    ),
    "a workbook with too many rows": (workbook(["Kennzahl"], *[["x"]] * 5_001), "mehr als 5000 Zeilen"),
    "a workbook with a huge cell": (
        workbook(["Kennzahl"], ["x" * 5_001]),
        "Zeile 2: Ein Feld hat mehr als 5000 Zeichen.",
    ),
    "a decimal comma among commas": (b"Kennzahl,Jahr,Wert\nx,2025,1,5\n", "Zeile 2 hat mehr Felder als Überschriften."),
    "random bytes": (zlib.compress(b"x" * 1000), "ist keine CSV- oder XLSX-Datei"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_gets_a_sentence(name: str) -> None:
    content, sentence = BROKEN[name]
    with pytest.raises(UnreadableFile) as refusal:
        read(content, "datei")
    assert sentence in str(refusal.value)


def test_there_are_enough_broken_files() -> None:
    assert len(BROKEN) >= 40
