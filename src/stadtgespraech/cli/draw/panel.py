"""``draw check`` and ``draw panel``: can the quotas be met, and the fair lottery with everything that proves it."""

from __future__ import annotations

import argparse
import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from stadtgespraech.cli.draw.bundle import canonical, refuse_used_folder, sha, ticket_of, write_bundle
from stadtgespraech.cli.draw.inputs import BadInput, People, read_people, read_quotas
from stadtgespraech.engines.sortition import (
    Lottery,
    Method,
    NoPanel,
    NoPanelFound,
    Pool,
    PoolError,
    Problem,
    Quota,
    certain_people,
    fair_lottery,
    find_conflict,
    geometric_mean,
    gini,
    is_feasible,
    least_relaxation,
    make_pool,
    make_problem,
    permuted,
    uniform_lottery,
)

ALTERNATES_PER_MEMBER = 3
SECONDS_BETWEEN_LINES = 2.0
Printed = tuple[int, dict[str, Any], list[str]]


@dataclass(frozen=True)
class Asked:
    """What the files and options say."""

    quotas: list[Quota]
    lines: dict[Quota, int]
    people: People
    pool: Pool
    problem: Problem
    wanted: np.ndarray | None
    quotas_path: Path


def read(options: argparse.Namespace) -> Asked:
    """Read pool and quotas and put them together."""
    quotas, lines = read_quotas(options.quotas)
    people = read_people(
        options.people,
        quotas=quotas,
        id_column=options.id,
        household=[name for name in (options.household or "").split(",") if name],
        wanted=options.wanted,
    )
    place = {name: number for number, name in enumerate(people.ids)}
    for name in (*options.keep_in, *options.keep_out):
        if name not in place:
            raise BadInput(f"{options.people}: nobody has the id {name!r} that is to be kept in or out.")
    try:
        pool = make_pool(
            quotas=quotas,
            people=people.rows,
            household=people.household,
            kept_in=[place[name] for name in options.keep_in],
            kept_out=[place[name] for name in options.keep_out],
        )
        apart = None if people.wanted is None else _scaled(np.array(people.wanted), options.size, ~pool.kept_out)
        problem = make_problem(pool=pool, quotas=quotas, size=options.size, apart=apart)
    except PoolError as error:
        raise BadInput(f"{options.people}: {error}") from error
    wanted = None
    if apart is not None:
        wanted = np.zeros(problem.types)
        eligible = problem.of_person >= 0
        wanted[problem.of_person[eligible]] = apart[eligible]
    return Asked(quotas, lines, people, pool, problem, wanted, options.quotas)


def _scaled(wanted: np.ndarray, size: int, eligible: np.ndarray) -> np.ndarray:
    """Prescribed numbers as probabilities: in proportion, with the panel's size as their sum, none above 1."""
    wanted = np.where(eligible, wanted, 0.0)
    if np.count_nonzero(wanted) < size:
        raise PoolError(f"Fewer than {size} people have a prescribed probability above 0.")
    result = wanted * size / wanted.sum()
    while result.max() > 1 + 1e-12:
        full = result >= 1
        result = np.where(full, 1.0, wanted * (size - full.sum()) / wanted[~full].sum())
    return np.asarray(result)


def conflict_of(asked: Asked) -> tuple[list[str], list[str], bool]:
    """Conflicting conditions with their lines, the least relaxation, and whether the conflict is irreducible."""
    conflict = find_conflict(asked.problem)
    sentences = []
    for side, sentence in zip(conflict.sides, conflict.sentences, strict=True):
        quota = asked.problem.rows[side.row].quota
        where = "" if quota is None else f" (line {asked.lines[asked.quotas[quota]]})"
        sentences.append(sentence + where)
    relaxation = least_relaxation(asked.problem, asked.quotas)
    changes = [] if relaxation is None else list(relaxation.sentences)
    if relaxation is not None and not relaxation.within_flex:
        changes.append("(beyond min_flex and max_flex, within which no panel exists)")
    if relaxation is not None and not relaxation.keeps_every_group:
        changes.append("(a group loses its last seat)")
    return sentences, changes, conflict.irreducible


