"""The first view of a main page is light and asks nobody else for anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.running_site import Site

pytestmark = pytest.mark.browser

MAIN_PAGES = ["/", "/ziele/", "/handlungsfelder/wohnen/", "/kennzahlen/", "/vorlagen/24633-22/"]
MOST_BYTES = 100_000
MOST_REQUESTS = 12


@dataclass
class Weight:
    """What one view took: bytes as they came over the wire, headers included."""

    bytes: int = 0
    addresses: list[str] = field(default_factory=list)


def weigh(page: Page, path: str) -> Weight:
    """Open a page with an empty cache and count what it loads."""
    weight = Weight()
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    wire.on("Network.requestWillBeSent", lambda event: weight.addresses.append(event["request"]["url"]))

    def finished(event: dict[str, int]) -> None:
        weight.bytes += int(event["encodedDataLength"])

    wire.on("Network.loadingFinished", finished)
    page.goto(path, wait_until="networkidle")
    return weight


@pytest.mark.parametrize("path", MAIN_PAGES)
@pytest.mark.parametrize("screen", [(390, 844), (1280, 900)], ids=["phone", "desktop"])
def test_first_view(browser: Browser, site: Site, path: str, screen: tuple[int, int]) -> None:
    with browser.new_context(base_url=site.url, viewport={"width": screen[0], "height": screen[1]}) as context:
        weight = weigh(context.new_page(), path)
        cookies = context.cookies()
    strangers = {urlsplit(address).netloc for address in weight.addresses} - {urlsplit(site.url).netloc}
    assert (strangers, cookies) == (set(), [])
    assert weight.bytes <= MOST_BYTES, f"{path}: {weight.bytes} bytes"
    assert len(weight.addresses) <= MOST_REQUESTS, f"{path}: {weight.addresses}"
    print(f"{path} {screen[0]} px: {weight.bytes / 1000:.1f} kB, {len(weight.addresses)} requests")
