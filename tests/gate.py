"""What `./do check`, `./do test` and `./do proof` run. The last line printed is "N passed, N failed"."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

PROJECT_ROOT = Path(__file__).resolve().parents[1]
BINARIES = Path(sys.executable).parent
sys.path.insert(0, str(PROJECT_ROOT))

from tests.chromium import find_chromium  # noqa: E402 -- the project's root has just been added
from tests.cluster import NoPostgres, find_binaries, throw_away_cluster  # noqa: E402

LINTERS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "types": ["mypy", "--no-error-summary"],
    "import contracts": ["lint-imports", "--no-logo"],
}
TWO_PROCESSES = ["-n", "2"]


@dataclass
class Count:
    """What passed, failed and was left out so far."""

    passed: int = 0
    failed: int = 0
    left_out: int = 0
    remarks: list[str] = field(default_factory=list)

    def summary(self) -> str:
        left_out = f", {self.left_out} skipped" if self.left_out else ""
        return f"{self.passed} passed, {self.failed} failed{left_out}"


class Gate:
    """Runs steps one after another and counts."""

    def __init__(self, folder: Path, *, same_values: bool) -> None:
        self.folder = folder
        self.count = Count()
        # Nothing of this machine's own installation leaks into the tests, and nothing of them into it.
        clean = {name: value for name, value in os.environ.items() if not name.startswith("STADTGESPRAECH_")}
        self.environment = {
            **clean,
            "STADTGESPRAECH_DATA_DIR": str(folder / "data"),
            "STADTGESPRAECH_SECRET_KEY": "only-for-tests",
            # Hypothesis then tries the same values in every run; `./do proof` and a test run by hand try others.
            **({"CI": "1"} if same_values else {}),
        }

    def lint(self) -> None:
        """Each linter counts as one test. They run side by side: the slowest two take a core each."""

        def run(command: list[str]) -> tuple[subprocess.CompletedProcess[str], float]:
            started = time.monotonic()
            done = subprocess.run(
                [BINARIES / command[0], *command[1:]],
                cwd=PROJECT_ROOT,
                env=self.environment,
                capture_output=True,
                text=True,
                check=False,
            )
            return done, time.monotonic() - started

        with ThreadPoolExecutor() as pool:
            for name, (done, seconds) in zip(LINTERS, pool.map(run, LINTERS.values()), strict=True):
                print(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'} ({seconds:.0f} s)", flush=True)
                if done.returncode == 0:
                    self.count.passed += 1
                else:
                    self.count.failed += 1
                    print(done.stdout + done.stderr, flush=True)

    def tests(self, name: str, *options: str, database: str = "") -> None:
        """One run of pytest, counted from its report."""
        print(f"\n{name}", flush=True)
        report = self.folder / "report.xml"
        report.unlink(missing_ok=True)
        environment = self.environment | ({"STADTGESPRAECH_DATABASE": database} if database else {})
        command = [BINARIES / "pytest", "-q", f"--junitxml={report}", *options]
        code = subprocess.run(command, cwd=PROJECT_ROOT, env=environment, check=False).returncode
        if not report.exists() or code not in (0, 1, 5):
            self.count.failed += 1
            return
        for suite in ElementTree.parse(report).iter("testsuite"):
            total, failed, errors, skipped = (
                int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")
            )
            self.count.failed += failed + errors
            self.count.left_out += skipped
            self.count.passed += total - failed - errors - skipped

    def leave_out(self, what: str, remedy: str) -> None:
        self.count.remarks.append(f"Left out: {what}. To include them: {remedy}")

    def end(self, started: float) -> int:
        print()
        for remark in self.count.remarks:
            print(remark)
        print(f"{time.monotonic() - started:.0f} seconds")
        print(self.count.summary(), flush=True)
        return 1 if self.count.failed else 0


def install(package: str) -> bool:
    """Install a Debian package if we may."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing {package}", flush=True)
    quiet = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    }
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
        if subprocess.run(["apt-get", *step], check=False, **quiet).returncode:  # type: ignore[call-overload]
            return False
    return True


def check(gate: Gate) -> None:
    gate.lint()
    gate.tests("Fast tests on SQLite", *TWO_PROCESSES, "-m", "not slow and not browser and not proof")


def whole(gate: Gate) -> None:
    """The gate."""
    gate.lint()
    gate.tests("All tests on SQLite", *TWO_PROCESSES, "-m", "not browser and not proof")
    if find_binaries() is None:
        install("postgresql")
    try:
        with throw_away_cluster() as address:
            gate.tests(
                "All tests on PostgreSQL",
                *TWO_PROCESSES,
                "-m",
                "not browser and not proof and not no_database",
                database=address,
            )
    except NoPostgres:
        gate.leave_out("the suite on PostgreSQL", "apt-get install postgresql")
    if find_chromium() is None and not install("chromium"):
        gate.leave_out("tests in a real browser", "apt-get install chromium")
    else:
        gate.tests("Browser tests", *TWO_PROCESSES, "--dist", "worksteal", "-m", "browser", "tests/e2e")


def proof(gate: Gate, names: Sequence[str]) -> None:
    files = [f"tests/proof/test_{name}.py" for name in names] or ["tests/proof"]
    gate.tests("Proof on SQLite", "-m", "proof", "-s", *files)
    try:
        with throw_away_cluster() as address:
            gate.tests("Proof on PostgreSQL", "-m", "proof and not no_database", "-s", *files, database=address)
    except NoPostgres:
        gate.leave_out("proofs on PostgreSQL", "apt-get install postgresql")


def main(arguments: list[str]) -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="stadtgespraech-gate-") as folder:
        gate = Gate(Path(folder), same_values=arguments == ["test"])
        match arguments:
            case ["check"]:
                check(gate)
            case ["test"]:
                whole(gate)
            case ["proof", *names]:
                proof(gate, names)
            case _:
                print("Which one? check, test, or proof [NAME]", file=sys.stderr)
                return 2
        return gate.end(started)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