def impossible(asked: Asked) -> BadInput:
    """The one sentence for quotas that cannot be met."""
    sentences, changes, _ = conflict_of(asked)
    first = next(
        (asked.lines[quota] for quota in asked.quotas if f"(line {asked.lines[quota]})" in " ".join(sentences)), 1
    )
    remedy = f"the least change that helps is: {'; '.join(changes)}" if changes else "no change of quotas helps"
    return BadInput(f"{asked.quotas_path}, line {first}: no panel can meet together: {'; '.join(sentences)}; {remedy}.")


def check(options: argparse.Namespace) -> Printed:
    """Whether the quotas can be met; if not, why not."""
    asked = read(options)
    if is_feasible(asked.problem):
        report = {"feasible": True, "people": asked.pool.size, "types": asked.problem.types, "size": options.size}
        return (
            0,
            report,
            [f"The quotas can be met: {asked.pool.size} people of {asked.problem.types} kinds, {options.size} seats."],
        )
    sentences, changes, irreducible = conflict_of(asked)
    report = {"feasible": False, "conflict": sentences, "irreducible": irreducible, "relaxation": changes}
    lines = ["The quotas cannot be met. These contradict each other:", *(f"  {text}" for text in sentences)]
    lines += ["The least change that helps:", *(f"  {text}" for text in changes or ["none: people are missing"])]
    return 2, report, lines


def panel(options: argparse.Namespace) -> Printed:
    """Compute the lottery and commit to it."""
    started = time.monotonic()
    method = Method(options.method)
    if (method is Method.PRESCRIBED) != (options.wanted is not None):
        raise BadInput("--wanted COLUMN goes with --method prescribed, and only with it.")
    if options.panels is not None and not 1 <= options.panels <= 100_000:
        raise BadInput(f"--panels must be from 1 to 100000, not {options.panels}.")
    refuse_used_folder(options.out)
    asked = read(options)
    say = progress_on_stderr()
    try:
        if not is_feasible(asked.problem):
            raise impossible(asked)
        lottery = fair_lottery(
            problem=asked.problem,
            method=method,
            wanted=asked.wanted,
            keep_going=lambda: time.monotonic() - started < options.seconds,
            progress=say,
        )
    except (NoPanel, NoPanelFound) as error:
        raise impossible(asked) from error
    panels, weights, units, probability = lottery.panels, lottery.weights, lottery.units, lottery.probability
    report: dict[str, Any] = {"method": method.value, "relative_gap": lottery.relative_gap, "cuts": len(lottery.cuts)}
    if options.panels is not None:
        say(f"choosing {options.panels} equally likely panels")
        uniform = uniform_lottery(lottery, panels=options.panels)
        panels, probability = uniform.panels, uniform.probability
        weights, units = (1,) * options.panels, options.panels
        report["exact_min_probability"] = float(lottery.probability[~asked.pool.kept_out].min())
        report["largest_rounding_loss"] = uniform.largest_loss
    own = probability[~asked.pool.kept_out]
    never = [asked.people.ids[index] for index in np.flatnonzero((lottery.probability <= 0) & ~asked.pool.kept_out)]
    report |= {
        "min_probability": float(own.min()),
        "max_probability": float(own.max()),
        "gini": gini(own),
        "geometric_mean": geometric_mean(own),
        "certain": certain_people(own),
        "in_no_panel": never,
        "panels": len(panels),
        "people": asked.pool.size,
        "types": asked.problem.types,
    }
    report["commitment"] = commit(options, asked, lottery, list(panels), list(weights), units)
    report["seconds"] = round(time.monotonic() - started, 3)
    lines = [
        f"{len(panels)} panels of {options.size}, {method.value}, relative gap {lottery.relative_gap:.1e}.",
        f"Chances from {own.min():.6f} to {own.max():.6f}; {report['certain']} people certain.",
        f"Commitment (publish it before the draw): {report['commitment']}",
    ]
    if never:
        sys.stderr.write(f"Warning: in no panel that meets the quotas, so with probability 0: {', '.join(never)}.\n")
    return 0, report, lines


