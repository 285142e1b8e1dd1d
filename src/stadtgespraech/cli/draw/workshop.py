"""``draw quotas``, ``draw tables`` and ``draw composition``: before and around a meeting."""

from __future__ import annotations

import argparse
import csv
import io
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from stadtgespraech.cli.draw.inputs import BadInput, Table, fold, ids_of, read_people, read_quotas, read_table
from stadtgespraech.engines.sortition import (
    PoolError,
    check_composition,
    plan_tables,
    possible_pairs,
    propose_quotas,
)

UNIT_COLUMNS = ("unit", "fachbereich")
SHARE_COLUMNS = ("share", "people", "count", "number")
Printed = tuple[int, dict[str, Any], list[str]]


def quotas(options: argparse.Namespace) -> Printed:
    """Propose quotas from ``feature,value,share``."""
    table = read_table(options.shares)
    folded = [fold(name) for name in table.headings]
    share = next((name for name in SHARE_COLUMNS if name in folded), None)
    if not {"feature", "value"} <= set(folded) or share is None:
        raise table.fault(1, "the heading must be feature,value,share.")
    shares: dict[str, dict[str, Fraction]] = {}
    for line in table.lines:
        text = line.cells[share].replace(",", ".")
        try:
            number = Fraction(text.removesuffix("%").strip())
        except (ValueError, ZeroDivisionError):
            number = Fraction(-1)
        if number < 0 or "e" in text.lower():
            raise table.fault(line.number, f"the {share} must be a number from 0, not {text!r}.")
        own = shares.setdefault(line.cells["feature"], {})
        if line.cells["value"] in own:
            raise table.fault(line.number, f"{line.cells['feature']} = {line.cells['value']} stands here twice.")
        own[line.cells["value"]] = number
    try:
        proposed = propose_quotas(shares=shares, size=options.size, slack=options.slack)
    except PoolError as error:
        raise BadInput(f"{options.shares}: {error}") from error
    rows = [[own.feature, own.value, str(own.minimum), str(own.maximum)] for own in proposed]
    write_csv(options.out, [["feature", "value", "min", "max"], *rows])
    report = {"quotas": [dict(zip(("feature", "value", "min", "max"), row, strict=True)) for row in rows]}
    return 0, report, [f"{options.out}: {len(rows)} quotas for {options.size} seats."]


def tables(options: argparse.Namespace) -> Printed:
    """Seat people at tables, round by round."""
    started = time.monotonic()
    table = read_table(options.people)
    ids = ids_of(table, options.id)
    place = {name: number for number, name in enumerate(ids)}
    folded = [fold(name) for name in table.headings]
    unit = fold(options.unit) if options.unit else next((name for name in UNIT_COLUMNS if name in folded), None)
    mixed = [fold(name) for name in (options.mix or "").split(",") if name]
    for name in [*mixed, *([unit] if unit else [])]:
        if name not in folded:
            raise table.fault(1, f"there is no column {name!r}; the columns are {', '.join(table.headings)}.")
    pins = {}
    for text in options.pin:
        name, _, number = text.rpartition("=")
        if not (number.isascii() and number.isdigit() and 1 <= int(number) <= options.tables):
            raise BadInput(f"--pin {text}: write ID=TABLE with a table from 1 to {options.tables}.")
        pins[_place(place, name, options)] = int(number) - 1
    groups = [[_place(place, name, options) for name in text.split(",")] for text in options.together]
    pairs = [[_place(place, name, options) for name in text.split(",")] for text in options.apart]
    if any(len(pair) != 2 for pair in pairs):
        raise BadInput("--apart: name two people, e.g. --apart t1,t2.")
    try:
        plan = plan_tables(
            people=len(ids),
            tables=options.tables,
            rounds=options.rounds,
            units=None if unit is None else _numbers(table, unit),
            features=np.array([_numbers(table, name) for name in mixed]).T if mixed else None,
            pins=pins,
            together=groups,
            apart=[(one, other) for one, other in pairs],
            seed=options.seed,
        )
    except PoolError as error:
        raise BadInput(f"{options.people}: {error}") from error
    heading = ["id", *(f"round_{number + 1}" for number in range(options.rounds))]
    rows = [[name, *(str(int(row[person]) + 1) for row in plan.table)] for person, name in enumerate(ids)]
    write_csv(options.out, [heading, *rows])
    most = possible_pairs(len(ids), options.tables, options.rounds)
    report = {
        "people": len(ids),
        "distinct_pairs": plan.distinct_pairs,
        "possible_pairs": most,
        "most_meetings": plan.most_meetings,
        "broken": len(plan.broken),
        "seconds": round(time.monotonic() - started, 3),
    }
    share = plan.distinct_pairs / most if most else 1.0
    lines = [
        f"{options.out}: {len(ids)} people, {options.tables} tables, {options.rounds} rounds.",
        f"{plan.distinct_pairs} pairs meet ({share:.1%} of the possible ones), nobody meets another more than {plan.most_meetings} times.",
    ]
    if plan.broken:
        lines.append(f"{len(plan.broken)} wishes could not be kept.")
    return 0, report, lines


def composition(options: argparse.Namespace) -> Printed:
    """Who is missing in a workshop."""
    targets, _ = read_quotas(options.quotas)
    people = read_people(options.people, quotas=targets, id_column=options.id)
    least, _, most = options.size.partition("-")
    if not (least.isascii() and least.isdigit() and (most or least).isascii() and (most or least).isdigit()):
        raise BadInput(f"--size {options.size}: write a number or two, e.g. 80-100.")
    findings = check_composition(targets=targets, people=people.rows, least=int(least), most=int(most or least))
    report = {
        "complete": not any(own.missing or own.surplus for own in findings),
        "findings": [
            {
                "feature": own.feature,
                "value": own.value,
                "present": own.present,
                "missing": own.missing,
                "surplus": own.surplus,
            }
            for own in findings
        ],
    }
    lines = [
        f"{own.feature} = {own.value}: {own.present} there, "
        + (f"{own.missing} missing" if own.missing else f"{own.surplus} too many")
        for own in findings
        if own.missing or own.surplus
    ]
    return 0, report, lines or ["Everybody is there who should be."]


def _place(place: dict[str, int], name: str, options: argparse.Namespace) -> int:
    if name.strip() not in place:
        raise BadInput(f"{options.people}: nobody has the id {name.strip()!r}.")
    return place[name.strip()]


def _numbers(table: Table, column: str) -> list[int]:
    """Equal numbers for equal values; -1 where there is none."""
    known: dict[str, int] = {}
    return [known.setdefault(own, len(known)) if (own := fold(line.cells[column])) else -1 for line in table.lines]


def write_csv(path: Path, rows: list[list[str]]) -> None:
    """Write a CSV file as a whole; a file that is there is not overwritten."""
    if path.exists():
        raise BadInput(f"{path}: there is something here already; choose another name.")
    if not path.absolute().parent.is_dir():
        raise BadInput(f"{path}: its folder does not exist.")
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_text(text.getvalue(), encoding="utf-8")
    unfinished.replace(path)
