"""Choose priorities from a file of ballots so that every group decides about its share (Method of Equal Shares)."""

from __future__ import annotations

import argparse
import json
import sys
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

from stadtgespraech.cli.ballot_files import BallotFile, amount, read_ballots, read_costs
from stadtgespraech.cli.rows import BadRows, refuse
from stadtgespraech.engines.allocation import COMPLETIONS, equal_shares


def main(arguments: list[str]) -> int:
    """Read, compute, print; exit code 2 with every bad row named if the files can't be used."""
    parsing = parser()
    options = parsing.parse_args(arguments)
    if (options.seats is None) == (options.budget is None):
        parsing.error("name either --seats or --budget.")
    if (options.budget is None) != (options.costs is None):
        parsing.error("--budget and --costs belong together.")
    if (options.seats is not None and options.seats < 0) or (options.budget is not None and options.budget < 0):
        parsing.error("seats and budget cannot be negative.")
    try:
        result = computed(options)
    except BadRows as error:
        return refuse(error)
    if options.json:
        json.dump(result, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print(as_text(result))
    return 0


def parser() -> argparse.ArgumentParser:
    parsing = argparse.ArgumentParser("stadtgespraech prioritise", description=__doc__)
    parsing.add_argument(
        "ballots",
        type=Path,
        metavar="BALLOTS.csv",
        help="rows ballot,option or ballot,option,points, or a row per ballot with a column per option",
    )
    parsing.add_argument("--seats", type=int, help="how many options are chosen, all of equal cost")
    parsing.add_argument("--costs", type=Path, metavar="C.csv", help="rows option,cost")
    parsing.add_argument("--budget", type=exact, help="what the chosen options may cost together")
    parsing.add_argument(
        "--completion",
        choices=COMPLETIONS,
        default="add1u",
        help="what happens to money that no group can spend: none, utilitarian, add1, add1u (default add1u)",
    )
    parsing.add_argument("--json", action="store_true", help="everything, with who paid for what, for programs")
    return parsing


def exact(text: str) -> Fraction:
    found = amount(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} must be a number with a decimal point.")
    return found


def computed(options: argparse.Namespace) -> dict[str, Any]:
    """The result as plain values; amounts are exact, as text."""
    started = time.perf_counter()
    file = read_ballots(options.ballots)
    costs = read_costs(options.costs, file) if options.costs else [Fraction(1)] * len(file.options)
    budget = Fraction(options.seats) if options.budget is None else options.budget
    found = equal_shares(ballots=file.ballots, costs=costs, budget=budget, completion=options.completion)
    totals = file.ballots.totals
    winners = [
        {
            **_option(file, winner.project, totals, costs),
            "price_per_point": str(winner.price),
            "paid_by": [
                {"ballot": file.voters[voter], "paid": str(paid)}
                for voter, paid in found.exact_payments(number, ballots=file.ballots)
            ],
        }
        for number, winner in enumerate(found.winners)
    ]
    return {
        "ballots": len(file.voters),
        "options": len(file.options),
        "budget": str(budget),
        "completion": options.completion,
        "tie_break": "the option that comes first in the file",
        "share_per_ballot": str(found.share),
        "chosen": [file.options[project] for project in found.chosen],
        "winners": winners,
        "completed": [_option(file, project, totals, costs) for project in found.completed],
        "spent": str(found.spent),
        "seconds": round(time.perf_counter() - started, 4),
    }


def _option(file: BallotFile, project: int, totals: list[int], costs: list[Fraction]) -> dict[str, Any]:
    return {
        "option": file.options[project],
        "cost": str(costs[project]),
        "points": totals[project],
        "supporters": len(file.ballots.supporters[project]),
    }


def as_text(result: dict[str, Any]) -> str:
    lines = [f"{result['ballots']} ballots, {result['options']} options, budget {result['budget']}", ""]
    lines += [
        f"{number:>3}. {winner['option']}: {winner['points']} points from {winner['supporters']} ballots, "
        f"paid by {len(winner['paid_by'])}"
        for number, winner in enumerate(result["winners"], 1)
    ]
    lines += [
        f"{number:>3}. {one['option']}: {one['points']} points from {one['supporters']} ballots, added for what was left"
        for number, one in enumerate(result["completed"], len(result["winners"]) + 1)
    ]
    return "\n".join([*lines, "", f"Spent {result['spent']}. {result['seconds']:.2f} seconds"])
