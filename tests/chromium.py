"""Where this machine's Chromium is, and how tests start it."""

from __future__ import annotations

import os
import shutil

# A browser that talks to nobody but the site under test.
QUIET = [
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """The browser's program; CHROMIUM in the environment wins."""
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    return os.environ.get("CHROMIUM") or next((path for name in names if (path := shutil.which(name))), None)


def launch_options() -> list[str]:
    """Flags of the browser. Chromium's own sandbox refuses to run as root."""
    return [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
