"""Walks the site like a person who tries every link, one page per kind of address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
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
# Hidden fields that are drawn anew for every view of a form.
ONCE_ONLY = re.compile(r'name="(csrfmiddlewaretoken|submission_key)" value="[^"]*"')
RUN_AXE = """async ({rules, within}) => (await axe.run(within, {runOnly: rules, resultTypes: ['violations']})).violations
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


class Cleared:
    """Markup in which nothing was found, remembered for all processes of a run.

    All checks of a page take seconds, and much of what two people see is the same to the letter. The same markup
    under the same style sheet has the same barriers.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "cleared"
        self.folder.mkdir(exist_ok=True)

    def holds(self, markup: str) -> bool:
        return (self.folder / markup).exists()

    def add(self, markup: str) -> None:
        (self.folder / markup).touch()


def markup_of(page: Page) -> str:
    """A digest of the page's content without what differs at every call."""
    return sha256(ONCE_ONLY.sub("", page.locator("main").evaluate("main => main.outerHTML")).encode()).hexdigest()


def violations(page: Page, *, rules: list[str] | None = None, within: str = "html") -> list[str]:
    """What axe finds on the open page, or in a part of it."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN_AXE, {"rules": rules or ALL_RULES, "within": within})
    return found


class WithoutScript:
    """A page on which JavaScript is off, and on only while axe looks at what was drawn: axe needs it itself."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self._wire = context.new_cdp_session(self.page)
        self._hold(back=True)

    def _hold(self, *, back: bool) -> None:
        self._wire.send("Emulation.setScriptExecutionDisabled", {"value": back})

    def violations(self) -> list[str]:
        """What axe finds on the open page."""
        self._hold(back=False)
        try:
            return violations(self.page)
        finally:
            self._hold(back=True)


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
