"""One vote at a time gives what all votes at once give."""

from __future__ import annotations

import numpy as np
import pytest

from stadtgespraech.engines.opinion import LiveOpinion, Shared, analyse
from tests.engines.opinion.conversations import NAMES, made, real, rows_of


def equal(live: Shared, batch: Shared) -> None:
    for one, two in ((live.counts, batch.counts), (live.plain, batch.plain)):
        for part in ("agree", "passed", "disagree"):
            assert np.abs(getattr(one, part) - getattr(two, part)).max() < 1e-9
    for one_, two_ in ((live.consensus, batch.consensus), (live.unweighted, batch.unweighted)):
        for direction in ("agreement", "rejection"):
            own, other = getattr(one_, direction), getattr(two_, direction)
            assert np.allclose(own.bound, other.bound, rtol=0, atol=1e-9, equal_nan=True)
            assert np.allclose(own.per_stratum, other.per_stratum, rtol=0, atol=1e-9, equal_nan=True)


def compare(live: LiveOpinion, sector: list[int], weight: list[float], shown: np.ndarray) -> None:
    """Everything that is kept, against the batch on the votes that are there now."""
    batch = analyse(
        live.votes(), seed=5, sector=np.array(sector), sectors=2, weight=np.array(weight), shown=shown, runs=0
    )
    assert batch.sectors is not None
    equal(live.shared(), batch.sectors)
    found = live.refresh(seed=5)
    assert np.abs(found.map.axes.loadings - batch.map.axes.loadings).max() < 1e-9
    assert np.abs(found.map.places - batch.map.places).max() < 1e-8
    assert np.abs(found.map.explained - batch.map.explained).max() < 1e-9
    assert np.abs(found.map.mean - batch.map.mean).max() < 1e-12
    assert found.groups.label.tolist() == batch.groups.label.tolist()
    for statement in range(live.statements):
        verdict = live.verdict(statement)
        assert verdict.agreement == pytest.approx(
            batch.sectors.consensus.agreement.bound[statement], abs=1e-9, nan_ok=True
        )
        assert verdict.rejection == pytest.approx(
            batch.sectors.consensus.rejection.bound[statement], abs=1e-9, nan_ok=True
        )


def test_votes_changes_withdrawals_and_moderation_give_the_batch() -> None:
    random = np.random.default_rng(11)
    conversation = made(people=90, statements=24, seed=3)
    live = LiveOpinion(statements=24, sectors=2)
    sector, weight = random.integers(0, 2, 90).tolist(), random.uniform(0.3, 3, 90).tolist()
    for own, mass in zip(sector, weight, strict=True):
        live.join(sector=own, weight=mass)
    rows = np.stack(rows_of(conversation.votes), axis=1)
    random.shuffle(rows)
    shown = np.ones(24, dtype=bool)
    for number, (person, statement, value) in enumerate(rows.tolist()):
        live.vote(participant=person, statement=statement, value=value)
        if number % 7 == 0:
            other = rows[random.integers(0, number + 1)].tolist()
            live.vote(participant=other[0], statement=other[1], value=int(random.integers(-1, 2)))
        if number % 11 == 0:
            other = rows[random.integers(0, number + 1)].tolist()
            live.withdraw(participant=other[0], statement=other[1])
        if number % 97 == 0:
            moderated = int(random.integers(0, 24))
            shown[moderated] = not shown[moderated]
            live.moderate(statement=moderated, shown=bool(shown[moderated]))
        if number in (300, 700):
            compare(live, sector, weight, shown)
    compare(live, sector, weight, shown)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in NAMES if name != "klimarat-energie"])
def test_real_conversations_vote_by_vote(name: str) -> None:
    votes = real(name)
    live = LiveOpinion(statements=votes.statements, sectors=2)
    sector = [number % 2 for number in range(votes.participants)]
    for own in sector:
        live.join(sector=own)
    rows = np.stack(rows_of(votes), axis=1)
    np.random.default_rng(2).shuffle(rows)
    for person, statement, value in rows.tolist():
        live.vote(participant=person, statement=statement, value=value)
    assert live.votes().value.tolist() == votes.value.tolist()
    compare(live, sector, [1.0] * len(sector), np.ones(votes.statements, dtype=bool))


def test_a_withdrawn_vote_was_never_there() -> None:
    live = LiveOpinion(statements=3)
    people = [live.join() for _ in range(9)]
    for person in people:
        live.vote(participant=person, statement=0, value=1)
    before = live.verdict(0)
    live.vote(participant=0, statement=1, value=-1)
    live.withdraw(participant=0, statement=1)
    live.withdraw(participant=0, statement=1)
    assert live.verdict(0).agreement == before.agreement
    assert live.votes().value.tolist() == [1] * 9
    assert np.isnan(live.verdict(1).agreement)


def test_newcomers_have_a_place_at_once() -> None:
    """Also in a block of stored votes that has been read before."""
    live = LiveOpinion(statements=2)
    live.vote(participant=live.join(), statement=0, value=1)
    assert live.refresh(seed=1).map.places.shape == (1, 2)
    live.vote(participant=live.join(), statement=0, value=-1)
    live.join()
    assert live.refresh(seed=1).map.places.shape == (3, 2)


@pytest.mark.parametrize(
    ("participant", "statement", "value", "sentence"),
    [
        (5, 0, 1, "There is no participant 5."),
        (-1, 0, 1, "There is no participant -1."),
        (0, 2, 1, "There is no statement 2."),
        (0, 0, 2, "A vote is −1, 0 or"),
    ],
)
def test_what_is_not_there_is_refused(participant: int, statement: int, value: int, sentence: str) -> None:
    live = LiveOpinion(statements=2)
    live.join()
    with pytest.raises(ValueError, match=sentence):
        live.vote(participant=participant, statement=statement, value=value)
    with pytest.raises(ValueError, match="There is no sector 1"):
        live.join(sector=1)
