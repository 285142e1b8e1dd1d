"""Conversations for the tests of this engine: real ones if they are there, and made-up ones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from stadtgespraech.cli.vote_files import read_votes
from stadtgespraech.engines.opinion import Votes

PROJECT_ROOT = Path(__file__).resolve().parents[3]
REAL = PROJECT_ROOT.parent / "shared" / "data" / "votes"
NAMES = ["brexit-consensus", "klimarat-energie", "scoop-biodiversity", "vtaiwan-uberx"]


def real_file(name: str, file: str = "participants-votes.csv") -> Path:
    path = REAL / name / file
    if not path.exists():
        pytest.skip("the real conversations are not on this machine")
    return path


def real(name: str) -> Votes:
    return read_votes(real_file(name)).votes


@dataclass(frozen=True)
class Made:
    """A made-up conversation; ``camp`` is who was drawn from which camp."""

    votes: Votes
    camp: NDArray[np.int64]


def made(*, people: int, statements: int, camps: int = 3, share: float = 0.5, seed: int = 0) -> Made:
    """People of ``camps`` camps of unequal size; each votes on ``share`` of the statements."""
    random = np.random.default_rng(seed)
    camp = random.choice(camps, size=people, p=np.arange(camps, 0, -1) / (camps * (camps + 1) / 2))
    lean = random.uniform(0.05, 0.95, (camps, statements))
    voted = random.random((people, statements)) < share
    person, statement = np.nonzero(voted)
    draw = random.random(len(person))
    agree = draw < 0.85 * lean[camp[person], statement]
    value = np.where(agree, 1, np.where(draw < 0.85, -1, 0)).astype(np.int8)
    votes = Votes.from_rows(
        participant=person, statement=statement, value=value, participants=people, statements=statements
    )
    return Made(votes, camp)


def rows_of(votes: Votes) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    return votes.participant.astype(int), votes.statement.astype(int), votes.value.astype(int)


def table_of(votes: Votes) -> NDArray[np.float64]:
    """Dense, NaN where nobody voted."""
    dense = np.full((votes.participants, votes.statements), np.nan)
    person, statement, value = rows_of(votes)
    dense[person, statement] = value
    return dense
