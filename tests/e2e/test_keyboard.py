"""What a person with a keyboard, or with large text, meets."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.running_site import Site

pytestmark = pytest.mark.browser

FOCUSED = """() => { const at = document.activeElement; const style = getComputedStyle(at); const box = at.getBoundingClientRect();
    return {tag: at.tagName, text: (at.innerText || at.getAttribute('aria-label') || at.name || '').trim().slice(0, 40),
            outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0, shadow: style.boxShadow !== 'none',
            height: box.height, onScreen: box.width > 0 && box.height > 0}; }"""


def test_the_first_tab_offers_the_way_to_the_content(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhalt"


@pytest.mark.parametrize("path", ["/", "/handlungsfelder/", "/beteiligung/", "/suche/?q=wohnen"])
def test_every_stop_of_the_keyboard_can_be_seen(page: Page, path: str) -> None:
    """Tab through the page: each stop shows its focus, none is a trap."""
    page.goto(path)
    stops: list[dict[str, object]] = []
    for _press in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["tag"] == "BODY":
            break
        stops.append(stop)
    unseen = [stop for stop in stops if not ((stop["outline"] or stop["shadow"]) and stop["onScreen"])]
    assert unseen == []
    assert len(stops) >= 10


def test_search_by_keyboard_without_javascript(browser: Browser, site: Site) -> None:
    with browser.new_context(base_url=site.url, locale="de-DE", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/suche/")
        page.get_by_role("searchbox").or_(page.get_by_label("Suche", exact=False)).first.focus()
        page.keyboard.type("UEBERMUT wohnung")
        page.keyboard.press("Enter")
        page.wait_for_url("**q=UEBERMUT**")
        assert page.get_by_role("heading", level=1).count() == 1


@pytest.mark.parametrize("path", ["/", "/ziele/", "/kennzahlen/", "/beteiligung/", "/zeitplan/"])
def test_text_at_four_times_the_size_needs_no_sideways_scroll(browser: Browser, site: Site, path: str) -> None:
    # 1280 pixels at 400 % are 320.
    with browser.new_context(
        base_url=site.url, viewport={"width": 320, "height": 256}, device_scale_factor=4
    ) as context:
        page = context.new_page()
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_text_spacing_of_wcag_cuts_nothing_off(page: Page) -> None:
    page.goto("/")
    # A style sheet of the reader's own, as an extension would add it; the policy of the page does not concern it.
    before = page.locator("main").inner_text()
    page.evaluate(
        "rules => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rules); document.adoptedStyleSheets = [sheet]; }",
        "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
        " p { margin-bottom: 2em !important }",
    )
    cut = page.eval_on_selector_all(
        "main *",
        "all => all.filter(e => ['hidden', 'clip'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1 "
        "&& !e.className.toString().includes('sr-only')).map(e => e.outerHTML.slice(0, 120))",
    )
    assert (page.locator("main").inner_text(), cut) == (before, [])
