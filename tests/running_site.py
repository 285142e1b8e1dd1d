"""The real site for browser tests and proofs: Dortmund with examples, its own data, gunicorn and a worker."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from stadtgespraech.cli.demo import demo_environment, free_port, start_site
from stadtgespraech.cli.probe import wait_until_up
from stadtgespraech.cli.processes import Processes
from tests.locks import only_one

PROJECT_ROOT = Path(__file__).resolve().parents[1]
CONSOLE = Path(sys.executable).parent / "stadtgespraech"


@dataclass
class Site:
    """A running site.

    Attributes:
        url: its address, without a slash at the end.
        environment: for our own commands on the site's data.
    """

    port: int
    data: Path
    environment: dict[str, str]
    processes: Processes
    logins: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def command(self, *arguments: str) -> str:
        """Run one of our console commands on the site's data; returns what it printed."""
        done = subprocess.run([CONSOLE, *arguments], env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def start_without_waiting(self) -> None:
        """Web server and worker."""
        start_site(self.processes, self.port)

    def start(self) -> None:
        """Start and wait until all is well."""
        self.start_without_waiting()
        if not wait_until_up(self.port, "/gesund", seconds=30, give_up_when=self.processes.ended):
            wait_until_up(self.port, "/", seconds=10, give_up_when=self.processes.ended)

    def log(self) -> str:
        """What the web server wrote."""
        return self.processes.log_file("web").read_text(errors="replace")


def prepared_data(folder: Path) -> Path:
    """Data of a demo that was never started. Made once per folder, by whichever process comes first."""
    data = folder / "prepared"
    with only_one("site"):
        if not (data / "ready").exists():
            shutil.rmtree(data, ignore_errors=True)
            environment = environment_of(data, 8000)
            fill(environment)
            logins = subprocess.run(
                [CONSOLE, "demo-logins", "--json"], env=environment, capture_output=True, text=True, check=True
            )
            (data / "logins.json").write_text(logins.stdout)
            (data / "ready").touch()
    return data


def fill(environment: dict[str, str]) -> None:
    """Tables, Dortmund and the examples, into the database of these settings."""
    for arguments in (["migrate", "-v", "0"], ["load", str(PROJECT_ROOT / "cities" / "dortmund")], ["add-examples"]):
        done = subprocess.run([CONSOLE, *arguments], env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{arguments}: {done.stdout}{done.stderr}")


@contextmanager
def filled_postgres_database(cluster: str, folder: Path) -> Iterator[str]:
    """Address of a database of its own in a cluster whose superuser we are, filled as ``prepared_data`` is."""
    name = f"site_{uuid.uuid4().hex[:12]}"
    address = urlsplit(cluster)._replace(path=f"/{name}").geturl()
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            fill({**environment_of(folder, 8000), "STADTGESPRAECH_DATABASE": address})
            yield address
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def environment_of(data: Path, port: int) -> dict[str, str]:
    """The demo's settings on other data."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("STADTGESPRAECH_")}
    return {
        **clean,
        **demo_environment(port, data=data),
        "STADTGESPRAECH_SECRET_KEY": "only-for-tests",
        "WEB_CONCURRENCY": "1",
    }


@contextmanager
def running_site(prepared: Path, folder: Path, **settings: str) -> Iterator[Site]:
    """Run a site on a copy of prepared data.

    Args:
        settings: more environment variables.
    """
    data = folder / "data"
    shutil.copytree(prepared, data)
    port = free_port()
    environment = {**environment_of(data, port), **settings}
    logins = json.loads((data / "logins.json").read_text())
    site = Site(
        port,
        data,
        environment,
        Processes(log_folder=data / "log", environment=environment),
        {login["role"]: login for login in logins},
    )
    try:
        site.start()
        yield site
    finally:
        site.processes.stop()
