"""From seats per type to people, so that all people of a type have the same probability."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from stadtgespraech.engines.sortition.pool import IntArray

# (panel, begin, end) and (begin, end, person), in units of weight.
Piece = tuple[int, int, int]
Shift = tuple[int, int, int]


def share_out(*, panels: IntArray, units: Sequence[int], of_person: IntArray) -> list[tuple[int, tuple[int, ...]]]:
    """Turn panels of types into panels of people.

    Time is the sum of the panels' units. Each type's seats are rows of time that lie within one another, and its
    people have the same working time; laying the people into the rows one after the other never puts a person into
    two rows at once (McNaughton 1959, for rows of unequal length). A panel is split where somebody changes, at most
    once per person over all panels.

    Args:
        panels: (panels, types) seats.
        units: whole weight of each panel.
        of_person: (people,) type of each person, -1 for none.
    Returns:
        (units, people in ascending order) per panel; the units of a panel's parts sum to its own. People of a type
        differ by at most one unit.
    """
    shifts: list[list[Shift]] = [[] for _ in units]
    for kind in range(panels.shape[1]):
        people = np.flatnonzero(of_person == kind)
        seats = panels[:, kind]
        for person, pieces in zip(people, _schedule(seats, units, len(people)), strict=True):
            for panel, begin, end in pieces:
                shifts[panel].append((begin, end, int(person)))
    return [part for panel, own in enumerate(shifts) for part in _split(own, units[panel])]


def _schedule(seats: IntArray, units: Sequence[int], people: int) -> list[list[Piece]]:
    """For each of equal people, pieces (panel, begin, end) that together cover ``seats`` in every panel."""
    if people == 1:
        return [[(panel, 0, units[panel]) for panel in np.flatnonzero(seats).tolist()]]
    rows: list[list[Piece]] = [
        [(panel, 0, units[panel]) for panel in np.flatnonzero(seats >= level).tolist()]
        for level in range(1, int(seats.max(initial=0)) + 1)
    ]
    total = sum(map(_length, rows))
    result: list[list[Piece]] = []
    for number in range(people):
        wanted = total // people + (1 if number < total % people else 0)
        lengths = [_length(row) for row in rows]
        longer = max((index for index, length in enumerate(lengths) if length >= wanted), default=0)
        if wanted == 0 or not rows:
            result.append([])
            continue
        # Everything of the shorter row, and of the longer one what lies outside of it, up to the time wanted.
        shorter = rows[longer + 1] if longer + 1 < len(rows) else []
        extra = _minus(rows[longer], shorter)
        taken, rest = _cut(extra, wanted - _length(shorter))
        result.append(shorter + taken)
        rows[longer : longer + 2] = [merged] if (merged := shorter + rest) else []
    return result


def _length(row: list[Piece]) -> int:
    return sum(end - begin for _, begin, end in row)


def _minus(row: list[Piece], inner: list[Piece]) -> list[Piece]:
    """The part of a row that lies outside of ``inner``."""
    holes: dict[int, list[tuple[int, int]]] = {}
    for panel, begin, end in inner:
        holes.setdefault(panel, []).append((begin, end))
    result: list[Piece] = []
    for panel, begin, end in row:
        at = begin
        for low, high in sorted(holes.get(panel, ())):
            if high <= at or low >= end:
                continue
            if low > at:
                result.append((panel, at, low))
            at = max(at, high)
        if at < end:
            result.append((panel, at, end))
    return result


def _cut(row: list[Piece], wanted: int) -> tuple[list[Piece], list[Piece]]:
    """The first ``wanted`` units of a row, and the rest."""
    taken: list[Piece] = []
    for index, (panel, begin, end) in enumerate(row):
        if wanted <= 0:
            return taken, row[index:]
        if end - begin > wanted:
            return [*taken, (panel, begin, begin + wanted)], [(panel, begin + wanted, end), *row[index + 1 :]]
        taken.append((panel, begin, end))
        wanted -= end - begin
    return taken, []


def _split(shifts: list[Shift], units: int) -> list[tuple[int, tuple[int, ...]]]:
    """The panel's parts between changes; parts with the same people are one."""
    changes = sorted({0, units, *(begin for begin, _, _ in shifts), *(end for _, end, _ in shifts)})
    always = [person for begin, end, person in shifts if begin == 0 and end == units]
    partial = [piece for piece in shifts if piece[0] > 0 or piece[1] < units]
    parts: dict[tuple[int, ...], int] = {}
    for begin, end in pairwise(changes):
        on_duty = [person for start, stop, person in partial if start <= begin and stop >= end]
        people = tuple(sorted(always + on_duty))
        parts[people] = parts.get(people, 0) + end - begin
    return [(own, people) for people, own in parts.items()]
