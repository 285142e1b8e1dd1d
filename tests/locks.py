"""What only one test process at a time may do."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHARED = Path(tempfile.gettempdir()) / f"stadtgespraech-tests-{os.getuid()}"


@contextmanager
def only_one(name: str) -> Iterator[Path]:
    """Hold a lock among all test processes of this user; yields the folder they share."""
    SHARED.mkdir(mode=0o700, exist_ok=True)
    with (SHARED / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield SHARED
