"""Real workers, as processes of their own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[3]


def start_worker(environment: dict[str, str], *options: str, lease: float = 1.0) -> subprocess.Popen[bytes]:
    """A worker in a hurry."""
    command = [
        sys.executable,
        "-m",
        "stadtgespraech.cli.main",
        "work",
        "--poll",
        "0.05",
        "--lease",
        str(lease),
        "--backoff",
        "0.05",
        *options,
    ]
    return subprocess.Popen(command, cwd=PROJECT_ROOT, env=environment)


@contextmanager
def worker(environment: dict[str, str], *options: str, lease: float = 1.0) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that is gone at the end, whatever happens."""
    process = start_worker(environment, *options, lease=lease)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(condition: Callable[[], bool], *, seconds: float = 20) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"did not happen within {seconds} s")
        time.sleep(0.02)


def lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []
