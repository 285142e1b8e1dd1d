"""``draw letters``: who of the register gets a letter, in an order that only public randomness decides."""

from __future__ import annotations

import argparse
import json
import secrets
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from stadtgespraech.cli.draw.bundle import canonical, refuse_used_folder, sha, ticket_of, write_bundle
from stadtgespraech.cli.draw.inputs import BAD_ID, ID_COLUMNS, BadInput, fold, is_bad_id, open_csv, read_table
from stadtgespraech.engines.sortition import PoolError, Stream, allocate_letters

FACTOR_COLUMNS = ("factor", "boost", "weight")
ANY = "*"
Printed = tuple[int, dict[str, Any], list[str]]


@dataclass(frozen=True)
class Stratum:
    """Part of the register: people with these values of the strata's columns; ``*`` is any value."""

    name: str
    values: tuple[str, ...]
    factor: Fraction

    def fits(self, values: tuple[str, ...]) -> bool:
        return all(own in (ANY, fold(value)) for own, value in zip(self.values, values, strict=True))


@dataclass(frozen=True)
class Register:
    """The register, sorted into strata. ``private``: one line [id, nonce, stratum] per person, and its ticket."""

    people: list[int]
    private: list[str]
    tickets: list[list[str]]


def letters(options: argparse.Namespace) -> Printed:
    """Sort the register into strata, allocate letters, and commit to everybody's ticket."""
    started = time.monotonic()
    if options.size < 1 or options.reserve < 0:
        raise BadInput("--size must be at least 1 and --reserve at least 0.")
    refuse_used_folder(options.out)
    columns, strata = read_strata(options.strata)
    register = read_register(options.register, columns, strata, options.id)
    factors = [stratum.factor for stratum in strata]
    try:
        first = allocate_letters(people=register.people, letters=options.size, factors=factors)
        left = [own - sent for own, sent in zip(register.people, first, strict=True)]
        reserve = allocate_letters(people=left, letters=options.reserve, factors=factors)
    except PoolError as error:
        raise BadInput(f"{options.register}: {error}") from error
    rules = {
        "columns": columns,
        "strata": [
            {"name": stratum.name, "people": own, "letters": sent, "reserve": more}
            for stratum, own, sent, more in zip(strata, register.people, first, reserve, strict=True)
        ],
        "size": options.size,
        "reserve": options.reserve,
        "sources": sorted(options.sources.split(",")) if options.sources else None,
    }
    tickets = [f"{number},{ticket}" for number, own in enumerate(register.tickets) for ticket in sorted(own)]
    public = {
        "rules.json": canonical(rules),
        "tickets.csv": ("\n".join(["stratum,ticket", *tickets]) + "\n").encode(),
    }
    private = {"register.jsonl": ("\n".join(register.private) + "\n").encode()}
    del tickets
    commitment = write_bundle(options.out, kind="letters", public=public, private=private)
    chances = [sent / own for own, sent in zip(register.people, first, strict=True) if own]
    report = {
        "people": sum(register.people),
        "strata": rules["strata"],
        "min_probability": min(chances),
        "max_probability": max(chances),
        "commitment": commitment,
        "seconds": round(time.monotonic() - started, 3),
    }
    lines = [
        f"{sum(register.people)} people in {len(strata)} strata; {options.size} letters and {options.reserve} in reserve.",
        f"Commitment (publish it before the draw): {commitment}",
    ]
    return 0, report, lines


def read_strata(path: Path) -> tuple[list[str], list[Stratum]]:
    """Strata from columns of the register and a factor, or from ``feature,value[,factor]`` of one feature."""
    table = read_table(path)
    folded = [fold(name) for name in table.headings]
    factor = next((name for name in FACTOR_COLUMNS if name in folded), None)
    columns = [name for name in table.headings if fold(name) != factor]
    simple = [fold(name) for name in columns] == ["feature", "value"]
    if simple:
        features = {line.cells["feature"] for line in table.lines}
        if len(features) != 1:
            raise table.fault(1, "feature,value describes strata of one feature; for more, give each its own column.")
        columns = [features.pop()]
    if not columns:
        raise table.fault(1, "there is no column that says what the strata are.")
    strata: list[Stratum] = []
    for line in table.lines:
        cells = [line.cells["value"]] if simple else [line.cells[fold(name)] for name in columns]
        values = tuple(fold(cell) for cell in cells)
        if any(values == other.values for other in strata):
            raise table.fault(line.number, "this stratum stands here twice.")
        text = line.cells[factor].replace(",", ".") if factor else "1"
        try:
            own = Fraction(text)
        except (ValueError, ZeroDivisionError):
            own = Fraction(-1)
        if own < 0 or "e" in text.lower():
            raise table.fault(line.number, f"the {factor} must be a number from 0, not {text!r}.")
        strata.append(Stratum(" / ".join(cells), values, own))
    return columns, strata


