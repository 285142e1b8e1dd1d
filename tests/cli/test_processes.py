"""Child processes never outlive their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stadtgespraech.cli.processes import Processes

# A process that ignores SIGTERM and has a child of its own which does, too.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if sys.argv[1:] != ["child"]:
    subprocess.Popen([sys.executable, __file__, "child"])
else:
    import os
    print(os.getpid(), flush=True)
time.sleep(60)
"""
PARENT = """
import os, sys, time
from pathlib import Path
from stadtgespraech.cli.processes import Processes
processes = Processes(log_folder=Path(sys.argv[1]), environment=os.environ)
print(processes.start("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"]).pid, flush=True)
time.sleep(60)
"""


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until_gone(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_running(pid)


def test_stopping_stops_children_that_do_not_want_to(tmp_path: Path) -> None:
    processes = Processes(log_folder=tmp_path, environment=os.environ)
    program = tmp_path / "stubborn.py"
    program.write_text(STUBBORN)
    process = processes.start("stubborn", [sys.executable, program])
    while not (log := processes.log_file("stubborn").read_text().split()):
        time.sleep(0.02)
    grandchild = int(log[0])
    assert is_running(grandchild)
    processes.stop(patience=0.2)
    assert (wait_until_gone(process.pid), wait_until_gone(grandchild)) == (True, True)


def test_a_process_that_ends_by_itself_is_named(tmp_path: Path) -> None:
    processes = Processes(log_folder=tmp_path, environment=os.environ)
    processes.start("stays", [sys.executable, "-c", "import time; time.sleep(60)"])
    processes.start("ends", [sys.executable, "-c", "print('bye')"])
    while processes.ended() is None:
        time.sleep(0.02)
    assert (processes.ended(), processes.log_file("ends").read_text()) == ("ends", "bye\n")
    processes.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="only the Linux kernel does this")
def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    assert wait_until_gone(child)
