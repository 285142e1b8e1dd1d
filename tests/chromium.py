"""Where this machine's Chromium is."""

from __future__ import annotations

import os
import shutil


def find_chromium() -> str | None:
    """The browser's program; CHROMIUM in the environment wins."""
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    return os.environ.get("CHROMIUM") or next((path for name in names if (path := shutil.which(name))), None)


def launch_options() -> list[str]:
    """Chromium's own sandbox refuses to run as root."""
    return ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else ["--disable-dev-shm-usage"]
