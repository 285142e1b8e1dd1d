"""Every kind of page, as several people, with and without JavaScript: nothing broken, nothing in the way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.crawl import (
    empty_forms,
    sideways_scroll,
    violations,
    violations_without_script,
    walk,
    watch_console,
)
from tests.e2e.signing_in import context_of
from tests.running_site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PEOPLE = ["visitor", "resident", "unit", "strategy_office", "committee_office", "administrator"]
# Fewer pages than this would mean that the walk got lost.
AT_LEAST = {"visitor": 30, "strategy_office": 45}
PHONE = {"width": 320, "height": 640}


@pytest.mark.parametrize("role", PEOPLE)
def test_no_barrier_on_any_page(browser: Browser, site: Site, role: str) -> None:
    """axe finds nothing, the console stays silent, on a phone nothing scrolls sideways."""
    with context_of(browser, site, role) as context:
        page = context.new_page()
        complaints, found, pages = watch_console(page), {}, 0
        for address in walk(page, site.url):
            pages += 1
            problems = violations(page)
            page.set_viewport_size(PHONE)
            if (width := sideways_scroll(page)) > 0:
                problems.append(f"wider than a phone by {width} pixels")
            page.set_viewport_size({"width": 1280, "height": 800})
            if problems or complaints:
                found[address] = [*problems, *complaints]
                complaints.clear()
    assert found == {}
    assert pages >= AT_LEAST.get(role, 25)


@pytest.mark.parametrize("role", PEOPLE)
def test_no_barrier_without_javascript(browser: Browser, site: Site, role: str) -> None:
    with (
        context_of(browser, site, role, java_script_enabled=False) as silent,
        context_of(browser, site, role) as talking,
    ):
        page = silent.new_page()
        found = {
            address: problems
            for address in walk(page, site.url)
            if (problems := violations_without_script(talking, page))
        }
    assert found == {}


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_no_barrier_in_english(browser: Browser, site: Site, scheme: str) -> None:
    with context_of(browser, site, "visitor", color_scheme=scheme) as context:
        page = context.new_page()
        found = {
            address: problems
            for address in walk(page, site.url, start=("/en/",), english=True)
            if (problems := violations(page))
        }
    assert found == {}


@pytest.mark.parametrize("role", ["visitor", "strategy_office", "unit"])
def test_no_barrier_in_dark(browser: Browser, site: Site, role: str) -> None:
    with context_of(browser, site, role, color_scheme="dark") as context:
        page = context.new_page()
        found = {address: problems for address in walk(page, site.url) if (problems := violations(page))}
    assert found == {}


@pytest.mark.parametrize(
    "role", ["visitor", "resident", "unit", "strategy_office", "committee_office", "administrator"]
)
def test_no_barrier_in_error_states_and_after_clicks(browser: Browser, site: Site, role: str) -> None:
    """Every form is sent empty, every disclosure is opened, and the page is checked again."""
    with context_of(browser, site, role) as context:
        page = context.new_page()
        found: dict[str, list[str]] = {}
        sent = 0
        for address in walk(page, site.url):
            for summary in page.locator("main summary").all():
                summary.click()
            if page.locator("main summary").count() and (problems := violations(page)):
                found[f"{address} opened"] = problems
            for position in empty_forms(page):
                page.goto(address)
                form = page.locator("form").nth(position)
                if form.locator("input:not([type=hidden]), textarea, select").count() == 0:
                    continue  # a form of one button would do something
                form.evaluate(
                    "form => form.querySelectorAll('input:not([type=hidden]), textarea')"
                    ".forEach(field => { field.type === 'checkbox' || field.type === 'radio' ? field.checked = false : field.value = '' })"
                )
                with page.expect_navigation():
                    form.evaluate("form => form.requestSubmit(form.querySelector('[type=submit]') || undefined)")
                sent += 1
                if problems := violations(page):
                    found[f"{address} sent empty"] = problems
                page.goto(address)
    assert found == {}
    assert sent >= 1
