"""The sparse axes are those of the dense matrix."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from stadtgespraech.engines.opinion import Sharded, Votes
from stadtgespraech.engines.opinion.analysis import map_of
from stadtgespraech.engines.opinion.components import leading_axes
from tests.engines.opinion.conversations import NAMES, made, real, table_of


def dense(votes: Votes, shown: NDArray[np.bool_] | None = None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Loadings and places by the textbook: fill with means, centre, decompose."""
    table = table_of(votes)
    if shown is not None:
        table = table[:, shown]
    filled = np.where(np.isnan(table), np.nanmean(table, axis=0), table)
    centred = filled - filled.mean(axis=0)
    _left, _strength, right = np.linalg.svd(centred, full_matrices=False)
    axes = right[:2].T
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])
    cast = np.maximum((~np.isnan(table)).sum(axis=1), 1)
    return axes, centred @ axes * np.sqrt(table.shape[1] / cast)[:, None]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_real_conversations_have_the_axes_of_their_dense_matrix(name: str) -> None:
    votes = real(name)
    axes, places = dense(votes)
    found = map_of(Sharded.of(votes), shown=None)
    assert np.abs(found.axes.loadings - axes).max() < 1e-9
    assert np.abs(found.places - places).max() < 1e-8


def test_what_is_moderated_out_has_no_part_in_the_map() -> None:
    votes = made(people=80, statements=20).votes
    shown = np.arange(20) % 3 != 0
    axes, places = dense(votes, shown)
    found = map_of(Sharded.of(votes), shown=shown)
    assert np.abs(found.axes.loadings[shown] - axes).max() < 1e-9
    assert found.axes.loadings[~shown].tolist() == [[0, 0]] * 7
    assert np.abs(found.places - places).max() < 1e-9


def test_blocks_change_nothing() -> None:
    votes = made(people=120, statements=25).votes
    whole, cut = map_of(Sharded.of(votes), shown=None), map_of(Sharded.of(votes, block=100), shown=None)
    assert np.abs(whole.places - cut.places).max() < 1e-10
    assert np.abs(whole.explained - cut.explained).max() < 1e-12


def test_a_matrix_whose_values_lie_close_together_needs_restarts() -> None:
    """Eigenvalues 1, 1 − 1e-3, and 298 more just below."""
    random = np.random.default_rng(3)
    basis = np.linalg.qr(random.standard_normal((300, 300)))[0]
    values = np.concatenate(([1.0, 0.999], np.linspace(0.998, 0.5, 298)))
    matrix = basis * values @ basis.T
    found = leading_axes(lambda block: matrix @ block, statements=300)
    assert np.abs(found.strength - [1.0, 0.999]).max() < 1e-12
    assert np.abs(np.abs((found.loadings * basis[:, :2]).sum(axis=0)) - 1).max() < 1e-12


@pytest.mark.parametrize(("people", "statements"), [(1, 1), (3, 1), (2, 2), (1, 6), (6, 2)])
def test_tiny_conversations_have_a_map(people: int, statements: int) -> None:
    votes = made(people=people, statements=statements, share=1).votes
    found = map_of(Sharded.of(votes), shown=None)
    assert (found.places.shape, np.isfinite(found.places).all()) == ((people, 2), True)
    assert found.axes.residual <= 1e-12


def test_a_conversation_of_one_mind_has_no_directions() -> None:
    votes = Votes.from_rows(
        participant=np.repeat(range(9), 4), statement=list(range(4)) * 9, value=[1] * 36, participants=9, statements=4
    )
    found = map_of(Sharded.of(votes), shown=None)
    assert (found.places == 0).all()
    assert found.explained.tolist() == [0, 0]
