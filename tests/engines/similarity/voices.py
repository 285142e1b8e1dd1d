"""Real contributions, if they are on this machine, and ways to spoil them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from stadtgespraech.cli.similar import read_texts

PROJECT_ROOT = Path(__file__).resolve().parents[3]
BONN = PROJECT_ROOT.parent / "shared" / "data" / "voices" / "raddialog-bonn.tsv"


def real_sentences(number: int) -> list[str]:
    if not BONN.exists():
        pytest.skip("the real contributions are not on this machine")
    return read_texts(BONN, column="content", rows=number).texts


def with_typos(text: str, random: np.random.Generator) -> str:
    """One letter in twenty wrong, missing, or swapped with its neighbour; at least one."""
    letters = list(text)
    for place in random.integers(0, len(letters), max(1, len(letters) // 20)).tolist():
        kind = random.integers(0, 3)
        if kind == 0:
            letters[place] = chr(97 + int(random.integers(0, 26)))
        elif kind == 1:
            letters[place] = ""
        elif place + 1 < len(letters):
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return "".join(letters)


def with_words_dropped(text: str, random: np.random.Generator) -> str:
    """Three words in ten are missing."""
    words = text.split()
    kept = [word for word in words if random.random() > 0.3]
    return " ".join(kept or words)


def shuffled(text: str, random: np.random.Generator) -> str:
    """Three words in ten are missing, the others in another order."""
    words = with_words_dropped(text, random).split()
    random.shuffle(words)
    return " ".join(words)


WAYS = {"typos": with_typos, "dropped words": with_words_dropped, "shuffled": shuffled}
