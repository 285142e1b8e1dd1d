"""Pages of the indicators."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stadtgespraech.apps.indicators.models import Indicator, Target, Value
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.core.journal.models import JournalEntry

FORM = {"year": "2025", "value": "1.440,5", "quality": "B", "source": "Statistik", "note": ""}


def test_a_fact_sheet_shows_table_chart_and_sentence(indicator: Indicator, give_values: Callable[..., None]) -> None:
    give_values({2024: "1400", 2025: "1440"}, targets={2025: "1605"}, example=True)
    page = Client().get("/kennzahlen/neue-wohnungen/").content.decode()
    assert "165 weniger als der Zielpfad vorsieht" in page
    assert "<picture>" in page
    assert "/grafiken/" in page
    assert "hinter dem Zielpfad" in page
    assert "erfunden" in page
    assert "2.025" not in page


def test_a_fact_sheet_without_values_says_so(indicator: Indicator) -> None:
    page = Client().get("/kennzahlen/neue-wohnungen/").content.decode()
    assert "Noch keine Werte gemeldet" in page
    assert "<picture>" not in page


def test_filters_that_mean_nothing_are_left_out(indicator: Indicator) -> None:
    response = Client().get("/kennzahlen/?ziel=gibtsnicht&q=%00&strategisch=vielleicht&seite=abc")
    assert response.status_code == 200
    assert "Fehler" not in response.content.decode().split("<h1>")[0]


def test_a_unit_reports_a_value(indicator: Indicator, housing_office: Unit, person_of: Any, client_of: Any) -> None:
    client = client_of(person_of("unit", unit=housing_office))
    assert client.get("/kennzahlen/neue-wohnungen/melden/").status_code == 200
    response = client.post("/kennzahlen/neue-wohnungen/melden/", FORM)
    assert (response.status_code, response.headers["Location"]) == (302, "/kennzahlen/neue-wohnungen/")
    value = indicator.values.get()
    assert (value.value, value.quality, value.unit) == (Decimal("1440.5"), "B", housing_office)
    corrected = client.get("/kennzahlen/neue-wohnungen/melden/?jahr=2025").content.decode()
    assert 'value="1440,5"' in corrected


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"value": "1.440"}, "„1.440“ kann zweierlei heißen. Bitte schreiben Sie 1440 oder 1,44."),
        ({"value": "viel"}, "„viel“ ist keine Zahl."),
        ({"value": "-3"}, "−3 ist zu klein."),
        ({"value": "1" * 30}, "18"),
        ({"value": "0,00001"}, "4"),
        ({"value": ""}, "Dieses Feld ist zwingend erforderlich."),
        ({"year": "2525"}, "2200"),
        ({"year": "2199"}, "Das Jahr 2199 hat noch nicht begonnen."),
        ({"year": "letztes"}, "Bitte eine ganze Zahl eingeben."),
        ({"quality": "Z"}, "Z"),
        ({"source": ""}, "Dieses Feld ist zwingend erforderlich."),
        ({"note": "x" * 501}, "500"),
    ],
)
def test_bad_input_is_refused_beside_the_field_and_nothing_is_lost(
    indicator: Indicator, person_of: Any, client_of: Any, given: dict[str, str], sentence: str
) -> None:
    sent = {**FORM, "note": "Das bleibt stehen.", **given}
    response = client_of(person_of("strategy_office")).post("/kennzahlen/neue-wohnungen/melden/", sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert sent["note"] in page
    assert (Value.objects.count(), JournalEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "path",
    [
        "neue-wohnungen/bearbeiten/",
        "neue-wohnungen/zielpfad/",
        "neue-wohnungen/zielpfad/2030/entfernen/",
        "neue-wohnungen/melden/",
        "melden/",
        "melden/datei/",
        "melden/vorlage.csv",
        "melden/datei/3f0e9a52-6c1b-4d0e-9d51-0c8f0e7a2b11/",
    ],
)
def test_residents_are_sent_away(indicator: Indicator, person_of: Any, client_of: Any, path: str) -> None:
    assert client_of(person_of("resident")).get(f"/kennzahlen/{path}").status_code == 403


def test_the_strategy_office_edits_the_fact_sheet(indicator: Indicator, person_of: Any, client_of: Any) -> None:
    client = client_of(person_of("strategy_office"))
    sent = {
        "name_de": "Neue Wohnungen",
        "name_en": "",
        "description_de": "Anders erklärt.",
        "unit_of_measure": "Wohnungen",
        "decimals": "0",
        "direction": "up",
        "state": "defined",
        "minimum": "0",
        "maximum": "50.000,0",
    }
    assert client.get("/kennzahlen/neue-wohnungen/bearbeiten/").status_code == 200
    assert client.post("/kennzahlen/neue-wohnungen/bearbeiten/", {**sent, "minimum": "60000,0"}).status_code == 422
    response = client.post("/kennzahlen/neue-wohnungen/bearbeiten/", sent)
    assert response.status_code == 302, response.context["form"].errors
    indicator.refresh_from_db()
    assert (str(indicator.description), indicator.maximum, indicator.is_strategic) == ("Anders erklärt.", 50_000, False)


def test_the_strategy_office_sets_and_removes_a_target(indicator: Indicator, person_of: Any, client_of: Any) -> None:
    client = client_of(person_of("strategy_office"))
    sent = {"year": "2030", "value": "2000", "source": "Ratsbeschluss"}
    assert client.post("/kennzahlen/neue-wohnungen/zielpfad/", sent).status_code == 302
    assert client.get("/kennzahlen/neue-wohnungen/zielpfad/2030/entfernen/").status_code == 200
    assert client.get("/kennzahlen/neue-wohnungen/zielpfad/2031/entfernen/").status_code == 404
    assert Target.objects.count() == 1
    assert client.post("/kennzahlen/neue-wohnungen/zielpfad/2030/entfernen/").status_code == 302
    assert Target.objects.count() == 0


def upload(client: Client, content: bytes, name: str = "werte.csv") -> Any:
    return client.post("/kennzahlen/melden/datei/", {"file": SimpleUploadedFile(name, content)})


def test_a_filled_template_comes_back_as_preview_and_is_stored_once(
    indicator: Indicator, housing_office: Unit, person_of: Any, client_of: Any
) -> None:
    client = client_of(person_of("unit", unit=housing_office))
    template = b"".join(client.get("/kennzahlen/melden/vorlage.xlsx").streaming_content)
    book = openpyxl.load_workbook(io.BytesIO(template))
    assert book.active["A2"].value == "neue-wohnungen"
    book.active["D2"], book.active["E2"], book.active["G2"] = 2024, 1400.5, "Statistik"
    file = io.BytesIO()
    book.save(file)
    response = upload(client, file.getvalue(), "werte.xlsx")
    preview = response.headers["Location"]
    page = client.get(preview).content.decode()
    assert "Eine Zeile ist in Ordnung." in page
    assert Value.objects.count() == 0
    assert client.post(preview).status_code == 302
    assert client.post(preview).status_code == 302
    assert "Ein Eintrag wurde übernommen." in client.get(preview).content.decode()
    assert list(Value.objects.values_list("year", "value", "unit__number")) == [(2024, Decimal("1400.5"), "64")]
    assert client_of(person_of("unit", unit=housing_office)).get(preview).status_code == 404


def test_one_wrong_row_stops_the_whole_file(
    indicator: Indicator, field: Any, housing_office: Unit, youth_office: Unit, person_of: Any, client_of: Any
) -> None:
    Indicator.objects.create(slug="fremde", field=field, reporting_unit=youth_office)
    Indicator.objects.create(slug="doppelt", field=field, name=indicator.name)
    client = client_of(person_of("unit", unit=housing_office))
    rows = [
        "Kennzahl;Jahr;Wert;Quelle;Qualität",
        "neue-wohnungen;2024;1400;Statistik;gemessen",
        "neue-wohnungen;2024;1401;Statistik;A",
        "unbekannt;2024;1;Statistik;",
        "Neue Wohnungen;2024;1;Statistik;",
        "fremde;2024;1;Statistik;",
        "neue-wohnungen;2199;1;Statistik;",
        "neue-wohnungen;2023;1.500;Statistik;",
        "neue-wohnungen;2022;-1;Statistik;",
        "neue-wohnungen;2021;1;;D",
        "neue-wohnungen;2020;;Statistik;",
    ]
    preview = upload(client, "\n".join(rows).encode()).headers["Location"]
    page = client.get(preview).content.decode()
    for sentence in (
        "Zeile 3, Jahr: Das steht schon in Zeile 2.",
        "Zeile 4, Kürzel: „unbekannt“ kennen wir nicht.",
        "Zeile 5, Kürzel: So heißen mehrere Kennzahlen. Bitte nehmen Sie das Kürzel: doppelt, neue-wohnungen.",
        "Zeile 6, Kürzel: Diese Kennzahl meldet ein anderer Fachbereich.",
        "Zeile 7, Jahr: Das Jahr 2199 hat noch nicht begonnen.",
        "Zeile 8, Wert: „1.500“ kann zweierlei heißen. Bitte schreiben Sie 1500 oder 1,5.",
        "Zeile 9, Wert: −1 ist zu klein.",
        "Zeile 10, Quelle: Dieses Feld ist zwingend erforderlich.",
        "Zeile 10, Qualität: Bitte schreiben Sie A (gemessen), B (geschätzt) oder C (vorläufig).",
        "Eine Zeile ohne Angaben wird übersprungen.",
    ):
        assert sentence in page
    assert client.post(preview).status_code == 400
    assert (Value.objects.count(), JournalEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"Jahr;Wert\n1;2\n", b"PK\x03\x04kaputt"])
def test_a_file_that_is_no_table_is_refused_on_the_page(
    indicator: Indicator, person_of: Any, client_of: Any, content: bytes
) -> None:
    response = upload(client_of(person_of("strategy_office")), content)
    assert response.status_code in (400, 422)
    assert "error-summary" in response.content.decode()


def test_boxes_render_on_the_pages_of_others(
    indicator: Indicator,
    goal: Any,
    field: Any,
    project: Any,
    housing_office: Unit,
    give_values: Callable[..., None],
    person_of: Any,
) -> None:
    from django.template.loader import render_to_string

    from stadtgespraech.core.web.boxes import boxes

    give_values({2024: "1400", 2025: "1440"}, example=True)
    person = person_of("unit", unit=housing_office)
    filled = {
        slot: [name for name, _context in boxes(slot, obj, person) if name.startswith("indicators/")]
        for slot, obj in (
            ("strategy.goal", goal),
            ("strategy.field", field),
            ("strategy.project", project),
            ("people.unit", housing_office),
        )
    }
    assert filled == {
        "strategy.goal": ["indicators/boxes/goal.html"],
        "strategy.field": ["indicators/boxes/field.html"],
        "strategy.project": ["indicators/boxes/project.html"],
        "people.unit": ["indicators/boxes/unit.html"],
    }
    for slot, obj in (("strategy.goal", goal), ("strategy.field", field), ("strategy.project", project)):
        (name, context) = boxes(slot, obj, person)[0]
        assert "40 mehr als 2024" in render_to_string(name, context)


def test_lists_of_goals_and_fields_carry_lights(
    indicator: Indicator, goal: Any, field: Any, give_values: Callable[..., None]
) -> None:
    from stadtgespraech.apps.strategy.lights import lights

    give_values({2024: "1400", 2025: "1440"})
    assert {
        kind: {key: light.state for key, light in lights(kind, seen_by=None).items()} for kind in ("goal", "field")
    } == {
        "goal": {goal.pk: "better"},
        "field": {field.pk: "better"},
    }
