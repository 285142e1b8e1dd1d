"""Reads files of ballots and costs for the command ``prioritise``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from stadtgespraech.cli.rows import BadRows, Problems, Row, read_table, values_by_id, wrong_length
from stadtgespraech.engines.allocation import Ballots

BALLOT = {"ballot", "voter"}
OPTION = {"option", "project"}
MOST_POINTS = 1_000_000


@dataclass(frozen=True)
class BallotFile:
    """Ballots, and the names of voters and options in the order of the file; ties follow the options' order."""

    ballots: Ballots
    voters: list[str]
    options: list[str]


Mark = tuple[int, str, str, str]  # line, voter, option, points; option "" for an empty ballot


def read_ballots(file: Path) -> BallotFile:
    """Ballots from rows ``ballot,option`` or ``ballot,option,points``, or from one row per ballot with a column per
    option (1 or points for support; 0 or nothing for none).

    Raises:
        BadRows: every row that can't be used, with its line.
    """
    header, rows = read_table(file)
    names = [name.casefold() for name in header]
    problems = Problems(file)
    keys = [place for place, name in enumerate(names) if name in BALLOT]
    if len(keys) != 1:
        raise BadRows(
            [f"{file}, line 1: one column must be named 'ballot' (or 'voter'); there are {', '.join(header)}."]
        )
    chosen = [place for place, name in enumerate(names) if name in OPTION]
    if chosen:
        amounts = [place for place, name in enumerate(names) if name == "points"]
        if len(chosen) > 1 or len(amounts) > 1 or len(header) > 2 + len(amounts):
            raise BadRows([f"{file}, line 1: the columns must be ballot, option and, if wanted, points."])
        return _numbered(_long_marks(rows, header, keys[0], chosen[0], amounts, problems), [], problems)
    options = [name for place, name in enumerate(header) if place != keys[0]]
    for name in sorted({name for name in options if options.count(name) > 1 or not name}):
        problems.add(1, f"the option {name!r} has more than one column." if name else "a column has no name.")
    if not options:
        problems.add(1, "there are no options: name the columns ballot, option, or one per option.")
    problems.stop_if_any()
    return _numbered(_wide_marks(rows, header, keys[0], problems), options, problems)


def _long_marks(
    rows: Iterable[Row], header: list[str], at: int, option: int, amounts: list[int], problems: Problems
) -> Iterator[Mark]:
    for row in rows:
        if len(row.cells) != len(header):
            problems.add(row.line, wrong_length(len(row.cells), len(header)))
        elif not row.cells[at] or not row.cells[option]:
            problems.add(row.line, "ballot and option must both be filled in.")
        else:
            yield row.line, row.cells[at], row.cells[option], row.cells[amounts[0]] if amounts else "1"


def _wide_marks(rows: Iterable[Row], header: list[str], at: int, problems: Problems) -> Iterator[Mark]:
    seen: dict[str, int] = {}
    for row in rows:
        voter = row.cells[at] if at < len(row.cells) else ""
        if len(row.cells) != len(header):
            problems.add(row.line, wrong_length(len(row.cells), len(header)))
        elif not voter:
            problems.add(row.line, "the ballot has no name.")
        elif voter in seen:
            problems.add(row.line, f"ballot {voter!r} stands on line {seen[voter]} already; keep one row.")
        else:
            seen[voter] = row.line
            yield row.line, voter, "", ""
            for place, cell in enumerate(row.cells):
                if place != at and cell:
                    yield row.line, voter, header[place], cell


def _numbered(marks: Iterable[Mark], known: list[str], problems: Problems) -> BallotFile:
    voters: dict[str, int] = {}
    options = {name: number for number, name in enumerate(known)}
    lines: dict[tuple[int, int], int] = {}
    points: list[int] = []
    for line, person, name, text in marks:
        voter = voters.setdefault(person, len(voters))
        if not name:
            continue
        if not text.isascii() or not text.isdigit() or int(text) > MOST_POINTS:
            problems.add(line, f"{text!r} for option {name!r} must be a whole number from 0 to {MOST_POINTS}.")
            continue
        place = (voter, options.setdefault(name, len(options)))
        if place in lines:
            problems.add(line, f"ballot {person!r} names option {name!r} on line {lines[place]} already; keep one.")
            continue
        lines[place] = line
        points.append(int(text))
    if not any(points) and not problems.sentences:
        problems.add(1, "nobody supports anything in this file.")
    problems.stop_if_any()
    voter_of, option_of = (np.array(column) for column in zip(*lines, strict=True))
    ballots = Ballots.from_rows(
        voter=voter_of, project=option_of, points=np.array(points), voters=len(voters), projects=len(options)
    )
    return BallotFile(ballots, list(voters), list(options))


def read_costs(file: Path, ballots: BallotFile) -> list[Fraction]:
    """Cost of every option (rows ``option,cost``).

    Raises:
        BadRows: bad rows, costs that are not positive, or options without one.
    """
    found = values_by_id(file, key="option", value="cost")
    problems, costs = Problems(file), dict[str, Fraction]()
    for name, (line, text) in found.items():
        cost = amount(text)
        if cost is None or cost <= 0:
            problems.add(line, f"the cost {text!r} must be a positive number with a decimal point.")
        else:
            costs[name] = cost
    problems.stop_if_any()
    missing = [name for name in ballots.options if name not in costs]
    if missing:
        raise BadRows([f"{file}: option {name!r} has no cost; add a row." for name in missing])
    return [costs[name] for name in ballots.options]


def amount(text: str) -> Fraction | None:
    """A decimal number, exact; None if it is none."""
    whole, point, decimals = text.partition(".")
    digits = whole.removeprefix("-") + decimals
    if not digits.isascii() or not digits.isdigit() or (point and not decimals):
        return None
    return Fraction(text)
