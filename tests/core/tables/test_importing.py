"""Preview, confirm; everything or nothing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django import forms

from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.tables.fields import NumberField
from stadtgespraech.core.tables.forms import RowForm
from stadtgespraech.core.tables.importing import (
    ImportColumn,
    Problem,
    Row,
    RowsRefused,
    TableImport,
    confirm,
    examine,
    keep_preview,
    repeated,
)
from stadtgespraech.core.tables.models import ImportPreview
from stadtgespraech.core.tables.reading import UnreadableFile

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class AreaForm(RowForm):
    """A park and its size."""

    name = forms.CharField(max_length=20)
    size = NumberField(required=False)


class Parks:
    """An importer that stores into a list."""

    def __init__(self) -> None:
        self.stored: list[Sequence[dict[str, Any]]] = []
        self.importer = TableImport(
            name="test.parks",
            columns=(
                ImportColumn("name", ("Park", "Name of the park")),
                ImportColumn("size", ("Fläche", "Area"), required=False),
            ),
            form=AreaForm,
            store=self.store,
            skip=lambda cells: not cells.get("name"),
            check=self.check,
        )

    def store(self, rows: Sequence[dict[str, Any]], by: Any, now: datetime) -> int:
        self.stored.append(rows)
        return len(rows)

    def check(self, rows: Sequence[Row], context: Any) -> list[Problem]:
        return repeated(rows, lambda values: values["name"], "Park")

    def keep(self, text: str, by: Any, now: datetime = NOW) -> ImportPreview:
        return keep_preview(self.importer, file=io.BytesIO(text.encode()), file_name="parks.csv", by=by, now=now)


@pytest.fixture
def parks() -> Parks:
    return Parks()


def test_headings_are_found_in_german_and_english_in_any_order(parks: Parks, person_of: Any) -> None:
    person = person_of("unit")
    german = parks.keep("FLAECHE;Notiz; park \n12,5;schön;Westfalenpark\n", person)
    english = parks.keep("name_of_the_park,AREA\nWestfalenpark,12.5\n", person)
    assert german.ignored_columns == ["Notiz"]
    first, second = (examine(parks.importer, preview, by=person, now=NOW).rows for preview in (german, english))
    assert [row.values for row in first] == [row.values for row in second]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Fläche\n12\n", "Diese Spalten fehlen: Park."),
        ("Park;park;Fläche\na;b;1\n", "Die Spalte „park“ steht zweimal in der Tabelle."),
    ],
)
def test_headings_that_do_not_fit_refuse_the_file(parks: Parks, person_of: Any, text: str, sentence: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        parks.keep(text, person_of("unit"))
    assert sentence in str(refusal.value)
    assert ImportPreview.objects.count() == 0


def test_every_wrong_cell_is_named_and_nothing_is_stored(parks: Parks, person_of: Any) -> None:
    person = person_of("unit")
    preview = parks.keep("Park;Fläche\nA;1.500\nA;2\n;9\nA;3\nein viel zu langer Name für einen Park;x\n", person)
    examined = examine(parks.importer, preview, by=person, now=NOW)
    assert [(problem.row, problem.column) for problem in examined.problems] == [
        (2, "Fläche"),
        (5, "Park"),
        (6, "Park"),
        (6, "Fläche"),
    ]
    assert "1500 oder 1,5" in examined.problems[0].message
    assert examined.problems[1].message == "Das steht schon in Zeile 3. Bitte lassen Sie nur eine der beiden stehen."
    assert examined.skipped == 1
    with pytest.raises(RowsRefused):
        confirm(parks.importer, preview, by=person, now=NOW)
    assert parks.stored == []


def test_a_second_confirmation_changes_nothing(parks: Parks, person_of: Any) -> None:
    person = person_of("unit")
    preview = parks.keep("Park;Fläche\nA;1\nB;\n", person)
    assert [confirm(parks.importer, preview, by=person, now=NOW) for _ in range(2)] == [2, 2]
    assert len(parks.stored) == 1
    preview.refresh_from_db()
    assert (preview.stored, preview.confirmed_at) == (2, NOW)


def test_a_preview_belongs_to_its_owner_and_its_kind(parks: Parks, person_of: Any) -> None:
    preview = parks.keep("Park\nA\n", person_of("unit"))
    with pytest.raises(NotFound):
        confirm(parks.importer, preview, by=person_of("strategy_office"), now=NOW)
    with pytest.raises(NotFound):
        confirm(TableImport("test.other", (), AreaForm, parks.store), preview, by=preview.person, now=NOW)


def test_old_previews_are_forgotten(parks: Parks, person_of: Any) -> None:
    person = person_of("unit")
    old = parks.keep("Park\nA\n", person)
    new = parks.keep("Park\nA\n", person, now=NOW + timedelta(hours=25))
    assert list(ImportPreview.objects.all()) == [new]
    assert old != new


def test_a_file_that_says_nothing_is_no_import(parks: Parks, person_of: Any) -> None:
    person = person_of("unit")
    examined = examine(parks.importer, parks.keep("Park;Fläche\n;1\n", person), by=person, now=NOW)
    assert [problem.message for problem in examined.problems] == [
        "In keiner Zeile steht etwas, das übernommen werden kann."
    ]
