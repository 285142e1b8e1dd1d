"""Run Dortmund's site with examples on this machine; Ctrl-C stops it."""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import select
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from stadtgespraech.cli.logins import print_logins
from stadtgespraech.cli.probe import probe, wait_until_up
from stadtgespraech.cli.processes import Processes

PROJECT_ROOT = Path(__file__).resolve().parents[3]
PACK = PROJECT_ROOT / "cities" / "dortmund"
MAIN_PAGES = ["/", "/en/", "/suche/?q=hafen", "/api/v1/openapi.json", "/postfach-demo/", "/gesund"]


def main(arguments: list[str]) -> int:
    """Prepare the demo's data, start web server and worker, and wait."""
    options = read_options(arguments)
    port = options.port or (free_port() if options.check else 8000)
    if not is_free(port):
        sys.stderr.write(f"Port {port} is taken. Try: ./do demo --port {port + 1}\n")
        return 1
    environment = demo_environment(port)
    os.environ.update(environment)
    data = Path(environment["STADTGESPRAECH_DATA_DIR"])
    if options.reset and data.exists():
        shutil.rmtree(data)
    started = time.monotonic()
    prepare_data(data)
    processes = Processes(log_folder=data / "log", environment={**os.environ, **environment})
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    # A shell that starts us in the background has us ignore it; whoever sends it all the same means it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        start_site(processes, port)
        if not wait_until_up(port, "/", seconds=60, give_up_when=processes.ended):
            return explain_end(processes)
        if options.check:
            return check_pages(port)
        say(f"\nReady after {time.monotonic() - started:.0f} s: http://localhost:{port}\n")
        print_logins(port)
        say("Ctrl-C stops the demo; its data stays. Enter shows fresh codes.")
        return wait(processes, on_enter=lambda: print_logins(port))
    finally:
        # A second Ctrl-C must not leave half of it running.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        processes.stop()


def read_options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("./do demo", description=__doc__)
    parser.add_argument("--port", type=int, help="where to listen (default 8000; with --check any free port)")
    parser.add_argument("--reset", action="store_true", help="throw the demo's data away first")
    parser.add_argument(
        "--check",
        action="store_true",
        help="start, look at the main pages and their links, stop; exit code 0 if all is well",
    )
    return parser.parse_args(arguments)


def demo_environment(port: int, *, data: Path | None = None) -> dict[str, str]:
    """Settings of the demo.

    Args:
        data: its folder; STADTGESPRAECH_DATA_DIR or var/demo if not given.
    """
    data = data or Path(os.environ.get("STADTGESPRAECH_DATA_DIR") or PROJECT_ROOT / "var" / "demo").resolve()
    return {
        "DJANGO_SETTINGS_MODULE": "stadtgespraech.config.settings",
        "STADTGESPRAECH_DEMO": "on",
        "STADTGESPRAECH_DATA_DIR": str(data),
        "STADTGESPRAECH_DATABASE": f"sqlite:///{data / 'stadtgespraech.sqlite3'}",
        "STADTGESPRAECH_URL": f"http://localhost:{port}",
        "STADTGESPRAECH_HOSTS": "localhost,127.0.0.1",
        "STADTGESPRAECH_PACK": str(PACK),
    }


def prepare_data(data: Path) -> None:
    """Migrate; on the first start, and when the pack has changed, load the pack and add the examples."""
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0)
    now = digest_of(PACK)
    stamp = data / "pack.stamp"
    if not stamp.exists() or stamp.read_text() != now:
        say("Loading Dortmund")
        call_command("load", str(PACK), stdout=io.StringIO())
        say("Adding examples")
        call_command("add_examples", stdout=io.StringIO())
        stamp.write_text(now)
    connections.close_all()


def digest_of(folder: Path) -> str:
    """Fingerprint of all files of a folder."""
    total = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(f"{file.relative_to(folder)}\n".encode() + file.read_bytes())
    return total.hexdigest()


def start_site(processes: Processes, port: int) -> None:
    """Web server and job worker."""
    binaries = Path(sys.executable).parent
    configuration = PROJECT_ROOT / "deploy" / "gunicorn.conf.py"
    gunicorn: list[str | Path] = [binaries / "gunicorn", "--config", configuration, "--bind", f"127.0.0.1:{port}"]
    processes.start("web", gunicorn)
    processes.start("worker", [binaries / "stadtgespraech", "work"])


def check_pages(port: int) -> int:
    """Fetch the main pages and what they link to.

    Returns:
        0 if all of them are there, 1 otherwise.
    """
    wait_until_up(port, "/gesund", seconds=20)
    pages = probe(port, MAIN_PAGES)
    broken = [page for page in pages if page.status != 200]
    for page in pages:
        say(f"{page.status}  {page.seconds * 1000:5.0f} ms  {len(page.body) / 1000:6.1f} kB  {page.path}")
    say(f"{len(pages) - len(broken)} of {len(pages)} pages are there.")
    return 1 if broken else 0


def wait(processes: Processes, *, on_enter: Callable[[], Any]) -> int:
    """Until Ctrl-C, or until a process ends by itself."""
    watch = [sys.stdin] if sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty() else []
    try:
        while processes.ended() is None:
            readable, _write, _error = select.select(watch, [], [], 0.5)
            if readable:
                if not sys.stdin.readline():
                    watch = []
                    continue
                on_enter()
    except KeyboardInterrupt:
        say("\nStopping")
        return 0
    return explain_end(processes)


def explain_end(processes: Processes) -> int:
    name = processes.ended() or "web"
    log = processes.log_file(name)
    sys.stderr.write(f"The {name} process did not keep running. The end of {log}:\n")
    sys.stderr.write("\n".join(log.read_text(errors="replace").splitlines()[-25:]) + "\n")
    return 1


def leave(number: int, frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


def is_free(port: int) -> bool:
    with socket.socket() as probe_socket:
        probe_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe_socket.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    with socket.socket() as any_socket:
        any_socket.bind(("127.0.0.1", 0))
        return int(any_socket.getsockname()[1])


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
