"""Scores of indicators: equal to Canada's published ones, and the time that portfolios take.

    ./do bench scoring [--repeat 7] [--data FOLDER] [--calibration]

Prints one line per goal with the figure that was measured, and ends with 1 if one is missed. Times are the median of
several runs in one process, without importing NumPy; beside them stands the processor's time, which other programs on
the machine do not lengthen. ``--calibration`` checks instead how often the forecast's probabilities come true.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
from scipy.special import stdtrit

from stadtgespraech.engines import scoring
from stadtgespraech.engines.scoring import Corridor, Direction, Hierarchy, Hold, Indicator, Membership, Point, Reach

ROOT = Path(__file__).resolve().parents[1]
PUBLISHED = ("progress_value", "score", "status", "indicator_status", "indicator_score")
TODAY = date(2026, 6, 30)
BANDS_GOAL, ALL_GOAL = 0.100, 2.0
WORLDS = ("independent noise", "heavy tails (t, 3)", "lasting noise (0.6)", "random walk with drift")


def main() -> int:
    parser = argparse.ArgumentParser("./do bench scoring", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--repeat", type=int, default=7, help="runs per timing; the median counts")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "indicators")
    parser.add_argument("--calibration", action="store_true", help="how often the forecasts come true, as a table")
    options = parser.parse_args()
    if options.calibration:
        return calibration()
    file = options.data / "canada-progress.csv"
    met = [canada(file) if file.exists() else skipped(file), bands(options.repeat), everything(options.repeat)]
    return 0 if all(met) else 1


def report(met: bool, goal: str, figure: str) -> bool:
    print(f"{'met   ' if met else 'MISSED'}  {goal}: {figure}")
    return met


def skipped(file: Path) -> bool:
    print(f"skipped Canada's published scores: {file.name} is not there (--data FOLDER)")
    return True


def canada(file: Path) -> bool:
    """The command on the published table without its results, compared with these results."""
    with file.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    with tempfile.TemporaryDirectory(prefix="stadtgespraech-bench-") as folder:
        bare = Path(folder) / "series.csv"
        kept = [name for name in rows[0] if name not in PUBLISHED]
        with bare.open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, kept, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        command = [Path(sys.executable).parent / "stadtgespraech", "score", bare, "--method", "growth", "--json"]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = json.loads(printed)["series"]
    value, score = (largest_difference(rows, found, name) for name in ("progress_value", "score"))
    names = sum(
        row["indicator"] == one["indicator"] and row["series"] == one["series"] and row["status"] == one["status"]
        for row, one in zip(rows, found, strict=True)
    )
    return report(
        value <= 1e-6 and score <= 1e-3 and names == len(rows),
        "Canada's published series, value to 1e-6, score to 1e-3, status equal",
        f"{names} of {len(rows)} equal in name and status; largest difference {value:.1e} in value, {score:.1e} in score",
    )


def largest_difference(rows: list[dict[str, str]], found: list[dict[str, float | None]], name: str) -> float:
    """Infinite where only one of the two has a number."""
    worst = 0.0
    for row, one in zip(rows, found, strict=True):
        number = one[name]
        if (row[name] == "") != (number is None):
            return float("inf")
        if number is not None:
            worst = max(worst, abs(float(row[name]) - number))
    return worst


def median_time(run: Callable[[], object], repeat: int) -> tuple[float, float]:
    """Median seconds by the clock and of the processor, after one run that warms up."""
    run()
    clock, processor = [], []
    for _run in range(repeat):
        started, worked = time.perf_counter(), time.process_time()
        run()
        clock.append(time.perf_counter() - started)
        processor.append(time.process_time() - worked)
    return statistics.median(clock), statistics.median(processor)


def indicators(count: int, *, interval: float) -> list[Indicator]:
    """A mix of all target types, both directions, with posts."""
    end, start = date(2030, 12, 31), Point(date(2015, 12, 31), 40.0)
    made = []
    for number in range(count):
        facts = {"name": f"Kennzahl {number}", "interval": interval, "baseline": start}
        match number % 5:
            case 0 | 1:
                made.append(
                    Indicator(direction=Direction.UP, goalposts=(0, 100), target=Reach(value=80, due=end), **facts)
                )
            case 2:
                made.append(
                    Indicator(direction=Direction.DOWN, goalposts=(100, 0), target=Reach(value=10, due=end), **facts)
                )
            case 3:
                made.append(
                    Indicator(
                        direction=Direction.UP,
                        goalposts=(0, 100),
                        target=Hold(limit=30, is_floor=True, due=end),
                        **facts,
                    )
                )
            case _:
                made.append(Indicator(target=Corridor(lower=35, upper=60, due=end), **facts))
    return made


def portfolio(count: int, *, fields: int, goals: int) -> Hierarchy:
    """Each indicator in one field, every tenth in a second one, too."""
    members = [Membership(indicator=number, field=number % fields, weight=1 + number % 3) for number in range(count)]
    members += [Membership(indicator=number, field=(number + 1) % fields) for number in range(0, count, 10)]
    return Hierarchy(memberships=tuple(members), field_goal=tuple(field % goals for field in range(fields)))


def bands(repeat: int) -> bool:
    """Monte Carlo over a city's whole strategy."""
    random = np.random.default_rng(7)
    many = indicators(108, interval=1)
    values = 40 + random.normal(0, 12, (108, 10))
    panel = scoring.Panel.of(values, first_year=2016, grades=random.integers(0, 4, values.shape))
    found = scoring.assess(many, panel, portfolio(108, fields=21, goals=9), today=TODAY)
    seconds, processor = median_time(
        lambda: scoring.bands(many, found.values, found.weights, found.card, grades=found.grades, seed=1), repeat
    )
    return report(
        seconds <= BANDS_GOAL,
        "108 indicators, 21 fields, 9 goals, 2,000 draws × 3 methods ≤ 100 ms",
        f"{seconds * 1000:.0f} ms (processor {processor * 1000:.0f} ms)",
    )


