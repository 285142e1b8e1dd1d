"""A pile of cards typed in without a mouse, read and published with one key each; and the page of each voice."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.crawl import violations
from tests.e2e.signing_in import context_of
from tests.running_site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CARDS = ("Mehr Bänke am Markt. Man kann nirgends sitzen.", "Der Bus kommt nie.", "Zu dunkel am Bahnhof.")


def type_pile(page: Page) -> None:
    """Choose the channel once, let each card wait for somebody who reads it, and save with the keyboard alone."""
    page.goto("/stimmen/eintragen/")
    for number, card in enumerate(CARDS):
        # The text field has the focus; nobody has to look for it.
        expect(page.locator("[name=text]")).to_be_focused()
        page.keyboard.type(card)
        if number == 0:
            for _field in range(5):
                page.keyboard.press("Tab")
            expect(page.locator("[name=channel]")).to_be_focused()
            page.keyboard.type("Work")
            for _field in range(5):
                page.keyboard.press("Tab")
            page.keyboard.press("Space")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**weg=workshop**")
        expect(page.locator("aside").get_by_text(card.split(". ")[0].rstrip("."))).to_be_visible()
        expect(page.locator("[name=channel]")).to_have_value("workshop")
        expect(page.locator("[name=publish]")).not_to_be_checked()


def test_cards_are_typed_in_read_and_published_by_keyboard(browser: Browser, site: Site) -> None:
    with context_of(browser, site, "moderator") as context:
        page = context.new_page()
        type_pile(page)
        assert violations(page) == []
        page.goto("/stimmen/pruefen/")
        waiting = int(re.findall(r"\d+", page.title())[0])
        assert violations(page) == []
        for _card in CARDS:
            # The button has the focus: reading and pressing Enter is all there is to do.
            with page.expect_navigation():
                page.keyboard.press("Enter")
        left = re.findall(r"\((\d+)\)", page.title())
        assert int(left[0] if left else 0) == waiting - len(CARDS)


def test_a_reader_finds_a_voice_without_javascript(browser: Browser, site: Site) -> None:
    with context_of(browser, site, "moderator") as context:
        page = context.new_page()
        page.goto("/stimmen/eintragen/")
        page.locator("[name=text]").fill("Pfützen vor der Sternwarte.\n\nJedes Mal, wenn es regnet.")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**weg=paper**")
    with browser.new_context(base_url=site.url, locale="de-DE", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/stimmen/")
        page.get_by_label("Wonach suchen Sie?").fill("PFUETZEN sternwarte")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Pfützen vor der Sternwarte.").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Pfützen vor der Sternwarte.")
        expect(page.get_by_role("heading", name="Was wurde daraus?")).to_be_visible()
        expect(page.get_by_role("heading", name="Woher kommt das?")).to_be_visible()
