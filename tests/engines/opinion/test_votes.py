"""Votes are stored once and refused if they can't be right."""

from __future__ import annotations

import numpy as np
import pytest

from stadtgespraech.engines.opinion import Sharded, Votes
from tests.engines.opinion.conversations import made, rows_of, table_of


def test_rows_in_any_order_are_the_same_votes() -> None:
    votes = made(people=30, statements=12).votes
    person, statement, value = rows_of(votes)
    order = np.random.default_rng(1).permutation(len(person))
    again = Votes.from_rows(
        participant=person[order], statement=statement[order], value=value[order], participants=30, statements=12
    )
    assert [again.starts.tolist(), again.statement.tolist(), again.value.tolist()] == [
        votes.starts.tolist(),
        votes.statement.tolist(),
        votes.value.tolist(),
    ]


@pytest.mark.parametrize(
    ("person", "statement", "value", "sentence"),
    [
        ([0, 0], [1, 1], [1, -1], "A participant has two votes on the same statement."),
        ([0], [0], [2], "A vote is −1, 0 or +1."),
        ([0], [0], [0.5], "A vote is −1, 0 or +1."),
        ([3], [0], [1], "participant 3 is not between 0 and 2."),
        ([0], [-1], [1], "statement -1 is not between 0 and 1."),
        ([0, 1], [0], [1], "participant, statement and value must be equally long lists."),
    ],
)
def test_what_cannot_be_right_is_refused(
    person: list[int], statement: list[int], value: list[float], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence.replace("+", r"\+").replace(".", r"\.")):
        Votes.from_rows(participant=person, statement=statement, value=value, participants=3, statements=2)


@pytest.mark.parametrize("block", [1, 7, 40, 10_000])
def test_shards_are_the_votes(block: int) -> None:
    votes = made(people=40, statements=9).votes
    shards = Sharded.of(votes, block=block).shards
    assert np.array_equal(np.vstack([table_of(shard.votes) for shard in shards]), table_of(votes), equal_nan=True)
    assert [shard.first for shard in shards[1:]] == [shard.last for shard in shards[:-1]]


def test_nobody_and_nothing_are_votes_too() -> None:
    votes = Votes.from_rows(participant=[], statement=[], value=[], participants=0, statements=3)
    assert (votes.participants, votes.statements, Sharded.of(votes).shards) == (0, 3, ())
