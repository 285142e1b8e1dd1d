"""The draw against its goals, and against the field's library where it is installed.

    ./do bench sortition [--data ../shared/data/sortition] [--peer PYTHON] [--only NAME …] [--skip-slow]

The peer is ``sortition-algorithms`` with its fastest free search (CBC) and the restricted solver licence that comes
with pip; give an interpreter that has them (``pip install sortition-algorithms "mip<2" gurobipy``), else only our own
figures are taken. Ours, the peer and ours again run on the same core, each in a process of its own; the ratio compares
the processor time of the computation alone, which other work on the machine disturbs least. All goals in seconds are
wall time of the whole command.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BINARY = Path(sys.executable).parent / "stadtgespraech"

PEER = """
import csv, json, sys, time
from pathlib import Path
from sortition_algorithms import committee_generation
from sortition_algorithms.features import read_in_features
from sortition_algorithms.people import read_in_people
from sortition_algorithms.settings import Settings
quotas, people, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open(quotas, newline="", encoding="utf-8-sig") as file:
    rows = list(csv.reader(file))
head = ["feature", "value", "min", "max"]
body = [dict(zip(head, row)) for row in rows[1:]]
features = read_in_features(head, body)
features = features[0] if isinstance(features, tuple) else features
with open(people, newline="", encoding="utf-8-sig") as file:
    persons = [{**row, "nationbuilder_id": str(number)} for number, row in enumerate(csv.DictReader(file))]
settings = Settings(id_column="nationbuilder_id", columns_to_keep=[], selection_algorithm="leximin", solver_backend="mip")
pool = read_in_people(list(persons[0]), persons, features, settings)
pool = pool[0] if isinstance(pool, tuple) else pool
started, cpu = time.monotonic(), time.process_time()
committees, probabilities, _ = committee_generation.find_distribution_leximin(
    features, pool, size, [], solver_backend="mip")
chance = {}
for committee, probability in zip(committees, probabilities):
    for person in committee:
        chance[person] = chance.get(person, 0.0) + probability
print(json.dumps({"seconds": time.monotonic() - started, "cpu": time.process_time() - cpu,
                  "min_probability": min(chance.get(str(number), 0.0) for number in range(len(persons)))}))
"""


OURS = """
import json, sys, time
from pathlib import Path
from stadtgespraech.cli.draw.inputs import read_people, read_quotas
from stadtgespraech.engines.sortition import fair_lottery, make_pool, make_problem
quotas, _ = read_quotas(Path(sys.argv[1]))
people = read_people(Path(sys.argv[2]), quotas=quotas)
problem = make_problem(pool=make_pool(quotas=quotas, people=people.rows), quotas=quotas, size=int(sys.argv[3]))
started, cpu = time.monotonic(), time.process_time()
lottery = fair_lottery(problem=problem)
print(json.dumps({"seconds": time.monotonic() - started, "cpu": time.process_time() - cpu,
                  "min_probability": float(lottery.probability.min())}))
