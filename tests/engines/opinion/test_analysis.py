"""The whole result: what may change it, and what must not."""

from __future__ import annotations

import numpy as np
import pytest

from stadtgespraech.engines.opinion import Opinion, Votes, analyse
from tests.engines.opinion.conversations import NAMES, made, real, real_file, rows_of


def relabelled(votes: Votes, *, seed: int) -> tuple[Votes, np.ndarray, np.ndarray]:
    """The same votes with other numbers: new number of each participant and of each statement."""
    random = np.random.default_rng(seed)
    people, statements = random.permutation(votes.participants), random.permutation(votes.statements)
    person, statement, value = rows_of(votes)
    again = Votes.from_rows(
        participant=people[person],
        statement=statements[statement],
        value=value,
        participants=votes.participants,
        statements=votes.statements,
    )
    return again, people, statements


def check_relabelling(votes: Votes, sector: np.ndarray) -> None:
    before = analyse(votes, seed=4, sector=sector, runs=0)
    again, people, statements = relabelled(votes, seed=9)
    moved = np.empty_like(sector)
    moved[people] = (sector + 1) % (sector.max() + 1)
    after = analyse(again, seed=4, sector=moved, runs=0)
    assert after.groups.sizes.tolist() == before.groups.sizes.tolist()
    assert after.groups.label[people].tolist() == before.groups.label.tolist()
    assert np.abs(after.map.places[people] - before.map.places).max() < 1e-7
    for one, two in (
        (before.main.consensus.agreement.bound, after.main.consensus.agreement.bound),
        (before.main.consensus.rejection.bound, after.main.consensus.rejection.bound),
        (before.by_group.informed.product, after.by_group.informed.product),
        (before.divisive.bound, after.divisive.bound),
        (before.bridging.bound, after.bridging.bound),
        (before.majority.z, after.majority.z),
    ):
        assert np.allclose(two[statements], one, rtol=1e-12, atol=1e-15, equal_nan=True)


@pytest.mark.parametrize("seed", range(5))
def test_other_numbers_change_nothing(seed: int) -> None:
    conversation = made(people=150, statements=30, seed=seed)
    check_relabelling(conversation.votes, conversation.camp)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_other_numbers_change_nothing_in_real_conversations(name: str) -> None:
    votes = real(name)
    check_relabelling(votes, np.arange(votes.participants) % 3)


def test_the_same_votes_and_seed_give_the_same_result() -> None:
    votes = made(people=100, statements=20).votes
    one, two = (analyse(votes, seed=3, runs=5) for _ in range(2))
    assert one.groups.label.tolist() == two.groups.label.tolist()
    assert one.stability.runs.tolist() == two.stability.runs.tolist()
    assert one.map.places.tolist() == two.map.places.tolist()


def test_a_large_sector_cannot_outvote_a_small_one() -> None:
    """90 people of one sector agree with the first statement, 10 of the other reject it; both agree with the second."""
    large, small = range(90), range(90, 100)
    rows = [(person, 0, 1) for person in large] + [(person, 0, -1) for person in small]
    rows += [(person, 1, 1 if person % 4 else -1) for person in range(100)]
    person, statement, value = (list(column) for column in zip(*rows, strict=True))
    votes = Votes.from_rows(participant=person, statement=statement, value=value, participants=100, statements=2)
    found = analyse(votes, seed=1, sector=np.repeat([0, 1], [90, 10]), runs=0)
    assert found.majority.order.tolist() == [0, 1]
    assert found.main.consensus.agreement.order.tolist() == [1, 0]
    assert found.main.consensus.agreement.weakest.tolist() == [1, 1]


def test_what_is_moderated_out_is_counted_but_not_judged() -> None:
    conversation = made(people=120, statements=20)
    shown = np.arange(20) != 4
    found = analyse(conversation.votes, seed=1, sector=conversation.camp, shown=shown, runs=0)
    whole = analyse(conversation.votes, seed=1, sector=conversation.camp, runs=0)
    assert found.main.counts.agree[:, 4].tolist() == whole.main.counts.agree[:, 4].tolist()
    assert np.isnan(found.main.consensus.agreement.bound[4])
    assert np.array_equal(
        found.main.consensus.agreement.bound[shown], whole.main.consensus.agreement.bound[shown], equal_nan=True
    )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"sector": np.zeros(3, dtype=int)}, r"sector has the shape \(3,\), but must be \(20,\)"),
        ({"weight": np.zeros(20)}, "Every weight must be a positive number"),
        ({"shown": np.ones(4, dtype=bool)}, r"shown has the shape \(4,\), but must be \(5,\)"),
    ],
)
def test_what_does_not_belong_is_refused(options: dict[str, np.ndarray], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        analyse(made(people=20, statements=5).votes, seed=1, **options)


def top(found: Opinion, most: int = 10) -> set[int]:
    return set(found.by_group.informed.order[:most].tolist())


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_what_polis_showed_as_shared_is_found_in_real_conversations(name: str) -> None:
    """Groups depend on history that the votes do not tell; what groups share hardly does: most of the first ten."""
    import csv

    from stadtgespraech.engines.opinion import Sharded, add_up, informed_consensus

    votes = real(name)
    with real_file(name).open(encoding="utf-8") as rows:
        label = [row["group-id"] for row in csv.DictReader(rows)]
    polis = np.array([int(one) if one else -1 for one in label])
    counts = add_up(Sharded.of(votes), stratum=polis, strata=int(polis.max()) + 1).plain()
    shown = set(informed_consensus(counts.agree, counts.seen).order[:10].tolist())
    assert len(shown & top(analyse(votes, seed=1, runs=0))) >= 7
