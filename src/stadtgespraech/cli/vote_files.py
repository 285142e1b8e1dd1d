"""Reads files of votes, sectors, weights and statements for the command ``opinion``."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stadtgespraech.cli.rows import BadRows, Problems, Row, columns_of, read_table, values_by_id, wrong_length
from stadtgespraech.engines.opinion import Votes

VALUES = {"1": 1, "+1": 1, "0": 0, "-1": -1, "−1": -1}
# Columns of the wide layout that are no statements.
ABOUT_PARTICIPANTS = {"participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"}
MODERATED_OUT = "-1"


@dataclass(frozen=True)
class VoteFile:
    """The votes and the names of what they are about, in the order of the file.

    Attributes:
        participants: names; with ``lines``, the line on which each first stands.
        statements: names.
    """

    votes: Votes
    participants: list[str]
    lines: list[int]
    statements: list[str]


def read_votes(file: Path) -> VoteFile:
    """Votes from rows ``participant,statement,vote``, or from one row per participant with a column per statement.

    Raises:
        BadRows: every row that can't be used, with its line.
    """
    header, rows = read_table(file)
    names = [name.casefold() for name in header]
    problems = Problems(file)
    if {"statement", "vote"} & set(names):
        columns_of(file, header, ["participant", "statement", "vote"])
        cells = _long_cells(rows, names, problems)
        statements: list[str] = []
    else:
        (at,) = columns_of(file, header, ["participant"])
        columns = [place for place, name in enumerate(names) if name not in ABOUT_PARTICIPANTS]
        statements = [header[place] for place in columns]
        for name in sorted({name for name in statements if statements.count(name) > 1 or not name}):
            problems.add(1, f"the statement {name!r} has more than one column." if name else "a column has no name.")
        if not statements:
            problems.add(1, "there are no votes: name the columns participant, statement, vote, or one per statement.")
        problems.stop_if_any()
        cells = _wide_cells(rows, header, at, columns, problems)
    found = _numbered(cells, statements, problems)
    problems.stop_if_any()
    return found


Cell = tuple[int, str, str, str]  # line, participant, statement, vote; statement "" for a participant without votes


def _long_cells(rows: Iterable[Row], names: list[str], problems: Problems) -> Iterator[Cell]:
    at_participant, at_statement, at_vote = (names.index(name) for name in ("participant", "statement", "vote"))
    for row in rows:
        if len(row.cells) != len(names):
            problems.add(row.line, wrong_length(len(row.cells), len(names)))
        elif not row.cells[at_participant] or not row.cells[at_statement]:
            problems.add(row.line, "participant and statement must both be filled in.")
        else:
            yield row.line, row.cells[at_participant], row.cells[at_statement], row.cells[at_vote]


def _wide_cells(
    rows: Iterable[Row], header: list[str], at: int, columns: list[int], problems: Problems
) -> Iterator[Cell]:
    seen: dict[str, int] = {}
    statements = [(place, header[place]) for place in columns]
    for row in rows:
        if len(row.cells) != len(header):
            problems.add(row.line, wrong_length(len(row.cells), len(header)))
        elif not row.cells[at]:
            problems.add(row.line, "the participant is missing.")
        elif row.cells[at] in seen:
            problems.add(
                row.line, f"participant {row.cells[at]!r} stands on line {seen[row.cells[at]]} already; keep one row."
            )
        else:
            participant = row.cells[at]
            seen[participant] = row.line
            yield row.line, participant, "", ""
            for place, statement in statements:
                if row.cells[place]:
                    yield row.line, participant, statement, row.cells[place]


def _numbered(cells: Iterable[Cell], known: list[str], problems: Problems) -> VoteFile:
    people: dict[str, int] = {}
    statements = {name: number for number, name in enumerate(known)}
    lines: list[int] = []
    participant: list[int] = []
    statement: list[int] = []
    value: list[int] = []
    where: list[int] = []
    for line, person, name, vote in cells:
        number = people.setdefault(person, len(people))
        if number == len(lines):
            lines.append(line)
        if not name:
            continue
        found = VALUES.get(vote)
        if found is None:
            problems.add(line, f"the vote {vote!r} on statement {name!r} must be 1 (agree), 0 (pass) or -1 (disagree).")
            continue
        participant.append(number)
        statement.append(statements.setdefault(name, len(statements)))
        value.append(found)
        where.append(line)
    names = list(people)
    _name_doubles(participant, statement, where, names, list(statements), problems)
    if not where and not problems.sentences:
        problems.add(1, "there is not a single vote in this file.")
    problems.stop_if_any()
    votes = Votes.from_rows(
        participant=np.array(participant),
        statement=np.array(statement),
        value=np.array(value, dtype=np.int8),
        participants=len(people),
        statements=len(statements),
    )
    return VoteFile(votes, names, lines, list(statements))


def _name_doubles(
    participant: list[int],
    statement: list[int],
    where: list[int],
    people: list[str],
    names: list[str],
    problems: Problems,
) -> None:
    """Two votes of one participant on one statement are a mistake that only the author of the file can repair."""
    if not where:
        return
    key = np.array(participant, dtype=np.int64) * len(names) + np.array(statement)
    order = np.argsort(key, kind="stable")
    for place in np.flatnonzero(np.diff(key[order]) == 0):
        first, second = order[place], order[place + 1]
        problems.add(
            where[second],
            f"participant {people[participant[second]]!r} has voted on statement {names[statement[second]]!r} on line "
            f"{where[first]} already; keep one vote.",
        )


def read_sectors(file: Path, votes: VoteFile) -> tuple[NDArray[np.int64], list[str]]:
    """Sector of every participant (rows ``participant,sector``), and the sectors' names in alphabetical order.

    Raises:
        BadRows: bad rows, or participants without a sector.
    """
    found = values_by_id(file, key="participant", value="sector")
    names = sorted({found[person][1] for person in votes.participants if person in found})
    number = {name: place for place, name in enumerate(names)}
    _all_there(found, file, votes, "sector")
    return np.array([number[found[person][1]] for person in votes.participants], dtype=np.int64), names


def read_weights(file: Path, votes: VoteFile) -> NDArray[np.float64]:
    """Weight of every participant (rows ``participant,weight``).

    Raises:
        BadRows: bad rows, weights that are not positive, or participants without one.
    """
    found = values_by_id(file, key="participant", value="weight")
    problems, weights = Problems(file), dict[str, float]()
    for person, (line, text) in found.items():
        try:
            weight = float(text)
        except ValueError:
            weight = math.nan
        if not (math.isfinite(weight) and weight > 0):
            problems.add(line, f"the weight {text!r} must be a positive number with a decimal point.")
        weights[person] = weight
    problems.stop_if_any()
    _all_there(found, file, votes, "weight")
    return np.array([weights[person] for person in votes.participants])


def _all_there(found: dict[str, tuple[int, str]], file: Path, votes: VoteFile, what: str) -> None:
    missing = [
        f"{file}: participant {person!r} (line {line} of the votes) has no {what}; add a row."
        for person, line in zip(votes.participants, votes.lines, strict=True)
        if person not in found
    ]
    if missing:
        raise BadRows(missing)


@dataclass(frozen=True)
class Statements:
    """What is known about the statements.

    Attributes:
        text: (statements,) their words; empty if unknown.
        shown: (statements,) False for those that are moderated out.
    """

    text: list[str]
    shown: NDArray[np.bool_]


def read_statements(file: Path, votes: VoteFile) -> Statements:
    """Texts and moderation of statements: columns ``comment-id``, ``comment-body`` and, if there, ``moderated``.

    Raises:
        BadRows: bad rows, or statements with votes that the file does not name.
    """
    header, rows = read_table(file)
    at_id, at_text, at_state = columns_of(file, header, ["comment-id", "comment-body"], ["moderated"])
    problems = Problems(file)
    known: dict[str, tuple[str, bool]] = {}
    for row in rows:
        if len(row.cells) != len(header):
            problems.add(row.line, wrong_length(len(row.cells), len(header)))
        elif row.cells[at_id] in known:
            problems.add(row.line, f"statement {row.cells[at_id]!r} occurs twice; keep one row.")
        else:
            known[row.cells[at_id]] = (row.cells[at_text], at_state < 0 or row.cells[at_state] != MODERATED_OUT)
    problems.stop_if_any()
    missing = [name for name in votes.statements if name not in known]
    if missing:
        raise BadRows([f"{file}: statement {name!r} has votes, but no row here." for name in missing])
    return Statements(
        [known[name][0] for name in votes.statements], np.array([known[name][1] for name in votes.statements])
    )
