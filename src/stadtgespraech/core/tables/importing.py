"""The one way in: read, show what would happen, and store everything or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from stadtgespraech.core import access
from stadtgespraech.core.errors import BadInput
from stadtgespraech.core.tables.forms import RowForm
from stadtgespraech.core.tables.models import ImportPreview
from stadtgespraech.core.tables.reading import UnreadableFile, heading_key, read_table

KEPT = timedelta(hours=24)


class RowsRefused(BadInput):
    """At least one row is wrong, so none was stored."""

    code = "rows-refused"


@dataclass(frozen=True)
class ImportColumn:
    """A column that is read.

    Attributes:
        name: of the row form's field.
        titles: headings that mean this column, the usual one first, in every language.
    """

    name: str
    titles: tuple[str, ...]
    required: bool = True

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(heading_key(title) for title in (*self.titles, self.name))


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell, one row, or (row None) the whole table."""

    row: int | None
    column: str
    message: str


@dataclass(frozen=True)
class Row:
    """One row, as read and as understood."""

    number: int
    cells: dict[str, Any]
    values: dict[str, Any]
    is_good: bool


@dataclass(frozen=True)
class TableImport:
    """How one kind of table comes in.

    Attributes:
        name: of the kind, ``app.noun``.
        form: validates one row.
        prepare: person, now → whatever the row forms need, read in a fixed number of statements.
        skip: cells → True for rows that say nothing (lines of a template that were left empty).
        check: all valid rows, context → problems that only show across rows.
        remarks: all valid rows, context → sentences worth knowing before confirming; they hinder nothing.
        store: all rows, person, now, and what was chosen when confirming → number of changes. Runs inside a
            transaction and checks permissions itself.
    """

    name: str
    columns: tuple[ImportColumn, ...]
    form: type[RowForm]
    store: Callable[..., int]
    prepare: Callable[[Any, datetime], Any] = lambda person, now: None
    skip: Callable[[dict[str, Any]], bool] = lambda cells: False
    check: Callable[[Sequence[Row], Any], list[Problem]] = lambda rows, context: []
    remarks: Callable[[Sequence[Row], Any], list[str]] = lambda rows, context: []

    def title_of(self, name: str) -> str:
        return next((column.titles[0] for column in self.columns if column.name == name), name)


@dataclass(frozen=True)
class Examined:
    """What a table would do."""

    rows: list[Row]
    problems: list[Problem]
    skipped: int
    columns: list[ImportColumn] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return bool(self.rows) and not self.problems


def keep_preview(importer: TableImport, *, file: BinaryIO, file_name: str, by: Any, now: datetime) -> ImportPreview:
    """Read a file and keep what stands in it for a day. Forgets previews that are older.

    Raises:
        UnreadableFile: no table, a column missing, or a heading twice.
    """
    known = frozenset().union(*(column.keys for column in importer.columns))
    sheet = read_table(file, name=file_name, known=known)
    places, ignored = _places(importer, sheet.header)
    rows = [
        [number, {name: cells[place] if place < len(cells) else None for name, place in places.items()}]
        for number, cells in sheet.rows
    ]
    ImportPreview.objects.filter(expires_at__lt=now).delete()
    return ImportPreview.objects.create(
        kind=importer.name,
        person=by,
        file_name=file_name[:200],
        rows=rows,
        ignored_columns=ignored,
        created_at=now,
        expires_at=now + KEPT,
    )


def _places(importer: TableImport, header: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Column name → its place in the file, and the headings that nobody knows."""
    places: dict[str, int] = {}
    ignored: list[str] = []
    for place, title in enumerate(header):
        column = next((column for column in importer.columns if heading_key(title) in column.keys), None)
        if column is None:
            if title:
                ignored.append(title[:60])
        elif column.name in places:
            raise UnreadableFile(_("Die Spalte „%(title)s“ steht zweimal in der Tabelle.") % {"title": title[:60]})
        else:
            places[column.name] = place
    missing = [column.titles[0] for column in importer.columns if column.required and column.name not in places]
    if missing:
        raise UnreadableFile(
            _("Diese Spalten fehlen: %(missing)s. Die erste Zeile der Datei muss die Überschriften enthalten.")
            % {"missing": ", ".join(missing)}
        )
    return places, ignored


def examine(importer: TableImport, preview: ImportPreview, *, by: Any, now: datetime) -> Examined:
    """Validate every row, against what is stored right now."""
    context = importer.prepare(by, now)
    rows: list[Row] = []
    problems: list[Problem] = []
    skipped = 0
    for number, cells in preview.rows:
        if importer.skip(cells):
            skipped += 1
            continue
        form = importer.form(data=cells, context=context)
        if form.is_valid():
            rows.append(Row(number, cells, form.cleaned_data, True))
            continue
        rows.append(Row(number, cells, {}, False))
        problems += [
            Problem(number, importer.title_of(name) if name != "__all__" else "", str(message))
            for name, messages in form.errors.items()
            for message in messages
        ]
    good = [row for row in rows if row.is_good]
    problems += importer.check(good, context)
    if not rows:
        problems.append(Problem(None, "", _("In keiner Zeile steht etwas, das übernommen werden kann.")))
    problems.sort(key=lambda problem: problem.row or 0)
    shown = preview.rows[0][1].keys() if preview.rows else ()
    columns = [column for column in importer.columns if column.name in shown]
    return Examined(rows, problems, skipped, columns, importer.remarks(good, context))


def repeated(rows: Sequence[Row], key: Callable[[dict[str, Any]], Any], column: str) -> list[Problem]:
    """Problems for rows that say something about the same thing as an earlier row."""
    first: dict[Any, int] = {}
    problems = []
    for row in rows:
        earlier = first.setdefault(key(row.values), row.number)
        if earlier != row.number:
            message = _("Das steht schon in Zeile %(row)s. Bitte lassen Sie nur eine der beiden stehen.")
            problems.append(Problem(row.number, column, message % {"row": earlier}))
    return problems


@transaction.atomic
def confirm(importer: TableImport, preview: ImportPreview, *, by: Any, now: datetime, **choices: Any) -> int:
    """Store all rows of a preview, once; a second call answers like the first.

    Args:
        choices: what was chosen on the page; handed to the importer's ``store``.
    Raises:
        RowsRefused: a row is wrong (now); nothing was stored.
        NotAllowed: from the importer's ``store``.
    """
    locked = access.get(
        ImportPreview, to=by, rows=ImportPreview.objects.select_for_update(), pk=preview.pk, kind=importer.name
    )
    if locked.stored is not None:
        return locked.stored
    examined = examine(importer, locked, by=by, now=now)
    if not examined.is_good:
        raise RowsRefused(
            _("Es wurde nichts übernommen. Bitte verbessern Sie zuerst die genannten Zeilen in der Datei.")
        )
    locked.stored = importer.store([row.values for row in examined.rows], by, now, **choices)
    locked.confirmed_at = now
    locked.save(update_fields=["stored", "confirmed_at"])
    return locked.stored
