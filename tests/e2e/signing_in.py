"""Signing in as the demo's example people do, through the real pages."""

from __future__ import annotations

import re
from typing import Any

import pyotp
from playwright.sync_api import Browser, BrowserContext, Page

from tests.running_site import Site

# Cookies of each signed-in person, per site: signing in once is enough for a whole run.
_cookies: dict[tuple[str, str], Any] = {}


def context_of(browser: Browser, site: Site, role: str, **options: Any) -> BrowserContext:
    """A browser context signed in as the example person with this role; ``visitor`` is nobody."""
    options = {"base_url": site.url, "locale": "de-DE", "viewport": {"width": 1280, "height": 800}, **options}
    if role == "visitor":
        return browser.new_context(**options)
    key = (site.url, role)
    if key not in _cookies:
        with browser.new_context(base_url=site.url, locale="de-DE") as context:
            sign_in(context.new_page(), site.logins[role])
            _cookies[key] = context.storage_state()
    return browser.new_context(**options, storage_state=_cookies[key])


def sign_in(page: Page, login: dict[str, Any]) -> None:
    """Staff sign in with password and the current code of their app, residents with a code from their mail."""
    if login["password"]:
        page.goto("/anmelden/passwort/")
        page.get_by_label("E-Mail-Adresse").fill(login["email"])
        page.get_by_label("Passwort").fill(login["password"])
        page.locator("main [type=submit]").click()
        page.locator("main input[autocomplete=one-time-code]").fill(pyotp.TOTP(login["secret"]).now())
    else:
        page.goto("/anmelden/")
        page.get_by_label("E-Mail-Adresse").fill(login["email"])
        page.locator("main [type=submit]").click()
        page.locator("main input[autocomplete=one-time-code]").fill(newest_code(page))
    page.locator("main [type=submit]").first.click()
    page.wait_for_url(re.compile(r"/(mein-bereich|arbeitsplatz)/$"))


def newest_code(page: Page) -> str:
    """The code of the newest mail in the demo's mailbox."""
    mailbox = page.context.new_page()
    mailbox.goto("/postfach-demo/")
    code = re.search(r"\b\d{4}-\d{4}\b", mailbox.locator("main").inner_text())
    mailbox.close()
    assert code is not None
    return code.group()
