"""Take the pictures in this folder: ``./do screenshots``.

Starts a demo of its own in a temporary folder, photographs the main pages on a phone and a desktop, light
and dark, and stops it again.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import django
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "stadtgespraech.config.settings"
django.setup()

from tests.chromium import find_chromium, launch_options  # noqa: E402 -- needs the two lines above
from tests.running_site import prepared_data, running_site  # noqa: E402

PAGES = {
    "start": "/",
    "goals": "/ziele/",
    "field": "/handlungsfelder/wohnen/",
    "indicator": "/kennzahlen/neue-wohnungen-pro-jahr/",
    "matrix": "/beteiligung/",
    "dialogue": "/mitreden/",
    "paper": "/vorlagen/24633-22/",
    "journal": "/protokoll/",
}
SCREENS = {"desktop": (1280, 900), "phone": (390, 844)}


def take(address: str) -> None:
    """Photograph every page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=launch_options())
        for screen, (width, height) in SCREENS.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    base_url=address,
                    viewport={"width": width, "height": height},
                    color_scheme=scheme,  # type: ignore[arg-type]
                    locale="de-DE",
                )
                page = context.new_page()
                for name, path in PAGES.items():
                    response = page.goto(path, wait_until="networkidle")
                    if response is None or not response.ok:
                        raise SystemExit(f"{path} answered {response.status if response else 'nothing'}.")
                    page.screenshot(path=FOLDER / f"{name}-{screen}-{scheme}.png")
                    print(f"{name}-{screen}-{scheme}.png")
                context.close()
        browser.close()


def main() -> None:
    if find_chromium() is None:
        raise SystemExit("Chromium is missing; on Debian: apt-get install chromium")
    with (
        tempfile.TemporaryDirectory() as folder,
        running_site(prepared_data(Path(folder)), Path(folder) / "site") as site,
    ):
        take(site.url)


if __name__ == "__main__":
    main()
