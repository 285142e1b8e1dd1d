"""The goals of the consensus engines: against their peers, at full size, and vote by vote.

    ./do bench consensus [PART …]      parts: real large huge live similar shares; without one, all of them

Peers are optional (`pip install ".[peers]"` into a place of yours or into .venv); what needs a missing one is left
out. Both sides start from the same values: for votes, red-dwarf's own list of dictionaries; for ballots, a list of
sets. One thread; runs alternate, and the fastest of each side counts, in CPU seconds. The bootstrap is timed apart.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
warnings.filterwarnings("ignore")

from benchmarks.consensus_parts import allocation, opinion, similarity  # noqa: E402
from benchmarks.consensus_parts.goals import Goal  # noqa: E402

PARTS: dict[str, Callable[[Path], list[Goal]]] = {
    "real": opinion.real_conversations,
    "large": opinion.large_conversation,
    "huge": opinion.huge_conversation,
    "live": opinion.live_conversation,
    "similar": similarity.similar_sentences,
    "shares": allocation.equal_shares_against_peer,
}


def main() -> int:
    parser = argparse.ArgumentParser(
        "./do bench consensus", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], help="which ones (default: all)")
    options = parser.parse_args()
    goals: list[Goal] = []
    for name in options.part or PARTS:
        print(f"\n{name}", flush=True)
        goals += PARTS[name](ROOT.parent / "shared" / "data")
    print(f"\n{'goal':<62}{'wanted':>14}{'found':>14}")
    for goal in goals:
        print(f"{goal.name:<62}{goal.wanted:>14}{goal.found:>14}  {'reached' if goal.reached else 'MISSED'}")
    return 0 if all(goal.reached for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
