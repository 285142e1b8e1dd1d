"""The demo, started as a newcomer does."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from stadtgespraech.cli.demo import free_port
from stadtgespraech.cli.probe import fetch
from tests.cli.test_processes import wait_until_gone

pytestmark = [pytest.mark.slow, pytest.mark.no_database]
CONSOLE = Path(sys.executable).parent / "stadtgespraech"


def environment_of(data: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("STADTGESPRAECH_")}
    return {**clean, "STADTGESPRAECH_DATA_DIR": str(data)}


@contextmanager
def demo(data: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str, float]]:
    """A running demo, what it printed, and how long it took to be ready."""
    started = time.monotonic()
    process = subprocess.Popen(
        [CONSOLE, "demo", "--port", str(port)], env=environment_of(data), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    printed = ""
    while "Ctrl-C" not in printed:
        line = process.stdout.readline()
        assert line, printed
        printed += line
    try:
        yield process, printed, time.monotonic() - started
    finally:
        process.kill()
        process.wait()


def children_of(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False).stdout
    direct = [int(number) for number in found.split()]
    return direct + [grandchild for child in direct for grandchild in children_of(child)]


def test_the_demo_starts_keeps_its_data_and_stops_without_orphans(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    with demo(data, port) as (process, printed, _seconds):
        assert (f"http://localhost:{port}" in printed, "strategiebuero@" in printed, "/postfach-demo/" in printed) == (
            True,
            True,
            True,
        )
        assert fetch(port, "/").status == 200
        family = children_of(process.pid)
        assert len(family) >= 3  # gunicorn, at least one of its workers, and the job worker
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert [pid for pid in family if not wait_until_gone(pid)] == []
    before = (data / "stadtgespraech.sqlite3").stat().st_ino
    with demo(data, port) as (_process, printed, seconds):
        assert (seconds < 10, "Loading" in printed, (data / "stadtgespraech.sqlite3").stat().st_ino == before) == (
            True,
            False,
            True,
        )


def test_a_killed_demo_leaves_no_orphans(tmp_path: Path) -> None:
    with demo(tmp_path / "data", free_port()) as (process, _printed, _seconds):
        family = children_of(process.pid)
        process.kill()
        assert [pid for pid in family if not wait_until_gone(pid)] == []


def test_the_check_finds_every_page_and_stops(tmp_path: Path) -> None:
    done = subprocess.run(
        [CONSOLE, "demo", "--check"], env=environment_of(tmp_path), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].endswith("pages are there.")


def test_a_taken_port_is_explained(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [CONSOLE, "demo", "--port", str(port)],
            env=environment_of(tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, f"Port {port} is taken. Try: ./do demo --port {port + 1}\n")
