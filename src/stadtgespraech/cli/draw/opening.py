"""``draw open`` and ``draw verify``: public randomness in, the result out; and everything checked again."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from stadtgespraech.cli.draw.bundle import add_files, canonical, read_bundle, sha
from stadtgespraech.cli.draw.inputs import BadInput
from stadtgespraech.cli.draw.letters import open_letters
from stadtgespraech.engines.sortition import (
    Quota,
    Stream,
    TooLittleRandomness,
    choose_alternates,
    make_pool,
    seed_from,
)

Printed = tuple[int, dict[str, Any], list[str]]


def open_draw(options: argparse.Namespace) -> Printed:
    """Take the published randomness and fix the result; a second, different result is refused."""
    folder: Path = options.folder
    manifest, rules, commitment = read_bundle(folder)
    sources = _sources(options.source, rules)
    seed = b""
    if sources:
        try:
            seed = seed_from(sources, commitment=commitment)
        except TooLittleRandomness as error:
            raise BadInput(f"--source: {error}") from error
    elif options.digits is None:
        raise BadInput(
            "--source: no randomness was given; e.g. --source dice=73914402557381902645 (20 ten-sided dice)."
        )
    fixed: dict[str, Any] = {"commitment": commitment, "sources": sources, "seed": seed.hex()}
    if manifest["kind"] == "letters":
        if not seed or options.digits is not None:
            raise BadInput("--digits: letters are drawn from --source, not from digits.")
        result, files, lines = open_letters(folder, rules, seed)
    else:
        result, files, lines = _open_panel(folder, rules, seed, options.digits)
    fixed |= result
    _refuse_second_draw(folder, fixed)
    add_files(folder, {**files, "result.json": canonical(fixed)})
    return 0, fixed, lines


def _sources(given: list[str], rules: dict[str, Any]) -> dict[str, str]:
    sources: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not value or name in sources:
            raise BadInput(f"--source {text}: write NAME=VALUE, each name once, e.g. dice=73914402557381902645.")
        sources[name] = value
    announced = rules["sources"]
    if sources and announced is not None and sorted(sources) != announced:
        raise BadInput(f"--source: {', '.join(announced)} was announced; exactly that must be given, and nothing else.")
    return sources


def _refuse_second_draw(folder: Path, fixed: dict[str, Any]) -> None:
    """Alternates may be fixed after the digits were drawn; everything else is drawn once."""
    path = folder / "result.json"
    if not path.exists():
        return
    before = json.loads(path.read_bytes())
    completes = not before["sources"] and before.get("digits") is not None and before["digits"] == fixed.get("digits")
    if before != fixed and not completes:
        raise BadInput(f"{path}: this draw was opened already, with another result; a draw is never repeated.")


def _open_panel(
    folder: Path, rules: dict[str, Any], seed: bytes, digits: str | None
) -> tuple[dict[str, Any], dict[str, bytes], list[str]]:
    rows = [line.split(",") for line in (folder / "panels.csv").read_text(encoding="utf-8").splitlines()[1:]]
    units = int(rules["units"])
    if digits is not None:
        wanted = len(str(len(rows) - 1))
        if units != len(rows) or len(rows) != 10**wanted:
            raise BadInput("--digits: only 10, 100, 1000 … equally likely panels can be drawn by digits; use --source.")
        if not (digits.isascii() and digits.isdigit() and len(digits) == wanted):
            raise BadInput(f"--digits {digits}: exactly {wanted} digits number the {len(rows)} panels.")
        number = int(digits)
    else:
        number, at = 0, Stream(seed, "panel").below(units)
        while at >= int(rows[number][1]):
            at -= int(rows[number][1])
            number += 1
    members = rows[number][2:]
    result: dict[str, Any] = {"digits": digits, "panel": number, "members": members, "alternates": None}
    lines = [f"Panel {rows[number][0]}: {' '.join(members)}"]
    files: dict[str, bytes] = {}
    if seed and (folder / "private" / "pool.jsonl").exists():
        files["alternates.csv"] = alternates_file(folder, rules, members, seed)
        result["alternates"] = sha(files["alternates.csv"])
        lines.append("alternates.csv says who comes instead of whom.")
    elif not seed:
        lines.append("Alternates are not fixed yet: open again with the same digits and --source.")
    else:
        lines.append("Alternates are not fixed: private/pool.jsonl is not here.")
    return result, files, lines


def alternates_file(folder: Path, rules: dict[str, Any], members: list[str], seed: bytes) -> bytes:
    """For each member, who comes instead."""
    people = [
        json.loads(line) for line in (folder / "private" / "pool.jsonl").read_text(encoding="utf-8").split("\n") if line
    ]
    ids = [row[0] for row in people]
    place = {name: index for index, name in enumerate(ids)}
    quotas = [Quota(own["feature"], own["value"], own["min"], own["max"]) for own in rules["quotas"]]
    pool = make_pool(
        quotas=quotas,
        people=[row[5:] for row in people],
        household=[-1 if row[3] is None else row[3] for row in people],
        kept_in=[index for index, row in enumerate(people) if row[4] == "in"],
        kept_out=[index for index, row in enumerate(people) if row[4] == "out"],
    )
    most = rules["alternates"]
    lines = ["member" + "".join(f",alternate_{number},missed_{number}" for number in range(1, most + 1))]
    for own in choose_alternates(
        pool=pool, quotas=quotas, panel=[place[name] for name in members], seed=seed, per_member=most
    ):
        cells = [
            str(cell) for person, missed in zip(own.instead, own.missing, strict=True) for cell in (ids[person], missed)
        ]
        lines.append(",".join([ids[own.member], *cells, *[""] * (2 * most - len(cells))]))
    return ("\n".join(lines) + "\n").encode()


def verify(options: argparse.Namespace) -> Printed:
    """Check a folder with the programs that lie in it for everybody (see verify_draw.py)."""
    folder: Path = options.folder
    if not (folder / "manifest.json").exists():
        raise BadInput(f"{folder}: there is no manifest.json here; is this a draw's folder?")
    program = Path(__file__).with_name("verify_order.py")
    done = subprocess.run([sys.executable, "-I", program, folder], capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    found = {
        name: [line.removeprefix(f"{word}: ") for line in lines if line.startswith(f"{word}: ")]
        for word, name in (("OK", "facts"), ("NOTE", "notes"), ("PROBLEM", "problems"))
    }
    return (2 if done.returncode else 0), {"ok": done.returncode == 0, **found}, lines
