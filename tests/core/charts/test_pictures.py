"""Charts as pictures."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from stadtgespraech.core.charts import LineChart, Point, picture_of
from stadtgespraech.core.charts.line import vega_lite
from stadtgespraech.core.charts.pictures import VARIANTS

CHART = LineChart(
    title="Neue Wohnungen & mehr <pro Jahr>",
    unit="Wohnungen pro Jahr",
    language="de",
    values=tuple(Point(2020 + n, Decimal(1150 + 60 * n), n != 6) for n in range(7)),
    targets=(Point(2020, Decimal(1200)), Point(2030, Decimal(2000))),
)


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def get(url: str) -> Any:
    return Client().get(url)


@pytest.mark.django_db
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_is_a_picture_that_browsers_may_keep(variant: str) -> None:
    response = get(picture_of(CHART, description="").url(variant))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.content.startswith(b"\x89PNG" if variant.endswith("png") else b"<svg")
    assert "style=" not in response.content.decode("latin-1")


@pytest.mark.django_db
def test_numbers_are_written_in_the_readers_language() -> None:
    german = get(picture_of(CHART, description="").light).content.decode()
    english = get(picture_of(replace(CHART, language="en"), description="").light).content.decode()
    assert {"1.510", "2.000", "2026", "gemeldet", "Zielpfad"} <= set(re.findall(r">([^<>]+)</text>", german))
    assert {"1,510", "2,000", "2026"} <= set(re.findall(r">([^<>]+)</text>", english))


@pytest.mark.django_db
def test_the_same_chart_has_the_same_address_and_another_one_another() -> None:
    first, second = picture_of(CHART, description=""), picture_of(replace(CHART), description="")
    other = picture_of(replace(CHART, unit="Häuser"), description="")
    assert first.key == second.key != other.key


@pytest.mark.django_db
def test_the_address_can_not_be_computed_from_the_content(settings: Any) -> None:
    before = picture_of(CHART, description="").key
    settings.SECRET_KEY = "another"
    assert picture_of(CHART, description="").key != before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", [f"/grafiken/{'0' * 40}/hell.svg", "/grafiken/../../etc/passwd/hell.svg", f"/grafiken/{'0' * 40}/bunt.svg"]
)
def test_what_no_page_showed_is_not_drawn(path: str) -> None:
    assert get(path).status_code == 404


@pytest.mark.django_db
def test_a_kept_picture_is_not_drawn_again(tmp_path: Path) -> None:
    picture = picture_of(CHART, description="")
    get(picture.light)
    (tmp_path / "charts" / f"{picture.key}-hell.svg").write_bytes(b"<svg>kept</svg>")
    assert get(picture.light).content == b"<svg>kept</svg>"


@pytest.mark.parametrize(
    "values", [(), (Point(2024, Decimal(5)),), tuple(Point(1950 + n, Decimal(n) - 30) for n in range(80))]
)
def test_any_number_of_values_can_be_drawn(values: tuple[Point, ...]) -> None:
    import vl_convert

    chart = replace(CHART, values=values, targets=())
    for size in ("wide", "narrow"):
        assert vl_convert.vegalite_to_svg(vega_lite(chart, palette="dark", size=size)).startswith("<svg")


def test_examples_say_so_inside_the_picture() -> None:
    assert "Beispiel: erfundene Werte" in str(vega_lite(replace(CHART, is_example=True), palette="light", size="wide"))


def test_the_facts_survive_being_written_down() -> None:
    assert LineChart.from_json(CHART.as_json()) == CHART