"""


@dataclass(frozen=True)
class Instance:
    """One pool of the shared data, and its goal."""

    name: str
    size: int
    seconds: float | None = None
    gap: float = 1e-6
    least: float | None = None
    faster: float | None = None
    slow: bool = False


INSTANCES = (
    Instance("fixture-150-22", 22, least=0.0909, faster=20),
    Instance("example_large_200", 200, seconds=1, least=0.1),
    Instance("dortmund-200-f6", 50, faster=20),
    Instance("dortmund-300-f6", 50, seconds=3, faster=20),
    Instance("dortmund-500-f8", 50, seconds=30),
    Instance("dortmund-1000-f8", 50, gap=1e-4, slow=True),
    Instance("dortmund-2000-f8", 50, seconds=60, gap=1e-4, slow=True),
)


@dataclass(frozen=True)
class Ran:
    """A finished process."""

    report: dict
    wall: float
    cpu: float
    megabytes: float


def run(*command: object) -> Ran:
    """Run a command that prints JSON, and measure it with its own children."""
    started = time.monotonic()
    with subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        out = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    last = [line for line in out.decode().splitlines() if line.startswith("{")][-1]
    return Ran(json.loads(last), time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def files_of(folder: Path) -> tuple[Path, Path]:
    if (folder / "features.csv").exists():
        return folder / "features.csv", folder / "candidates.csv"
    return folder / "categories.csv", folder / "respondents.csv"


def verdict(good: bool) -> str:
    return "ok" if good else "MISSED"


def bench_instance(instance: Instance, data: Path, peer: str | None, folder: Path) -> None:
    quotas, people = files_of(data / instance.name)
    theirs, alone = None, 0.0
    if peer and instance.faster:
        # Ours before and after the peer; the slower of the two counts.
        before = run(sys.executable, "-c", OURS, quotas, people, instance.size)
        theirs = run(peer, "-c", PEER, quotas, people, instance.size)
        after = run(sys.executable, "-c", OURS, quotas, people, instance.size)
        alone = max(before.report["cpu"], after.report["cpu"])
    out = folder / instance.name
    ours = run(
        BINARY, "draw", "panel", "--people", people, "--quotas", quotas, "--size", instance.size, "--out", out, "--json"
    )
    report = ours.report
    marks = [verdict(report["relative_gap"] <= instance.gap), verdict(ours.megabytes <= 150)]
    row = [
        f"min {report['min_probability']:.9f}",
        f"gap {report['relative_gap']:.1e}",
        f"{report['seconds']:.2f} s ({ours.cpu:.2f} s of processor, {ours.megabytes:.0f} MB)",
    ]
    if instance.seconds is not None:
        marks.append(verdict(report["seconds"] < instance.seconds))
        row.append(f"goal {instance.seconds:g} s")
    if instance.least is not None:
        marks.append(verdict(report["min_probability"] >= instance.least - 1e-7))
    if theirs is not None:
        ratio = theirs.report["cpu"] / alone
        marks.append(verdict(ratio >= (instance.faster or 0)))
        marks.append(verdict(report["min_probability"] >= theirs.report["min_probability"] - 1e-6))
        row.append(
            f"peer: min {theirs.report['min_probability']:.9f}, {theirs.report['cpu']:.2f} s of processor"
            f" against our {alone:.2f} s: {ratio:.0f} times as fast"
        )
    print(f"| {instance.name} | {' | '.join(row)} | {verdict('MISSED' not in marks)} |", flush=True)


def bench_letters(folder: Path) -> None:
    """600,000 rows in 216 strata, 2,000 letters and 2,000 in reserve: commit and open."""
    register, strata = folder / "register.csv", folder / "strata.csv"
    with register.open("w", encoding="utf-8") as file:
        file.write("id,district,age,sex\n")
        file.writelines(f"T{n:07d},d{n * 7 % 12},a{n * 31 % 6},s{n * n % 3}\n" for n in range(600_000))
    rows = [f"d{d},a{a},s{s},{1 + (a == 0)}\n" for d in range(12) for a in range(6) for s in range(3)]
    strata.write_text("district,age,sex,factor\n" + "".join(rows), encoding="utf-8")
    out = folder / "letters"
    given = ("--register", register, "--strata", strata, "--size", 2000, "--reserve", 2000, "--out", out, "--json")
    commit = run(BINARY, "draw", "letters", *given)
    opened = run(BINARY, "draw", "open", out, "--source", "dice=73914402557381902645", "--json")
    wall, most = commit.wall + opened.wall, max(commit.megabytes, opened.megabytes)
    print(f"| letters from 600,000 | {wall:.1f} s, {most:.0f} MB | {verdict(wall <= 60 and most <= 512)} |", flush=True)


def bench_tables(folder: Path) -> None:
    """100 people, 10 tables of 10, 4 rounds."""
    people = folder / "people.csv"
    people.write_text("id\n" + "".join(f"p{number}\n" for number in range(100)), encoding="utf-8")
    ran = run(
        BINARY,
        "draw",
        "tables",
        "--people",
        people,
        "--tables",
        10,
        "--rounds",
        4,
        "--out",
        folder / "plan.csv",
        "--json",
    )
    own = ran.report
    share = own["distinct_pairs"] / own["possible_pairs"]
    good = share >= 0.96 and own["most_meetings"] <= 2 and own["seconds"] <= 10
    text = f"{share:.1%} of {own['possible_pairs']} pairs, at most {own['most_meetings']} times, {own['seconds']:.1f} s"
    print(f"| tables 100 people, 10 × 10, 4 rounds | {text} | {verdict(good)} |", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser("./do bench sortition", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "sortition", help="shared pools")
    parser.add_argument("--peer", default=os.environ.get("SORTITION_PEER"), help="Python that has the peer installed")
    parser.add_argument("--only", nargs="*", default=[], help="names of instances, letters, tables")
    parser.add_argument("--skip-slow", action="store_true", help="leave out the pools of 1,000 and 2,000")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print("| what | figures | goal |\n|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="stadtgespraech-bench-") as name:
        folder = Path(name)
        for instance in INSTANCES:
            if options.only and instance.name not in options.only:
                continue
            if (instance.slow and options.skip_slow) or not (options.data / instance.name).exists():
                continue
            bench_instance(instance, options.data, options.peer, folder)
        for what, bench in (("letters", bench_letters), ("tables", bench_tables)):
            if not options.only or what in options.only:
                bench(folder)
    print(
        f"Load of the machine: {os.getloadavg()[0]:.1f}; peak of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