def commit(
    options: argparse.Namespace,
    asked: Asked,
    lottery: Lottery,
    panels: list[tuple[int, ...]],
    weights: list[int],
    units: int,
) -> str:
    """Write the folder; the panels' numbers follow from the panels."""
    ids, pool, problem = asked.people.ids, asked.pool, asked.problem
    rules = canonical(
        {
            "size": options.size,
            "features": list(pool.features),
            "quotas": [
                {"feature": quota.feature, "value": quota.value, "min": quota.minimum, "max": quota.maximum}
                for quota in asked.quotas
            ],
            "method": lottery.method.value,
            "units": str(units),
            "alternates": ALTERNATES_PER_MEMBER,
            "sources": sorted(options.sources.split(",")) if options.sources else None,
            "people": pool.size,
        }
    )
    bodies = [
        f"{weight},{','.join(ids[person] for person in people)}" for people, weight in zip(panels, weights, strict=True)
    ]
    numbered = permuted(bodies, key=sha(rules))
    width = len(str(len(numbered) - 1))
    heading = ",".join(["panel", "weight", *(f"member_{number}" for number in range(1, options.size + 1))])
    counted = [0] * pool.size
    for people, weight in zip(panels, weights, strict=True):
        for person in people:
            counted[person] += weight
    shared = np.isin(
        pool.household,
        [
            home
            for home in np.unique(pool.household[~pool.kept_out])
            if home >= 0 and (pool.household[~pool.kept_out] == home).sum() > 1
        ],
    )
    private = [
        canonical(
            [
                ids[person],
                secrets.token_hex(16),
                int(problem.of_person[person]),
                int(pool.household[person]) if shared[person] else None,
                "in" if pool.kept_in[person] else "out" if pool.kept_out[person] else "",
                *(pool.labels[feature][value] for feature, value in enumerate(pool.values[person])),
            ]
        ).decode()
        for person in range(pool.size)
    ]
    public = {
        "rules.json": rules,
        "panels.csv": text([heading, *(f"{number:0{width}d},{body}" for number, body in enumerate(numbered))]),
        "probabilities.csv": text(
            ["id,probability", *(f"{name},{decimal(own, units)}" for name, own in zip(ids, counted, strict=True))]
        ),
        "tickets.csv": text(
            ["id,ticket", *(f"{name},{ticket_of(line[:-1])}" for name, line in zip(ids, private, strict=True))]
        ),
        "certificate.json": certificate(lottery, counted, units),
    }
    return write_bundle(options.out, kind="panel", public=public, private={"pool.jsonl": "".join(private).encode()})


def text(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def decimal(own: int, units: int) -> str:
    """``own / units`` with twelve places."""
    whole = (own * 10**12 * 2 + units) // (2 * units)
    return f"{whole // 10**12}.{whole % 10**12:012d}"


def certificate(lottery: Lottery, counted: list[int], units: int) -> bytes:
    """The bound with its multipliers as decimals; a checker needs no solver (see verify_draw.py)."""
    eligible = np.flatnonzero(lottery.problem.of_person >= 0)
    own = np.sort(np.array([counted[person] for person in eligible], dtype=float) / units)
    exact = np.sort(lottery.probability[eligible])
    # Rounding to equally likely panels costs, too.
    loss = float(np.maximum(exact - own, 0.0).max()) * len(eligible) / lottery.problem.size
    stages = [] if lottery.bound is None else lottery.bound.stages
    if lottery.method is Method.MAXIMIN:
        stages = []
    return canonical(
        {
            "method": lottery.method.value,
            "relative_gap": f"{lottery.relative_gap + loss + 2e-9:.12f}",
            "ceiling": None if lottery.ceiling is None else [number(value) for value in lottery.ceiling],
            "cuts": [
                {
                    "types": row.types.tolist(),
                    "coefficients": [int(own) for own in row.coefficients],
                    "high": int(row.high),
                }
                for row in lottery.cuts
            ],
            "stages": [
                {
                    "value": number(stage.value),
                    "types": stage.types.tolist(),
                    "weights": [number(weight) for weight in stage.weights],
                    "rows": {str(row): number(stage.rows[row]) for row in np.flatnonzero(np.abs(stage.rows) > 1e-15)},
                    "floors": {str(kind): number(stage.floors[kind]) for kind in np.flatnonzero(stage.floors > 1e-15)},
                }
                for stage in stages
            ],
        }
    )


def number(value: float) -> str:
    return f"{value:.18f}".rstrip("0").rstrip(".")


def progress_on_stderr() -> Callable[[str], None]:
    """Says what is being done, at most every two seconds."""
    last = time.monotonic()

    def say(sentence: str) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            sys.stderr.write(f"… {sentence}\n")
            sys.stderr.flush()

    return say
