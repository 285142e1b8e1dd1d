"""Walks the site like a person who tries every link, one page per kind of address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, Page

AXE = Path(__file__).parents[2] / "var" / "assets-test" / "axe.min.js"
# Not pages: downloads and machine formats.
DOWNLOADS = (".csv", ".xlsx", ".json", ".jsonl", ".py", ".ics", ".svg", ".png", ".xml")
# Leaving is no page, and would end the walk.
NEVER_FOLLOWED = {"account_logout"}
ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async rules => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations
    .map(violation => `${violation.id}: ${violation.help} — ` +
    violation.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | '))"""


@dataclass(frozen=True)
class Kind:
    """A kind of address: the route and what was asked of it."""

    route: str
    language: str


def kind_of(path: str) -> Kind | None:
    """The kind of a path, or None if it is not a page of ours."""
    parts = urlsplit(path)
    if parts.path.endswith(DOWNLOADS) or parts.path.startswith(("/api/", "/static/")):
        return None
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    return Kind(match.view_name or match.route, "en" if parts.path.startswith("/en/") else "de")


def walk(page: Page, site: str, *, start: tuple[str, ...] = ("/",), english: bool = False) -> Iterator[str]:
    """Open one page of each kind that can be reached from ``start``; yields each address while it is open."""
    waiting, seen = list(start), set()
    while waiting:
        address = urljoin(site, waiting.pop(0))
        kind = kind_of(address[len(site) :] or "/")
        if kind is None or kind in seen or kind.route in NEVER_FOLLOWED or (kind.language == "en") != english:
            continue
        seen.add(kind)
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, f"{address} answered {response.status}"
        if not (response.headers.get("content-type") or "").startswith("text/html"):
            continue
        waiting += [
            link
            for link in page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
            if link.startswith(site)
        ]
        yield address


def violations(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """What axe finds on the open page."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN_AXE, rules or ALL_RULES)
    return found


def violations_without_script(context: BrowserContext, page: Page) -> list[str]:
    """What axe finds on a page that was drawn with JavaScript off.

    Axe itself needs JavaScript, so the finished markup is shown once more in a context that has it, at the
    same address, with all of the page's own scripts held back.
    """
    markup = page.content().replace("<noscript>", "<div>").replace("</noscript>", "</div>")
    mirror = context.new_page()
    try:
        mirror.route("**/*.js", lambda route: route.abort())
        mirror.route(page.url, lambda route: route.fulfill(body=markup, content_type="text/html; charset=utf-8"))
        mirror.goto(page.url)
        return violations(mirror)
    finally:
        mirror.close()


def sideways_scroll(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def empty_forms(page: Page) -> list[int]:
    """Positions of the forms on the page that change something."""
    positions: list[int] = page.eval_on_selector_all(
        "form",
        "forms => forms.map((form, i) => (form.method === 'post' && form.closest('main') ? i : -1)).filter(i => i >= 0)",
    )
    return positions


def watch_console(page: Page) -> list[Any]:
    """Collects what the browser complains about: broken policy, script errors."""
    complaints: list[Any] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints
