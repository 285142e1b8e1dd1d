"""The draw at full size: 500 pools by enumeration, pools up to 60 people by exact search, 1,000 folders by two checkers."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from stadtgespraech.cli.draw import main
from stadtgespraech.engines.sortition import fair_lottery
from stadtgespraech.engines.sortition.leximin import leximin_bound
from stadtgespraech.engines.sortition.program import best_panel
from tests.engines.sortition.tiny_pools import (
    all_panels,
    leximin_by_enumeration,
    problem_of,
    seeds_with_few_panels,
    tiny_case,
)

PROGRAMS = Path(sys.modules[main.__module__].__file__ or "").parent
DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "sortition"


def test_five_hundred_tiny_pools_are_leximin_by_enumeration() -> None:
    worst, with_cuts = 0.0, 0
    for seed in seeds_with_few_panels(500, limit=20_000):
        problem = problem_of(tiny_case(seed))
        panels = all_panels(problem)
        assert panels is not None
        lottery = fair_lottery(problem=problem)
        own = np.array([lottery.probability[problem.of_person == kind].mean() for kind in range(problem.types)])
        worst = max(worst, float(np.abs(own - leximin_by_enumeration(panels, problem.capacity)).max()))
        with_cuts += bool(lottery.cuts)
    print(f"500 pools, {with_cuts} needed cuts, largest difference {worst:.1e}")
    assert worst <= 1e-6


@pytest.mark.parametrize("people", [20, 30, 40, 60])
def test_no_panel_of_larger_pools_beats_the_multipliers(people: int) -> None:
    """Exact pricing over all panels, by integer search: each level's multipliers hold for every real panel."""
    with_cuts = 0
    for seed in range(25):
        problem = problem_of(tiny_case(seed, people=people, features=4))
        lottery = fair_lottery(problem=problem)
        assert lottery.relative_gap <= 1e-6, seed
        with_cuts += bool(lottery.cuts)
        bound = leximin_bound(problem=problem, cuts=lottery.cuts)
        settled = np.zeros(problem.types)
        for stage in bound.stages:
            gain = stage.floors.copy()
            gain[stage.types] += stage.weights
            _, best, finished = best_panel(problem, gain=gain)
            share = float(stage.weights @ problem.capacity[stage.types])
            value = (best - float((stage.floors * problem.capacity) @ settled)) / share
            assert finished
            assert value <= stage.value + 1e-6, seed
            settled[stage.types] = stage.value
    print(f"{people} people: 25 pools, {with_cuts} with cuts")


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is missing")
def test_a_thousand_folders_get_the_same_verdict_from_both_checkers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generator = np.random.default_rng(1)
    folders = [make_folder(tmp_path, number, generator) for number in range(1000)]
    capsys.readouterr()
    said = []
    for program in (
        [sys.executable, "-I", PROGRAMS / "verify_draw.py"],
        [shutil.which("node"), PROGRAMS / "verify_draw.mjs"],
    ):
        done = subprocess.run([*program, *folders], capture_output=True, text=True, check=False)
        assert done.stderr == ""
        said.append(done.stdout.splitlines())
    assert said[0] == said[1]
    fine = sum(line.endswith(": no problem(s) found") for line in said[0])
    with capsys.disabled():
        print(f"1,000 folders, {fine} without a problem, both checkers said the same")
    assert 400 < fine < 900


def make_folder(tmp_path: Path, number: int, generator: np.random.Generator) -> Path:
    """A random small draw; every third is spoilt by one flipped bit."""
    quotas, people, size = tiny_case(number, exact=bool(number % 2))
    heading = ",".join(dict.fromkeys(own.feature for own in quotas))
    (tmp_path / "P.csv").write_text("\n".join([heading, *(",".join(row) for row in people)]) + "\n", "utf-8")
    rows = [f"{own.feature},{own.value},{own.minimum},{own.maximum}" for own in quotas]
    (tmp_path / "Q.csv").write_text("\n".join(["feature,value,min,max", *rows]) + "\n", "utf-8")
    folder = tmp_path / f"draw-{number}"
    options = ["--panels", str(generator.choice([10, 50, 100]))] if number % 4 < 2 else []
    options += ["--method", str(generator.choice(["leximin", "goldilocks", "nash", "maximin"]))]
    given = ["--people", str(tmp_path / "P.csv"), "--quotas", str(tmp_path / "Q.csv"), "--size", str(size)]
    assert main(["panel", *given, "--out", str(folder), "--json", *options]) == 0
    if number % 5:
        digits = "".join(str(digit) for digit in generator.integers(10, size=20))
        assert main(["open", str(folder), "--source", f"dice={digits}", "--json"]) == 0
    if number % 7 == 0:
        shutil.rmtree(folder / "private")
    if number % 3 == 0:
        files = sorted(
            path for path in folder.rglob("*") if path.is_file() and path.suffix in {".csv", ".json", ".jsonl"}
        )
        spoilt = files[int(generator.integers(len(files)))]
        data = bytearray(spoilt.read_bytes())
        data[int(generator.integers(len(data)))] ^= 1 << int(generator.integers(7))
        spoilt.write_bytes(data)
    return folder


@pytest.mark.skipif(not DATA.exists(), reason="the shared pools are not here")
@pytest.mark.parametrize(("name", "size", "gap"), [("dortmund-500-f8", 50, 1e-6), ("dortmund-2000-f8", 50, 1e-4)])
def test_large_pools_are_drawn_and_verified(
    name: str, size: int, gap: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = DATA / name
    given = [
        "--people",
        str(folder / "respondents.csv"),
        "--quotas",
        str(folder / "categories.csv"),
        "--size",
        str(size),
    ]
    assert main(["panel", *given, "--out", str(tmp_path / "draw"), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["relative_gap"] <= gap
    assert main(["verify", str(tmp_path / "draw"), "--json"]) == 0
