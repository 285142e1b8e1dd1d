"""Take the pictures in this folder: ``./do screenshots``.

Starts a demo of its own in a temporary folder, photographs the main pages on a phone and a desktop, light
and dark, and stops it again.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent
STADTGESPRAECH = Path(sys.executable).with_name("stadtgespraech")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str, *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except OSError:
            time.sleep(0.3)
    raise SystemExit(f"{address} did not answer within {seconds:.0f} seconds.")


def take(address: str) -> None:
    """Photograph every page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("STADTGESPRAECH_CHROMIUM", "/usr/bin/chromium"), args=CHROMIUM_FLAGS
        )
        for screen, (width, height) in SCREENS.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
                page = context.new_page()
                for name, path in PAGES.items():
                    response = page.goto(address + path)
                    if response is None or not response.ok:
                        raise SystemExit(f"{path} answered {response.status if response else 'nothing'}.")
                    page.screenshot(path=FOLDER / f"{name}-{screen}-{scheme}.png")
                    print(f"{name}-{screen}-{scheme}.png")
                context.close()
        browser.close()


def main() -> None:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "STADTGESPRAECH_DATA_DIR": folder}
        demo = subprocess.Popen([STADTGESPRAECH, "demo", "--port", str(port)], env=environment, start_new_session=True)
        try:
            wait_for(f"http://127.0.0.1:{port}/", seconds=120)
            take(f"http://127.0.0.1:{port}")
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait(timeout=30)


if __name__ == "__main__":
    main()
