"""The one way out: rows as CSV or XLSX."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.tables.amounts import plain_number

FORMATS = ("csv", "xlsx")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet runs a text that begins like this as a formula; the last four are the wide forms of the first.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_CELL = 32_767
CHUNK = 2_000


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes:
        title: its heading, translated.
        value: row → text, number, date, time, bool or None.
        width: in characters, for XLSX.
    """

    title: Any
    value: Callable[[Any], Any]
    width: int = 18


def export(
    rows: Iterable[Any],
    columns: Sequence[Column],
    *,
    format: str,
    name: str,
    example: Callable[[Any], bool] | None = None,
) -> HttpResponseBase:
    """Answer with a table as a file.

    Args:
        rows: a queryset is read in pieces.
        format: ``csv`` (UTF-8 with BOM, semicolons, decimal comma) or ``xlsx``.
        name: of the file, without ending.
        example: row → made up or not. With it the table has a column that says so.
    Raises:
        NotFound: another format.
    """
    if format not in FORMATS:
        raise NotFound
    if example is not None:
        columns = [*columns, Column(_("Beispiel"), lambda row: _("ja, erfunden") if example(row) else "")]
    source: Iterable[Any] = rows.iterator(chunk_size=CHUNK) if isinstance(rows, QuerySet) else rows
    response: HttpResponseBase
    if format == "csv":
        response = StreamingHttpResponse(csv_lines(source, columns), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    else:
        file = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it when it was sent
        write_xlsx(source, columns, file=file, title=name)
        file.seek(0)
        response = FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE)
    return response


def csv_lines(rows: Iterable[Any], columns: Sequence[Column]) -> Iterator[str]:
    """The table as CSV, line by line."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    yield "\ufeff"
    for cells in _table(rows, columns):
        writer.writerow([csv_cell(cell) for cell in cells])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def csv_cell(value: Any) -> str:
    """One value as text that no spreadsheet takes for a formula."""
    match value:
        case None:
            text = ""
        case bool():
            text = _("ja") if value else _("nein")
        case int() | Decimal():
            text = plain_number(value)
        case datetime():
            text = timezone.localtime(value).isoformat(sep=" ", timespec="minutes")[:16]
        case date():
            text = value.isoformat()
        case _:
            text = str(value).replace("\x00", "")
            if text.startswith(FORMULA_STARTS):
                text = f"'{text}"
    return text


def write_xlsx(rows: Iterable[Any], columns: Sequence[Column], *, file: Any, title: str) -> None:
    """Write the table as a workbook with one sheet; memory stays the same for any number of rows."""
    import xlsxwriter

    options = {
        "constant_memory": True,
        "in_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31])
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy"})
        moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        for position, column in enumerate(columns):
            sheet.set_column(position, position, column.width)
        sheet.freeze_panes(1, 0)
        for number, cells in enumerate(_table(rows, columns)):
            for position, cell in enumerate(cells):
                match cell:
                    case None | "":
                        pass
                    case bool():
                        sheet.write_string(number, position, _("ja") if cell else _("nein"))
                    case int() | Decimal():
                        sheet.write_number(number, position, float(cell))
                    case datetime():
                        sheet.write_datetime(number, position, timezone.localtime(cell).replace(tzinfo=None), moment)
                    case date():
                        sheet.write_datetime(number, position, cell, day)
                    case _:
                        text = str(cell)[:LONGEST_CELL]
                        sheet.write_string(number, position, text, *([bold] if number == 0 else []))


def _table(rows: Iterable[Any], columns: Sequence[Column]) -> Iterator[list[Any]]:
    yield [str(column.title) for column in columns]
    for row in rows:
        yield [column.value(row) for column in columns]
