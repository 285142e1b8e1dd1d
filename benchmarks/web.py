"""Requests per second and p95 of the five main pages, on the real server with Dortmund and the examples.

    ./do bench web [--seconds 8] [--connections 8] [--database ADDRESS] [--signed-in]

The server is the one of deploy/gunicorn.conf.py with two processes; the load comes from ``wrk`` if this machine has
it, otherwise from a process of our own that keeps its connections open. Both share the machine's cores with the
server, so a machine that does nothing else does better. Nothing between the two keeps pages.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from stadtgespraech.cli.demo import free_port
from stadtgespraech.cli.probe import fetch, wait_until_up
from stadtgespraech.cli.processes import Processes

ROOT = Path(__file__).resolve().parents[1]
BINARIES = Path(sys.executable).parent
PAGES = ("/", "/ziele/", "/handlungsfelder/wohnen/", "/kennzahlen/", "/vorlagen/")
GOAL_PER_SECOND, GOAL_P95 = 100, 0.300
SESSION_COOKIE = "stadtgespraech"
MAKE_SESSION = """
import time
from importlib import import_module
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.conf import settings
from stadtgespraech.apps.people.models import Person
person = Person.objects.filter(role_assignments__role="strategy_office", role_assignments__ended_at=None).first()
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(person.pk)
session[BACKEND_SESSION_KEY] = "stadtgespraech.apps.people.login.PersonBackend"
session[HASH_SESSION_KEY] = person.get_session_auth_hash()
session["account_authentication_methods"] = [{"method": name, "at": time.time()} for name in ("password", "mfa")]
session["account_authentication_methods_user"] = str(person.pk)
session.save()
print(session.session_key)
"""


@dataclass(frozen=True)
class Measured:
    """What one page did under load."""

    path: str
    kilobytes: float
    per_second: float
    median: float
    p95: float
    failed: int


def main() -> int:
    parser = argparse.ArgumentParser(
        "./do bench web", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=8, help="how long each page is asked for")
    parser.add_argument("--connections", type=int, default=8, help="readers at the same time")
    parser.add_argument("--processes", type=int, default=2, help="processes of the web server")
    parser.add_argument("--database", help="address of an empty database (default: SQLite in a temporary folder)")
    parser.add_argument("--signed-in", action="store_true", help="as the strategy office instead of a visitor")
    parser.add_argument("--python", action="store_true", help="do not use wrk even if it is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="stadtgespraech-bench-") as folder:
        return run(options, Path(folder))


def run(options: argparse.Namespace, folder: Path) -> int:
    port = free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "stadtgespraech.config.settings",
        "STADTGESPRAECH_DATA_DIR": str(folder),
        "STADTGESPRAECH_DATABASE": options.database or f"sqlite:///{folder / 'bench.sqlite3'}",
        "STADTGESPRAECH_URL": f"http://localhost:{port}",
        "STADTGESPRAECH_HOSTS": "localhost,127.0.0.1",
        "WEB_CONCURRENCY": str(options.processes),
    }
    print("Loading Dortmund and the examples", flush=True)
    for command in (["migrate", "-v", "0"], ["load", str(ROOT / "cities" / "dortmund")], ["add-examples"]):
        # Only a demo takes examples; the server that is measured is none.
        demo = {**environment, "STADTGESPRAECH_DEMO": "on"}
        subprocess.run([BINARIES / "stadtgespraech", *command], env=demo, check=True, stdout=subprocess.DEVNULL)
    cookie = ""
    if options.signed_in:
        made = subprocess.run(
            [BINARIES / "stadtgespraech", "shell", "-v", "0", "-c", MAKE_SESSION],
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        cookie = f"{SESSION_COOKIE}={made.stdout.split()[-1]}"
    processes = Processes(log_folder=folder / "logs", environment=environment)
    try:
        processes.start(
            "web",
            [
                BINARIES / "gunicorn",
                "--config",
                ROOT / "deploy" / "gunicorn.conf.py",
                "--workers",
                str(options.processes),
                "--bind",
                f"127.0.0.1:{port}",
            ],
        )
        if not wait_until_up(port, "/protokoll/kopf.json", seconds=30):
            print(processes.log_file("web").read_text(), file=sys.stderr)
            return 1
        return report([measure(port, path, cookie=cookie, options=options) for path in PAGES], options)
    finally:
        processes.stop()


def measure(port: int, path: str, *, cookie: str, options: argparse.Namespace) -> Measured:
    """Warm one page up, then ask for it as fast as the readers can."""
    for _ in range(2 * options.processes):
        page = fetch(port, path)
    wrk = None if options.python else shutil.which("wrk")
    load = with_wrk if wrk else with_python
    per_second, median, p95, failed = load(
        port, path, cookie=cookie, seconds=options.seconds, connections=options.connections
    )
    return Measured(path, len(page.body) / 1000, per_second, median, p95, failed + (page.status != 200))


def with_wrk(port: int, path: str, *, cookie: str, seconds: float, connections: int) -> tuple[float, float, float, int]:
    script = Path(tempfile.gettempdir()) / f"stadtgespraech-wrk-{os.getpid()}.lua"
    script.write_text(
        "done = function(summary, latency, requests)\n"
        '  io.write(string.format("RESULT %f %f %f %d\\n", summary.requests / (summary.duration / 1e6),'
        " latency:percentile(50) / 1e6, latency:percentile(95) / 1e6,"
        " summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))\n"
        "end\n"
    )
    try:
        command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "-s", script]
        command += ["-H", f"Cookie: {cookie}"] if cookie else []
        out = subprocess.run(
            [*command, f"http://127.0.0.1:{port}{path}"], check=True, capture_output=True, text=True
        ).stdout
    finally:
        script.unlink()
    found = re.search(r"RESULT (\S+) (\S+) (\S+) (\d+)", out)
    assert found, out
    return float(found[1]), float(found[2]), float(found[3]), int(found[4])


def with_python(
    port: int, path: str, *, cookie: str, seconds: float, connections: int
) -> tuple[float, float, float, int]:
    """The readers run in a process of their own, so that only the cores are shared with the report."""
    given = json.dumps({"port": port, "path": path, "cookie": cookie, "seconds": seconds, "connections": connections})
    out = subprocess.run(
        [sys.executable, __file__, "--as-readers", given], check=True, capture_output=True, text=True
    ).stdout
    result = json.loads(out)
    return result["per_second"], result["median"], result["p95"], result["failed"]


async def read_pages(*, port: int, path: str, cookie: str, seconds: float, connections: int) -> dict[str, float]:
    """Readers that ask again as soon as they have their answer."""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n{f'Cookie: {cookie}' + chr(13) + chr(10) if cookie else ''}\r\n".encode()
    times: list[float] = []
    failed = 0
    start = time.perf_counter()

    async def reader() -> None:
        nonlocal failed
        connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        while (begun := time.perf_counter()) < start + seconds:
            try:
                connection = connection or await asyncio.open_connection("127.0.0.1", port)
                connection[1].write(request)
                head = await connection[0].readuntil(b"\r\n\r\n")
                await read_body(connection[0], head)
            except (OSError, asyncio.IncompleteReadError):
                # A server may close a connection that was used often; what it did not answer counts.
                failed += 1
                connection = None
                continue
            times.append(time.perf_counter() - begun)
            failed += not head.startswith(b"HTTP/1.1 200")
            if b"\r\nconnection: close" in head.lower():
                connection[1].close()
                connection = None
        if connection:
            connection[1].close()

    await asyncio.gather(*(reader() for _ in range(connections)))
    times.sort()
    return {
        "per_second": len(times) / (time.perf_counter() - start),
        "median": times[len(times) // 2] if times else float("nan"),
        "p95": times[int(len(times) * 0.95)] if times else float("nan"),
        "failed": failed,
    }


async def read_body(stream: asyncio.StreamReader, head: bytes) -> None:
    length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
    if length:
        await stream.readexactly(int(length[1]))
        return
    while size := int(await stream.readline(), 16):
        await stream.readexactly(size + 2)
    await stream.readline()


def report(rows: list[Measured], options: argparse.Namespace) -> int:
    who = "strategy office" if options.signed_in else "visitor"
    print(
        f"\n{options.processes} server processes, {options.connections} readers, {options.seconds:g} s per page, {who}, {os.cpu_count()} cores\n"
    )
    print(f"{'page':<28}{'kB':>8}{'req/s':>9}{'median':>10}{'p95':>10}{'failed':>8}")
    for row in rows:
        print(
            f"{row.path:<28}{row.kilobytes:>8.1f}{row.per_second:>9.0f}{row.median * 1000:>7.0f} ms{row.p95 * 1000:>7.0f} ms{row.failed:>8}"
        )
    reached = all(row.per_second >= GOAL_PER_SECOND and row.p95 <= GOAL_P95 and not row.failed for row in rows)
    print(
        f"\nGoal (at least {GOAL_PER_SECOND} requests/s, p95 at most {GOAL_P95 * 1000:.0f} ms): {'reached' if reached else 'missed'}"
    )
    return 0 if reached else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--as-readers"]:
        print(json.dumps(asyncio.run(read_pages(**json.loads(sys.argv[2])))))
        sys.exit(0)
    sys.exit(main())
