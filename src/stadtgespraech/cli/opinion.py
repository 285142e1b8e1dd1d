"""Find what the participants of a conversation share, from a file of votes: consensus per sector, groups, divides."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from stadtgespraech.cli.opinion_report import as_json, as_text
from stadtgespraech.cli.rows import BadRows, refuse
from stadtgespraech.cli.vote_files import Statements, read_sectors, read_statements, read_votes, read_weights
from stadtgespraech.engines.opinion import MINIMUM, analyse


def main(arguments: list[str]) -> int:
    """Read, compute, print; exit code 2 with every bad row named if the files can't be used."""
    parsing = parser()
    options = parsing.parse_args(arguments)
    if options.minimum < 1 or options.runs < 0:
        parsing.error("--minimum must be at least 1, and --runs not negative.")
    try:
        result = computed(options)
    except BadRows as error:
        return refuse(error)
    if options.json:
        json.dump(result, sys.stdout, ensure_ascii=False, indent=1, allow_nan=False)
        print()
    else:
        print(as_text(result, most=options.most))
    return 0


def parser() -> argparse.ArgumentParser:
    parsing = argparse.ArgumentParser("stadtgespraech opinion", description=__doc__)
    parsing.add_argument(
        "votes",
        type=Path,
        metavar="VOTES.csv",
        help="rows participant,statement,vote (1, 0, -1), or a row per participant with a column per statement",
    )
    parsing.add_argument("--sectors", type=Path, metavar="S.csv", help="rows participant,sector")
    parsing.add_argument("--weights", type=Path, metavar="W.csv", help="rows participant,weight")
    parsing.add_argument(
        "--statements",
        type=Path,
        metavar="C.csv",
        help="texts: comment-id,comment-body and, if there, moderated (-1: counted, but not judged)",
    )
    parsing.add_argument("--json", action="store_true", help="everything, for programs")
    parsing.add_argument("--most", type=int, default=5, help="statements per list without --json (default 5)")
    parsing.add_argument(
        "--minimum",
        type=int,
        default=MINIMUM,
        help=f"agreeing and disagreeing votes that every sector needs for a verdict (default {MINIMUM})",
    )
    parsing.add_argument("--runs", type=int, default=50, help="resamples for the groups' stability (default 50)")
    parsing.add_argument("--seed", type=int, default=1, help="same votes, same seed, same result (default 1)")
    return parsing


def computed(options: argparse.Namespace) -> dict[str, Any]:
    """The result as plain values."""
    started = time.perf_counter()
    file = read_votes(options.votes)
    sector, names = read_sectors(options.sectors, file) if options.sectors else (None, [])
    weight = read_weights(options.weights, file) if options.weights else None
    statements = Statements([""] * len(file.statements), np.ones(len(file.statements), dtype=bool))
    if options.statements:
        statements = read_statements(options.statements, file)
    read = time.perf_counter()
    opinion = analyse(
        file.votes,
        seed=options.seed,
        sector=sector,
        sectors=len(names) if names else None,
        weight=weight,
        shown=statements.shown,
        minimum=options.minimum,
        runs=options.runs,
    )
    seconds = {"reading": read - started, "computing": time.perf_counter() - read}
    return as_json(
        opinion,
        file=file,
        statements=statements,
        sectors=names,
        sector=sector,
        weight=weight,
        minimum=options.minimum,
        seed=options.seed,
        seconds=seconds,
    )
