"""The demo, started as a newcomer does."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
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
def demo(data: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running demo and what it printed."""
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
        yield process, printed
    finally:
        process.kill()
        process.wait()


def children_of(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False).stdout
    direct = [int(number) for number in found.split()]
    return direct + [grandchild for child in direct for grandchild in children_of(child)]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """Data of a first start, and what `./do demo --check` said."""
    data = tmp_path_factory.mktemp("demo") / "data"
    command = [CONSOLE, "demo", "--check"]
    return data, subprocess.run(command, env=environment_of(data), capture_output=True, text=True, check=False)


@pytest.fixture
def data(checked: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path) -> Path:
    """Data of a demo that ran before."""
    return Path(shutil.copytree(checked[0], tmp_path / "data"))


def test_the_check_finds_every_page_and_stops(checked: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    _data, done = checked
    assert done.returncode == 0, done.stdout + done.stderr
    assert ("Loading Dortmund" in done.stdout, done.stdout.endswith("pages are there.\n")) == (True, True)


def test_a_second_start_keeps_the_data_and_ctrl_c_leaves_no_orphans(data: Path) -> None:
    port, before = free_port(), (data / "stadtgespraech.sqlite3").stat().st_ino
    with demo(data, port) as (process, printed):
        shown = [
            part in printed for part in (f"http://localhost:{port}", "strategiebuero@", "/postfach-demo/", "Loading")
        ]
        assert (shown, fetch(port, "/").status) == ([True, True, True, False], 200)
        family = children_of(process.pid)
        assert len(family) >= 3  # gunicorn, at least one of its workers, and the job worker
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert [pid for pid in family if not wait_until_gone(pid)] == []
    assert (data / "stadtgespraech.sqlite3").stat().st_ino == before


def test_a_killed_demo_leaves_no_orphans(data: Path) -> None:
    with demo(data, free_port()) as (process, _printed):
        family = children_of(process.pid)
        process.kill()
        assert [pid for pid in family if not wait_until_gone(pid)] == []


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
