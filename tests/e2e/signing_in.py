"""Signing in as the demo's example people do, through the real pages."""

from __future__ import annotations

from typing import Any

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
    """Sign in with password and, for staff, the current code."""
    raise RuntimeError("set below")
