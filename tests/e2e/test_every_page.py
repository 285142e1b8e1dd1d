"""Every kind of page, as several people, with and without JavaScript: nothing broken, nothing in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.crawl import (
    Cleared,
    WithoutScript,
    empty_forms,
    markup_of,
    sideways_scroll,
    violations,
    walk,
    watch_console,
)
from tests.e2e.signing_in import context_of
from tests.running_site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Fewer pages than this would mean that the walk got lost. Who sees most comes first: others see much the same.
PEOPLE = {"strategy_office": 60, "visitor": 30, "unit": 35, "administrator": 35}
PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 800}
EMPTY_ALL = """form => form.querySelectorAll('input:not([type=hidden]), textarea').forEach(field => {
    if (field.type === 'checkbox' || field.type === 'radio') field.checked = false; else field.value = ''; })"""
SEND = "form => form.requestSubmit(form.querySelector('[type=submit]') || undefined)"


@pytest.fixture(scope="session")
def cleared(prepared_site: Path) -> Cleared:
    return Cleared(prepared_site.parent)


@pytest.mark.parametrize("role", PEOPLE)
def test_no_barrier_on_any_page(browser: Browser, site: Site, cleared: Cleared, role: str) -> None:
    """As it opens, in dark, on a phone, after clicks, without JavaScript, and in its error states; and the console
    stays silent."""
    found: dict[str, list[str]] = {}
    pages = 0
    with context_of(browser, site, role) as context, context_of(browser, site, role, java_script_enabled=False) as off:
        page, silent = context.new_page(), WithoutScript(off)
        complaints = watch_console(page)
        for address in walk(page, site.url):
            pages += 1
            markup = markup_of(page)
            problems: list[str] = []
            if cleared.holds(markup):
                problems += complaints
            else:
                problems += [
                    *violations(page),
                    *in_dark(page),
                    *on_a_phone(page),
                    *without_script(silent, address, markup),
                ]
                problems += [*after_clicks(page), *complaints, *with_mistakes(page, address)]
            # A refused form answers 422, which Chromium notes as an error.
            complaints.clear()
            if problems:
                found[address] = problems
            else:
                cleared.add(markup)
        silent.page.goto("/daten/")
        assert silent.page.locator(".table-filter").count() == 0, "a script ran"
    assert found == {}
    assert pages >= PEOPLE[role]


def test_no_barrier_in_english(browser: Browser, site: Site) -> None:
    with context_of(browser, site, "visitor") as context:
        page = context.new_page()
        found = {
            address: problems
            for address in walk(page, site.url, start=("/en/",), english=True)
            if (problems := violations(page))
        }
    assert found == {}


def in_dark(page: Page) -> list[str]:
    """Only colours differ there."""
    page.emulate_media(color_scheme="dark")
    problems = [f"dark: {problem}" for problem in violations(page, rules=["color-contrast"])]
    page.emulate_media(color_scheme="light")
    return problems


def on_a_phone(page: Page) -> list[str]:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    too_wide = sideways_scroll(page)
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    return [f"wider than a phone by {too_wide} pixels"] if too_wide > 0 else []


def without_script(silent: WithoutScript, address: str, with_script: str) -> list[str]:
    """The same page with JavaScript off, where it is not the same to the letter."""
    silent.page.goto(address)
    if markup_of(silent.page) == with_script:
        return []
    return [f"without JavaScript: {problem}" for problem in silent.violations()]


def after_clicks(page: Page) -> list[str]:
    """Everything that opens is opened."""
    summaries = page.locator("main summary").all()
    for summary in summaries:
        summary.click()
    return [f"opened: {problem}" for problem in violations(page, within="main")] if summaries else []


def with_mistakes(page: Page, address: str) -> list[str]:
    """Every form with fields is sent empty."""
    problems: list[str] = []
    for position in empty_forms(page):
        if page.url != address:
            page.goto(address)
        form = page.locator("form").nth(position)
        if form.locator("input:not([type=hidden]), textarea, select").count() == 0:
            continue  # a form of one button would do something
        form.evaluate(EMPTY_ALL)
        with page.expect_navigation():
            form.evaluate(SEND)
        problems += [f"sent empty: {problem}" for problem in violations(page, within="main")]
    return problems
