"""What a benchmark wants, and how it measures."""

from __future__ import annotations

import gc
import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Goal:
    """One line of the table at the end."""

    name: str
    wanted: str
    found: str
    reached: bool


def at_most(name: str, found: float, limit: float, unit: str) -> Goal:
    return Goal(name, f"≤ {limit:g} {unit}", f"{found:.3g} {unit}", found <= limit)


def at_least(name: str, found: float, limit: float, unit: str) -> Goal:
    return Goal(name, f"≥ {limit:g} {unit}", f"{found:.3g} {unit}", found >= limit)


def fastest_of_alternating(runs: int, *sides: Callable[[], Any]) -> list[float]:
    """CPU seconds of the fastest run of each side; their runs take turns, so that both meet the same neighbours."""
    best = [float("inf")] * len(sides)
    for _run in range(runs):
        for number, side in enumerate(sides):
            gc.collect()
            started = time.process_time()
            side()
            best[number] = min(best[number], time.process_time() - started)
    return best


@dataclass(frozen=True)
class Cost:
    """What a function took in a fresh process, beside what preparing it took."""

    cpu: float
    wall: float
    peak_mib: float
    before_mib: float
    result: Any

    @property
    def own_mib(self) -> float:
        """Memory beyond the input's."""
        return self.peak_mib - self.before_mib


def in_fresh_process(prepare: Callable[[], Any], function: Callable[[Any], Any]) -> Cost:
    """Prepare, then run, in a process of its own; memory is the largest resident size."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_child, args=(theirs, prepare, function))
    process.start()
    theirs.close()
    try:
        return Cost(*ours.recv())
    except EOFError as error:
        raise RuntimeError("The measured process died.") from error
    finally:
        process.join()


def _child(pipe: Any, prepare: Callable[[], Any], function: Callable[[Any], Any]) -> None:
    import warnings

    warnings.filterwarnings("ignore")
    given = prepare()
    gc.collect()
    before = start_of_peak()
    cpu, wall = time.process_time(), time.perf_counter()
    result = function(given)
    pipe.send((time.process_time() - cpu, time.perf_counter() - wall, peak_mib(), before, result))
    pipe.close()


def start_of_peak() -> float:
    """Forget the peak of what was prepared; resident MiB now. Where the system can't forget, the peak so far."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return peak_mib()
    return _status("VmRSS")


def peak_mib() -> float:
    """Largest resident size in MiB, since the start or since it was forgotten."""
    try:
        return _status("VmHWM")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(float(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))