def everything(repeat: int) -> bool:
    """Level, trend, forecast, growth, freshness, normalised scores and roll-up of 2.4 million values."""
    random = np.random.default_rng(7)
    many, hierarchy = indicators(10_000, interval=1 / 12), portfolio(10_000, fields=500, goals=50)
    steps = random.normal(0.02, 0.5, (10_000, 240))
    season = 3 * np.sin(np.arange(240) * np.pi / 6)
    values = 40 + np.cumsum(steps, axis=1) + season
    values[random.random(values.shape) < 0.02] = np.nan
    panel = scoring.Panel.of(values, first_year=2006, per_year=12)
    seconds, processor = median_time(lambda: scoring.assess(many, panel, hierarchy, today=TODAY), repeat)
    found = scoring.assess(many, panel, hierarchy, today=TODAY)
    scored, forecast = int(np.isfinite(found.scores).sum()), int(np.isfinite(found.forecast.probability).sum())
    return report(
        seconds <= ALL_GOAL and scored == len(many),
        "10,000 indicators × 20 years monthly, all scores ≤ 2 s",
        f"{seconds:.2f} s (processor {processor:.2f} s); {scored} scores, {forecast} forecasts",
    )


def calibration(series: int = 6000) -> int:
    """How often a 90 % interval holds, and how often the likely and the unlikely happens, in worlds that are known."""
    print(
        "| world | values | years ahead | 90 % interval holds | likely: share, comes true | unlikely: share, comes true |"
    )
    print("|---|---|---|---|---|---|")
    random = np.random.default_rng(3)
    for world in WORLDS:
        for known in (4, 6, 10):
            for ahead in (3, 6):
                values = simulated(world, (series, known + ahead), random)
                goals = values[:, known - 1] + 0.8 * ahead + random.normal(0, 3, series)
                due = date(2025 + ahead, 12, 31)
                many = [Indicator(name="", direction=Direction.UP, target=Reach(value=goal, due=due)) for goal in goals]
                found = scoring.forecasts(many, scoring.Panel.of(values[:, :known], first_year=2026 - known))
                came = values[:, -1]
                inside = np.abs(came - found.expected) <= found.error * stdtrit(known - 2, 0.95)
                likely, unlikely = found.light == "likely", found.light == "unlikely"
                shares = [f"{light.mean():.0%}, {(came >= goals)[light].mean():.0%}" for light in (likely, unlikely)]
                print(f"| {world} | {known} | {ahead} | {inside.mean():.0%} | {shares[0]} | {shares[1]} |")
    return 0


def simulated(world: str, shape: tuple[int, int], random: np.random.Generator) -> np.ndarray:
    """Yearly values that rise by 0.8 on average, with different kinds of noise."""
    trend, noise = 50 + 0.8 * np.arange(shape[1]), random.normal(0, 1, shape)
    match world:
        case "independent noise":
            return trend + 2 * noise
        case "heavy tails (t, 3)":
            return trend + 1.2 * random.standard_t(3, shape)
        case "lasting noise (0.6)":
            lasting = 2 * noise
            for year in range(1, shape[1]):
                lasting[:, year] = 0.6 * lasting[:, year - 1] + 1.6 * noise[:, year]
            return trend + lasting
        case _:
            return trend + 0.8 * np.cumsum(noise, axis=1)


if __name__ == "__main__":
    sys.exit(main())
