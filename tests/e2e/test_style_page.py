"""The style page in a real browser: every component in every state, and the comfort that the script adds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Browser, Dialog, Page, Route

from stadtgespraech.core.web.samples import samples

VAR = Path(__file__).parents[2] / "var"
TYPES = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
ADDRESS = "http://site.example/"
FRAME = {
    "city": SimpleNamespace(name="Dortmund", site_name="Stadtgespräch Dortmund"),
    "navigation": [SimpleNamespace(label="Ziele", url="#", current=True)],
    "footer_links": [SimpleNamespace(label="Impressum", url="#", current=False)],
    "staff_navigation": [SimpleNamespace(label="Arbeitsplatz", url="#", current=True)],
    "other_language": {"code": "en", "label": "English", "url": "#"},
    "is_demo": True,
}
RUN_AXE = "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '))"


@pytest.fixture(autouse=True, scope="module")
def _built() -> None:
    if not (VAR / "assets" / "site.css").exists():
        pytest.skip("The assets are not built")


def open_page(browser: Browser, **options: Any) -> Page:
    """The style page with the built assets, without a server."""
    with translation.override("de"):
        html = render_to_string("web/components.html", {**FRAME, **samples()})

    def serve(route: Route) -> None:
        name = re.sub(r"^.*/static/", "", route.request.url)
        file = VAR / "assets" / name
        if route.request.url.split("?")[0] == ADDRESS:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        else:
            route.fulfill(status=404)

    page = browser.new_context(locale="de-DE", **options).new_page()
    page.route("**/*", serve)
    page.goto(ADDRESS)
    return page


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = open_page(browser)
    yield page
    page.context.close()


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 1280, "height": 800}},
        {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
        {"viewport": {"width": 320, "height": 640}},
        {"viewport": {"width": 800, "height": 640}, "color_scheme": "dark"},
        {"viewport": {"width": 1280, "height": 800}, "forced_colors": "active"},
    ],
    ids=["light", "dark", "phone", "tablet", "forced-colours"],
)
def test_no_component_is_a_barrier(browser: Browser, options: dict[str, Any]) -> None:
    page = open_page(browser, **options)
    page.evaluate((VAR / "assets-test" / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(RUN_AXE)
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.context.close()
    assert (found, sideways) == ([], 0)


def test_text_is_large_and_controls_are_as_big_as_a_thumb(browser: Browser) -> None:
    page = open_page(browser, viewport={"width": 360, "height": 640})
    small = page.eval_on_selector_all(
        ".kern-btn, .menu a, .tools a, .staff-bar a, .site-foot li a, .crumbs a, .pagination a, input, select, summary",
        "all => all.map(e => [e.outerHTML.slice(0, 80), (e.closest('.kern-form-check') || e).getBoundingClientRect().height])"
        ".filter(([html, height]) => height < 44)",
    )
    text = page.eval_on_selector_all(
        "main p", "all => Math.min(...all.map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    body = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    page.context.close()
    assert (small, text, body) == ([], 16, 18)


def test_the_error_summary_has_the_focus(page: Page) -> None:
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")


def test_characters_are_counted_and_nothing_is_cut_off(page: Page) -> None:
    field, counter = page.locator("#id_text"), page.locator("#id_text_limit span").first
    assert counter.inner_text() == "Noch 500 Zeichen"
    field.fill("Übermut 🙂")
    assert counter.inner_text() == "Noch 491 Zeichen"
    field.fill("x" * 503)
    assert (counter.inner_text(), len(field.input_value())) == ("3 Zeichen zu viel", 503)


def test_a_table_can_be_filtered_without_regard_to_accents(page: Page) -> None:
    page.get_by_label("Zeilen suchen").fill("STARKE")
    assert page.locator("tbody tr:visible th").all_inner_texts() == ["Neue Stärke"]
    assert page.get_by_role("status").filter(has_text="Zeilen").inner_text() == "1 von 3 Zeilen"


def test_what_was_typed_is_not_left_without_a_question(page: Page) -> None:
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.goto(ADDRESS + "?1")
    assert asked == []
    page.goto(ADDRESS)
    page.locator("#id_title").click()
    page.keyboard.type("Mehr Bänke")
    page.goto(ADDRESS + "?2")
    assert asked == ["beforeunload"]


def test_without_script_everything_is_there(browser: Browser) -> None:
    page = open_page(browser, java_script_enabled=False)
    seen = {
        "limit": page.locator("#id_text_limit").inner_text().strip(),
        "rows": page.locator("tbody tr").count(),
        "filter": page.get_by_label("Zeilen suchen").count(),
        "errors": page.locator(".error-summary a").count(),
    }
    page.context.close()
    assert seen == {"limit": "Höchstens 500 Zeichen", "rows": 3, "filter": 0, "errors": 8}
