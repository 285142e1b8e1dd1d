"""Draw by lot: check quotas, compute a fair lottery, commit to it, open it with public randomness, verify it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

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
    from stadtgespraech.cli.draw import letters, opening, panel

    steps = {
        "check": panel.check,
        "panel": panel.panel,
        "letters": letters.letters,
        "open": opening.open_draw,
        "verify": opening.verify,
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
    for step in (check, panel, letters, opening, verify):
        step.add_argument("--json", action="store_true", help="print the result as JSON")
    return parser


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
