from __future__ import annotations

from pathlib import Path

from benchmarks.consensus_parts.goals import Goal


def similar_sentences(data: Path) -> list[Goal]:
    return []
