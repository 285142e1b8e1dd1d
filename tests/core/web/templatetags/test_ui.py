"""Components: what a tag writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from stadtgespraech.core.web import boxes
from stadtgespraech.core.web.samples import samples
from stadtgespraech.core.web.templatetags import ui

README = Path(ui.__file__).parents[1] / "README.md"


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with translation.override("de"):
        yield


def html_of(source: str, **values: Any) -> str:
    """The rendered template, with runs of white space between tags removed."""
    return re.sub(r">\s+<", "><", Template(source).render(Context(values))).strip()


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_a_light_says_its_state_in_a_word_and_a_shape_of_its_own() -> None:
    lights = {state: html_of("{% light state %}", state=state) for state in ui.LIGHTS}
    assert {state: text_of(html) for state, html in lights.items()} == {
        "better": "wird besser",
        "flat": "tritt auf der Stelle",
        "behind": "hinter dem Zielpfad",
        "on_track": "auf dem Zielpfad",
        "none": "noch keine Werte gemeldet",
    }
    assert len({re.search(r' d="([^"]+)"', html)[1] for html in lights.values()}) == len(lights)  # type: ignore[index]


def test_an_unknown_light_never_claims_anything() -> None:
    assert html_of("{% light state %}", state="excellent") == html_of("{% light 'none' %}")


def test_what_people_write_is_escaped_everywhere() -> None:
    evil = '<script>alert("x")</script>'
    source = """{% page_head evil kind=evil lead=evil example=evil %}{% card title=evil href=evil kind=evil %}{{ evil }}{% endcard %}
    {% panel title=evil %}{{ evil }}{% endpanel %}{% alert "info" evil %}{{ evil }}{% endalert %}{% example_note evil %}{% tag evil %}
    {% facts %}{% fact evil %}{{ evil }}{% endfact %}{% endfacts %}{% quotation evil evil %}{% empty_state evil evil evil evil %}
    {% button_link evil evil %}{% submit evil name=evil value=evil %}{% light "flat" evil %}{% data_table caption=evil %}{% enddata_table %}
    {% breadcrumbs crumbs %}{% thread stations label=evil %}{% stages stages %}{% news_item at evil evil %}{% icon "info" evil %}
    {% sparkline values evil %}{{ evil|markdown }}"""
    station = SimpleNamespace(
        kind_label=evil, title=evil, url=evil, note=evil, state="next", count=2, others=((evil, evil),)
    )
    stage = SimpleNamespace(number=evil, name=evil, url=evil, state="now", note=evil)
    html = html_of(
        source,
        evil=evil,
        crumbs=[(evil, evil)],
        stations=[station],
        stages=[stage],
        at=date(2024, 5, 14),
        values=[1, 2],
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 40


def test_a_card_leads_where_it_says() -> None:
    assert html_of('{% card title="Wohnen" href="/ziele/wohnen/" kind="Ziel" %}<p>Text</p>{% endcard %}') == (
        '<div class="card"><p class="kind">Ziel</p><h3 class="card__title"><a href="/ziele/wohnen/">Wohnen</a></h3>'
        '<div class="card__body"><p>Text</p></div></div>'
    )


def test_an_alert_without_text_has_no_empty_body() -> None:
    html = html_of('{% alert "error" "Nicht gespeichert." %} {% endalert %}')
    assert 'class="kern-alert kern-alert--danger" role="alert"' in html
    assert text_of(html) == "Fehler: Nicht gespeichert."
    assert "alert__body" not in html


def test_the_thread_says_where_you_are_and_what_is_still_to_come() -> None:
    html = html_of("{% thread stations %}", stations=samples()["stations"])
    classes = re.findall(r'<li class="([^"]+)"', html)
    assert classes == [
        "thread__station thread__station--done",
        "thread__station thread__station--done",
        "thread__station thread__station--here thread__station--open",
        "thread__station thread__station--next thread__station--open",
        "thread__station thread__station--next thread__station--tail",
    ]
    assert html.count('aria-current="step"') == 1
    assert "Handlungsfeld · Sie sind hier Verkehrswende" in text_of(html)
    assert "Zielbild Jedes Kind kommt allein sicher zur Schule 14. Mai 2024 · Alle drei" in text_of(html)


def test_neighbours_of_one_kind_share_a_station() -> None:
    stations = [
        SimpleNamespace(kind_label=kind, title=title, url=f"/{title}/", note="", state=state)
        for kind, title, state in [
            ("Ziel", "a", "here"),
            ("Feld", "b", "done"),
            ("Feld", "d", "next"),
            ("Feld", "c", "done"),
        ]
    ]
    html = html_of("{% thread stations %}", stations=stations)
    assert [text_of(station) for station in html.split("<li ")[1:]] == [
        'class="thread__station thread__station--here" aria-current="step"> Ziel · Sie sind hier a',
        'class="thread__station thread__station--done thread__station--open"> 2 × Feld b c',
        'class="thread__station thread__station--next thread__station--tail"> Feld · kommt noch d',
    ]


def test_an_empty_thread_is_nothing() -> None:
    assert html_of("{% thread stations %}{% stages stages %}{% news news %}", stations=[], stages=[], news=[]) == ""


def test_stages_carry_their_state_in_words() -> None:
    html = html_of("{% stages stages %}", stages=samples()["stages"])
    assert re.findall(r'stages__note">([^<]+)<', html) == [
        "abgeschlossen",
        "abgeschlossen · 1. Stadtkonferenz",
        "abgeschlossen",
        "läuft gerade · noch 12 Tage",
        "kommt noch · Juni 2025",
        "kommt noch",
    ]


def test_pages_keep_the_rest_of_the_question() -> None:
    request = RequestFactory().get("/ziele/", {"q": "Übermut & Co", "seite": "2"})
    html = html_of("{% pagination page %}", page=Paginator(range(100), 10).page(2), request=request)
    assert re.findall(r'href="([^"]+)"', html) == [
        "?q=%C3%9Cbermut+%26+Co&amp;seite=1",
        "?q=%C3%9Cbermut+%26+Co&amp;seite=3",
    ]
    assert text_of(html) == "Vorherige Seite Seite 2 von 10 Nächste Seite"


def test_a_single_page_needs_no_pagination() -> None:
    assert html_of("{% pagination page %}", page=Paginator([1], 10).page(1)) == ""


def test_a_table_can_be_scrolled_with_the_keyboard_and_has_a_name() -> None:
    html = html_of('{% data_table caption="Stand" %}<tbody></tbody>{% enddata_table %}')
    assert html == (
        '<div class="table-frame" id="table-stand"><p class="table-caption" id="table-stand-caption">Stand</p>'
        '<div class="table-scroll" role="region" tabindex="0" aria-labelledby="table-stand-caption">'
        '<table class="table" aria-labelledby="table-stand-caption"><tbody></tbody></table></div></div>'
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "1.234,5 · 1.235 · −0,25 · – · 2.540.000 € · 12,50 € · 14. Mai 2024 · etwa 3 Stunden"),
        ("en", "1,234.5 · 1,235 · −0.25 · – · €2,540,000 · €12.50"),
    ],
)
def test_numbers_stand_as_the_reader_writes_them(language: str, expected: str) -> None:
    source = """{{ 1234.50|number }} · {{ 1234.6|number:0 }} · {{ minus|number }} · {{ none|number }} · {{ 2540000|euro }} · {{ 12.5|euro }}"""
    if language == "de":
        source += " · {{ at|day }} · {{ 180|effort }}"
    with translation.override(language):
        html = html_of(source, minus=-0.25, none=None, at=datetime(2024, 5, 13, 23, tzinfo=UTC))
    assert html == expected


def test_a_sparkline_needs_two_values_and_skips_gaps() -> None:
    assert html_of("{% sparkline values %}", values=[None, 3]) == ""
    html = html_of("{% sparkline values %}", values=[0, None, 10])
    assert 'points="0.0,22.0 100.0,2.0"' in html
    assert 'aria-label="Verlauf von 0 bis 10"' in html


def test_upper_apps_fill_a_slot_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "_providers", {})
    fact = "web/ui/empty_state.html"
    boxes.register("goal", lambda obj, person: (fact, {"title": f"zweite {obj} {person}"}), order=60)
    boxes.register("goal", lambda obj, person: None, order=55)
    boxes.register("goal", lambda obj, person: (fact, {"title": "erste"}), order=10)
    html = html_of('{% boxes "goal" goal %}', goal="Wohnen", person="Ada")
    assert text_of(html) == "erste zweite Wohnen Ada"


def test_every_component_is_in_the_readme() -> None:
    text = README.read_text()
    missing = [name for name in ui.register.tags if f"{{% {name}" not in text]
    missing += [name for name in ui.register.filters if f"|{name}" not in text]
    assert missing == []
