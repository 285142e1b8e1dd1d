"""Draw by lot: check quotas, compute a fair lottery, commit to it, open it with public randomness, verify it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

METHODS = ("leximin", "maximin", "nash", "goldilocks", "prescribed")


def main(arguments: list[str]) -> int:
    """Run one of the steps of a draw."""
    options = _parser().parse_args(arguments)
    from stadtgespraech.cli.draw.inputs import BadInput

    try:
        return _run(options)
    except BadInput as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"{error.filename or 'A file'}: {error.strerror or error}.\n")
        return 2


def _run(options: argparse.Namespace) -> int:
    from stadtgespraech.cli.draw import letters, opening, panel, workshop

    steps = {
        "check": panel.check,
        "panel": panel.panel,
        "letters": letters.letters,
        "open": opening.open_draw,
        "verify": opening.verify,
        "quotas": workshop.quotas,
        "tables": workshop.tables,
        "composition": workshop.composition,
    }
    if options.step in ("check", "panel"):
        _start_solver_silently()
    code, report, lines = steps[options.step](options)
    sys.stdout.write(
        json.dumps(report, ensure_ascii=False) + "\n" if options.json else "".join(f"{line}\n" for line in lines)
    )
    return code


def _start_solver_silently() -> None:
    """HiGHS greets on standard output when it starts for the first time, which would spoil ``--json``."""
    import highspy

    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        highspy.Highs()  # type: ignore[no-untyped-call]
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("stadtgespraech draw", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    check = steps.add_parser("check", help="can the quotas be met, and if not, why not")
    panel = steps.add_parser("panel", help="compute the fair lottery over panels and commit to it")
    for step in (check, panel):
        _pool_options(step)
    panel.add_argument("--method", choices=METHODS, default="leximin", help="how the lottery is chosen")
    panel.add_argument("--panels", type=int, metavar="M", help="M equally likely panels instead of weighted ones")
    panel.add_argument("--seconds", type=float, default=600.0, help="stop improving after so long; the gap is told")
    panel.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder that will hold the draw")
    _sources_option(panel)
    letters = steps.add_parser("letters", help="stratify the register and commit to everybody's ticket")
    letters.add_argument("--register", type=Path, required=True, metavar="R.csv", help="one line per person")
    letters.add_argument(
        "--strata",
        type=Path,
        required=True,
        metavar="S.csv",
        help="columns of the register that make strata, and factor",
    )
    letters.add_argument("--size", type=int, required=True, help="letters of the first round")
    letters.add_argument("--reserve", type=int, default=0, help="letters that follow-up rounds may use, in order")
    letters.add_argument("--id", metavar="COLUMN", help="column with ids (default as for panels)")
    letters.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder that will hold the draw")
    _sources_option(letters)
    opening = steps.add_parser("open", help="take the public randomness and fix the result, once")
    opening.add_argument("folder", type=Path, metavar="DIR", help="folder of the draw")
    opening.add_argument("--digits", help="digits drawn in public; they are the panel's number")
    opening.add_argument(
        "--source",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="published randomness, 64 bits or more together",
    )
    verify = steps.add_parser("verify", help="check everything in a draw's folder")
    verify.add_argument("folder", type=Path, metavar="DIR", help="folder of the draw")
    for step in (check, panel, letters, opening, verify, *_workshop_steps(steps)):
        step.add_argument("--json", action="store_true", help="print the result as JSON")
    return parser


def _workshop_steps(steps: Any) -> list[argparse.ArgumentParser]:
    quotas = steps.add_parser("quotas", help="propose quotas from the shares of the population")
    quotas.add_argument("--shares", type=Path, required=True, metavar="S.csv", help="feature,value,share")
    quotas.add_argument("--size", type=int, required=True, help="seats of the panel")
    quotas.add_argument("--slack", type=int, default=0, help="seats by which each quota is wider on both sides")
    quotas.add_argument("--out", type=Path, required=True, metavar="Q.csv", help="file that will hold the quotas")
    tables = steps.add_parser("tables", help="plan who sits at which table, so that many people meet")
    tables.add_argument("--people", type=Path, required=True, metavar="P.csv", help="one line per person")
    tables.add_argument("--tables", type=int, required=True, help="tables in each round")
    tables.add_argument("--rounds", type=int, default=1, help="how often people change seats")
    tables.add_argument("--out", type=Path, required=True, metavar="PLAN.csv", help="file that will hold the plan")
    tables.add_argument("--id", metavar="COLUMN", help="column with ids (default as for panels)")
    tables.add_argument(
        "--unit", metavar="COLUMN", help="two of one unit do not sit together (default: unit, if there)"
    )
    tables.add_argument("--mix", metavar="COLUMNS", help="columns that should be mixed at every table")
    tables.add_argument("--pin", action="append", default=[], metavar="ID=TABLE", help="somebody who stays at a table")
    tables.add_argument("--together", action="append", default=[], metavar="IDS", help="people who stay together")
    tables.add_argument(
        "--apart", action="append", default=[], metavar="ID,ID", help="two people who must not sit together"
    )
    tables.add_argument("--seed", type=int, default=0, help="another number gives another plan")
    composition = steps.add_parser("composition", help="who is missing in a workshop, against targets")
    composition.add_argument(
        "--people", type=Path, required=True, metavar="P.csv", help="one line per person who comes"
    )
    composition.add_argument(
        "--quotas", type=Path, required=True, metavar="T.csv", help="feature,value,min,max in people"
    )
    composition.add_argument("--size", required=True, metavar="FROM-TO", help="people in the room, e.g. 80-100")
    composition.add_argument("--id", metavar="COLUMN", help="column with ids (default as for panels)")
    return [quotas, tables, composition]


def _pool_options(step: argparse.ArgumentParser) -> None:
    step.add_argument("--people", type=Path, required=True, metavar="P.csv", help="one line per person")
    step.add_argument(
        "--quotas", type=Path, required=True, metavar="Q.csv", help="feature,value,min,max[,min_flex,max_flex]"
    )
    step.add_argument("--size", type=int, required=True, help="seats of the panel")
    step.add_argument(
        "--id", metavar="COLUMN", help="column with ids (default: id, nationbuilder_id, or the row's number)"
    )
    step.add_argument(
        "--household", metavar="COLUMNS", help="columns of an address; at most one person of each is drawn"
    )
    step.add_argument(
        "--keep-in", action="append", default=[], metavar="ID", help="a member who is certain; may be repeated"
    )
    step.add_argument("--keep-out", action="append", default=[], metavar="ID", help="somebody who must not be drawn")
    step.add_argument("--wanted", metavar="COLUMN", help="column with prescribed probabilities (--method prescribed)")


def _sources_option(step: argparse.ArgumentParser) -> None:
    step.add_argument(
        "--sources",
        metavar="NAMES",
        help="announce the sources of randomness, e.g. dice,drand: no others will be accepted",
    )
