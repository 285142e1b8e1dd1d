"""How the files of a pack fit together: references, duplicates, dates and sums."""

from __future__ import annotations

from pathlib import Path

from stadtgespraech.apps.packs.checking.context import Context
from stadtgespraech.apps.packs.checking.everywhere import duplicates, sources
from stadtgespraech.apps.packs.checking.process import council, dialogue, pages
from stadtgespraech.apps.packs.checking.strategy import head, matrix, sponsors_and_workshops, strategy
from stadtgespraech.apps.packs.opening import Opening, Pack
from stadtgespraech.apps.packs.problems import PackInvalid

CHECKS = (head, strategy, matrix, sponsors_and_workshops, dialogue, council, pages, duplicates, sources)


def open_pack(path: Path) -> Pack:
    """A pack in which everything is as it should be.

    Raises:
        PackInvalid: with every mistake that was found.
    """
    opening = Opening(path)
    pack = opening.pack()
    context = Context(pack, broken={problem.file.partition("/")[0] for problem in opening.problems})
    problems = [*opening.problems, *(problem for check in CHECKS for problem in check(context))]
    if problems:
        raise PackInvalid(problems)
    return pack
