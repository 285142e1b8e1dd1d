"""Child processes that never outlive their parent."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1
# Loaded here, because between fork and exec a child should do as little as possible.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class Processes:
    """A few child processes that are started and stopped together.

    Each leads a process group of its own, so that stopping it stops its children too. On Linux the kernel
    stops them even if the parent is killed.
    """

    def __init__(self, *, log_folder: Path, environment: Mapping[str, str]) -> None:
        self.log_folder = log_folder
        self.environment = dict(environment)
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: Sequence[str | Path]) -> subprocess.Popen[bytes]:
        """Start a process; its output goes to ``log_folder/name.log``."""
        self.log_folder.mkdir(parents=True, exist_ok=True)
        with self.log_file(name).open("wb") as log:
            process = subprocess.Popen(
                [str(part) for part in command],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 -- one system call, prepared above
            )
        self.running[name] = process
        return process

    def log_file(self, name: str) -> Path:
        return self.log_folder / f"{name}.log"

    def ended(self) -> str | None:
        """Name of a process that has ended by itself, if any."""
        return next((name for name, process in self.running.items() if has_ended(process)), None)

    def stop(self, *, patience: float = 10) -> None:
        """Ask all to stop, wait, then stop them by force. Nothing of them is left."""
        for process in self.running.values():
            signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and not all(map(has_ended, self.running.values())):
            time.sleep(0.02)
        self.kill()

    def kill(self) -> None:
        """Kill all at once, without warning; also children of those that have ended by themselves."""
        for process in self.running.values():
            signal_group(process, signal.SIGKILL)
        for process in self.running.values():
            process.wait()
        self.running.clear()


def has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether a child has ended. It stays in the process table, so that its number is given to nobody else."""
    if not hasattr(os, "waitid"):
        return process.poll() is not None
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    """Signal a child that was not waited for yet, and all of its children."""
    if process.returncode is None:
        with suppress(ProcessLookupError, PermissionError):  # all of them are gone
            os.killpg(process.pid, number)


def die_with_parent() -> None:
    """In a child, on Linux: ask the kernel for SIGTERM when the parent dies."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