def read_register(path: Path, columns: list[str], strata: list[Stratum], id_column: str | None) -> Register:
    """Go through the register once; the first stratum that fits takes a person."""
    rows = open_csv(path)
    _, heading = next(rows)
    folded = [fold(name) for name in heading]
    missing = [name for name in [*columns, *([id_column] if id_column else [])] if fold(name) not in folded]
    if missing:
        raise BadInput(f"{path}, line 1: there is no column {missing[0]!r}; the columns are {', '.join(heading)}.")
    places = [folded.index(fold(name)) for name in columns]
    own = fold(id_column) if id_column else next((name for name in ID_COLUMNS if name in folded), None)
    id_place = folded.index(own) if own else None
    people = [0] * len(strata)
    tickets: list[list[str]] = [[] for _ in strata]
    private: list[str] = []
    known: dict[tuple[str, ...], int] = {}
    seen: set[str] = set()
    for line, cells in rows:
        row = [*cells, *[""] * (len(heading) - len(cells))]
        values = tuple(row[place].strip() for place in places)
        stratum = known.get(values, -1)
        if stratum < 0:
            stratum = next((number for number, one in enumerate(strata) if one.fits(values)), -1)
            if stratum < 0:
                raise BadInput(f"{path}, line {line}: no stratum fits {' / '.join(values)}; add one, or one with *.")
            known[values] = stratum
        name = str(len(private) + 1) if id_place is None else row[id_place].strip()
        if not name or is_bad_id(name):
            raise BadInput(f"{path}, line {line}: the id {name!r} {BAD_ID if name else 'is missing.'}")
        if name in seen:
            raise BadInput(f"{path}, line {line}: the id {name!r} stands in an earlier line already.")
        seen.add(name)
        record = json.dumps([name, secrets.token_hex(16), stratum], separators=(",", ":"), ensure_ascii=False)
        private.append(record)
        tickets[stratum].append(ticket_of(record))
        people[stratum] += 1
    if not private:
        raise BadInput(f"{path}, line 1: there is nobody below the heading.")
    return Register(people, private, tickets)


def open_letters(
    folder: Path, rules: dict[str, Any], seed: bytes
) -> tuple[dict[str, Any], dict[str, bytes], list[str]]:
    """The order of each stratum's tickets: letters first, then the reserve, which follow-up rounds continue."""
    tickets: list[list[str]] = [[] for _ in rules["strata"]]
    with (folder / "tickets.csv").open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            stratum_of, ticket = line.rstrip("\n").split(",")
            tickets[int(stratum_of)].append(ticket)
    drawn = ["stratum,position,ticket,probability"]
    place: dict[str, tuple[int, int]] = {}
    for number, stratum in enumerate(rules["strata"]):
        own = tickets[number]
        order = Stream(seed, f"letters-{number}").first(len(own), stratum["letters"] + stratum["reserve"])
        chance = f"{stratum['letters'] / max(len(own), 1):.9f}"
        for position, index in enumerate(order, 1):
            drawn.append(f"{number},{position},{own[index]},{chance}")
            place[own[index]] = (number, position)
    files = {"drawn.csv": ("\n".join(drawn) + "\n").encode()}
    register = folder / "private" / "register.jsonl"
    if register.exists():
        files["private/letters.csv"] = _addressees(register, rules, place)
    result = {"drawn": sha(files["drawn.csv"]), "letters": rules["size"], "reserve": rules["reserve"]}
    return result, files, [f"drawn.csv: {rules['size']} letters and {rules['reserve']} in reserve, in order."]


def _addressees(register: Path, rules: dict[str, Any], place: dict[str, tuple[int, int]]) -> bytes:
    rows = []
    with register.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            ticket = ticket_of(line.removesuffix("\n"))
            if ticket in place:
                name, nonce, _ = json.loads(line)
                rows.append((*place[ticket], name, ticket, nonce))
    text = ["stratum,position,round,id,ticket,nonce"]
    for number, position, name, ticket, nonce in sorted(rows):
        first = position <= rules["strata"][number]["letters"]
        text.append(f"{number},{position},{'letter' if first else 'reserve'},{name},{ticket},{nonce}")
    return ("\n".join(text) + "\n").encode()
