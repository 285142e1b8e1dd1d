"""A throw-away PostgreSQL cluster: made in a temporary folder, reachable by its socket only, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NoPostgres(Exception):
    """The server's programs are not on this machine."""


def find_binaries() -> Path | None:
    """Folder with initdb and pg_ctl, the newest version first."""
    found = shutil.which("initdb")
    candidates = [
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    ]
    return next(
        (path for path in [*candidates, *([Path(found).parent] if found else [])] if (path / "initdb").exists()), None
    )


def as_server_user() -> list[str]:
    """PostgreSQL refuses to run as root; another user does it then."""
    if os.geteuid() != 0:
        return []
    names = {entry.pw_name for entry in pwd.getpwall()}
    return ["setpriv", "--reuid", "postgres" if "postgres" in names else "nobody", "--clear-groups", "--"]


@contextmanager
def throw_away_cluster() -> Iterator[str]:
    """Start a cluster; yields the address of its database ``postgres``, whose superuser the caller is.

    Raises:
        NoPostgres: nothing to start.
    """
    binaries = find_binaries()
    if binaries is None:
        raise NoPostgres
    switch = as_server_user()
    folder = Path(tempfile.mkdtemp(prefix="stadtgespraech-postgres-"))
    try:
        if switch:
            shutil.chown(folder, switch[2])
        data, log = folder / "data", folder / "log"
        run(
            [
                *switch,
                binaries / "initdb",
                "-D",
                data,
                "-U",
                "test",
                "--auth",
                "trust",
                "--encoding",
                "UTF8",
                "--locale",
                "C.UTF-8",
                "--no-sync",
            ],
            folder,
        )
        # No TCP port: nobody else can reach it. A crash may lose it: it is thrown away anyway.
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c full_page_writes=off -c max_connections=60"
        run([*switch, binaries / "pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start"], folder)
        try:
            yield f"postgres://test@localhost/postgres?host={folder}"
        finally:
            run([*switch, binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(command: list[str | Path], folder: Path) -> None:
    """Run a step; its output is shown only when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        log = folder / "log"
        raise RuntimeError(f"{command}\n{done.stdout}{done.stderr}{log.read_text() if log.exists() else ''}")
