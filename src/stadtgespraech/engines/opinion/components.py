"""Exact leading principal axes of votes with gaps, without a dense matrix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from stadtgespraech.engines.opinion.shards import Sharded, Task, in_turn, residuals
from stadtgespraech.engines.opinion.votes import Votes

FloatArray = NDArray[np.float64]
WIDTH = 4  # vectors that are multiplied at once; two more than wanted bridge a narrow gap in the spectrum
SMALL = 64  # so many statements are multiplied all at once: one product, and the basis is complete
LONGEST = 96  # basis vectors before a restart
RESTARTS = 20
KEPT = 8_000_000  # votes up to which the residuals stay in memory (12 bytes each)


@dataclass(frozen=True)
class Axes:
    """Leading eigenvectors.

    Attributes:
        loadings: (statements, axes) orthonormal columns; each one's largest loading in absolute value is positive.
        strength: (axes,) eigenvalues, descending: the sum of squared positions before they are scaled.
        residual: largest error ‖G·axis − strength·axis‖, relative to the first strength.
    """

    loadings: FloatArray
    strength: FloatArray
    residual: float


def leading_axes(
    multiply: Callable[[FloatArray], FloatArray],
    *,
    statements: int,
    axes: int = 2,
    start: FloatArray | None = None,
    shown: NDArray[np.bool_] | None = None,
    tolerance: float = 1e-12,
) -> Axes:
    """Leading eigenvectors of a symmetric positive semidefinite matrix G of which only products are known.

    Block Lanczos with full reorthogonalisation and Rayleigh-Ritz; restarts from the best vectors when the basis
    becomes long. It stops when the residual is below ``tolerance`` or when the basis spans the whole space.

    Args:
        multiply: (statements, k) → G times it.
        statements: order of G.
        axes: how many.
        shown: (statements,) False where G is zero because a statement is moderated out; None: nowhere.
        start: (statements, any) vectors to begin with, e.g. the axes before one more vote came in.
        tolerance: of the residual, relative to the largest eigenvalue.
    Source:
        Golub & Underwood (1977), The Block Lanczos Method for Computing Eigenvalues.
    """
    wanted = min(axes, statements)
    # A fixed start: the result depends on the votes alone.
    width = statements if statements <= SMALL else WIDTH
    block = np.random.default_rng(1).standard_normal((statements, width))
    if start is not None and statements > SMALL:
        block[:, : start.shape[1]] = start
    if shown is not None:
        block[~shown] = 0.0
    vectors, values, residual = block[:, :wanted], np.zeros(wanted), np.inf
    for _restart in range(RESTARTS):
        vectors, values, residual = _one_round(multiply, block, wanted, tolerance)
        if residual <= tolerance:
            break
        block = vectors
    vectors = vectors[:, :wanted].copy()
    values = values[:wanted]
    if shown is not None:
        # Reflections leave rounding errors where nothing can be.
        vectors[~shown] = 0.0
    if vectors.shape[1] < axes:
        vectors = np.pad(vectors, ((0, 0), (0, axes - vectors.shape[1])))
        values = np.pad(values, (0, axes - len(values)))
    return Axes(_signed(vectors), np.maximum(values, 0.0), float(residual))


def _one_round(
    multiply: Callable[[FloatArray], FloatArray], block: FloatArray, wanted: int, tolerance: float
) -> tuple[FloatArray, FloatArray, float]:
    """Grow a basis until it holds the wanted vectors or is full."""
    size = len(block)
    basis = np.empty((size, 0))
    images = np.empty((size, 0))
    block = _orthonormal(block, basis)
    while True:
        image = multiply(block)
        basis, images = np.hstack((basis, block)), np.hstack((images, image))
        small = basis.T @ images
        values, turn = np.linalg.eigh((small + small.T) / 2)
        turn = turn[:, ::-1][:, :WIDTH]
        values = values[::-1][:WIDTH]
        vectors = basis @ turn
        errors = np.linalg.norm(images @ turn - vectors * values, axis=0)[:wanted]
        residual = float(errors.max() / values[0]) if values[0] > 0 else 0.0
        if residual <= tolerance or basis.shape[1] >= min(size, LONGEST):
            break
        block = _orthonormal(image, basis)
        if block.shape[1] == 0:
            break
    return vectors, values, 0.0 if basis.shape[1] >= size or block.shape[1] == 0 else residual


def _orthonormal(block: FloatArray, basis: FloatArray) -> FloatArray:
    """The part of the block that is new to the basis, orthonormal; directions that are not new are left out."""
    before = np.linalg.norm(block, axis=0)
    for _twice in range(2):
        block = block - basis @ (basis.T @ block)
    new = block[:, np.linalg.norm(block, axis=0) > 1e-13 * np.where(before > 0, before, 1.0)]
    if new.shape[1] == 0:
        return new
    left, strength, _right = np.linalg.svd(new / np.linalg.norm(new, axis=0), full_matrices=False)
    left = left[:, strength > 1e-10][:, : len(block) - basis.shape[1]]
    # Dividing by small strengths lets the basis leak back in.
    left = left - basis @ (basis.T @ left)
    return np.linalg.qr(left)[0]


def _signed(vectors: FloatArray) -> FloatArray:
    """The largest loading is positive; of equally large ones, the first."""
    size = np.abs(vectors)
    largest = np.argmax(size >= size.max(axis=0) * (1 - 1e-9), axis=0)
    signs = np.sign(vectors[largest, np.arange(vectors.shape[1])])
    return vectors * np.where(signs == 0, 1.0, signs)


def vote_sums(votes: Sharded, *, times: NDArray[np.integer] | None = None) -> FloatArray:
    """Sum of the votes, of their number, and of their squares: (3, statements).

    Args:
        times: (participants,) how often each participant counts; None: once.
    """
    parts = votes.each(_vote_sums, rows=(times,))
    total: FloatArray = sum(parts, start=np.zeros((3, votes.statements)))
    return total


def _vote_sums(task: Task) -> FloatArray:
    votes, (times,) = task.shard.votes, task.arguments
    key = (votes.value.astype(np.int32) + 1) * votes.statements + votes.statement
    each = None if times is None else np.repeat(times, votes.per_participant)
    table = np.bincount(key, weights=each, minlength=3 * votes.statements)
    disagree, passed, agree = table.reshape(3, -1)
    return np.array([agree - disagree, agree + passed + disagree, agree + disagree], dtype=np.float64)


@dataclass(frozen=True)
class Residuals:
    """Votes minus the means of their statements, and what the map needs to know about them.

    Attributes:
        mean: (statements,).
        variance: sum of the squared residuals of all shown statements.
        shown: (statements,) False for statements that are moderated out; None: all are shown.
        times: (participants,) how often each participant counts; None: once.
        tables: the residuals of each shard, kept if they are few; otherwise they are made anew for every product.
    """

    votes: Sharded
    mean: FloatArray
    variance: float
    shown: NDArray[np.bool_] | None
    times: NDArray[np.integer] | None = None
    tables: tuple[sparse.csr_array, ...] | None = None

    @classmethod
    def of(
        cls, votes: Sharded, *, shown: NDArray[np.bool_] | None = None, times: NDArray[np.integer] | None = None
    ) -> Residuals:
        total, voters, squares = vote_sums(votes, times=times)
        mean = np.divide(total, voters, out=np.zeros(votes.statements), where=voters > 0)
        around = squares - mean * total
        variance = float(around.sum() if shown is None else around[shown].sum())
        few = votes.run is in_turn and sum(len(shard.votes.value) for shard in votes.shards) <= KEPT
        tables = tuple(residuals(shard.votes, mean, shown) for shard in votes.shards) if few else None
        return cls(votes, mean, variance, shown, times, tables)

    def gram_times(self, block: FloatArray) -> FloatArray:
        """RᵀR times a (statements, k) block, R being the residuals with each participant as often as they count."""
        if self.tables is not None:
            parts = [
                _gram_times(table, times, block)
                for table, times in zip(self.tables, self.votes.rows_of(self.times), strict=True)
            ]
        else:
            parts = self.votes.each(_gram_task, rows=(self.times,), shared=(self.mean, self.shown, block))
        total: FloatArray = sum(parts, start=np.zeros_like(block))
        return total

    def positions(self, loadings: FloatArray) -> tuple[FloatArray, NDArray[np.int64]]:
        """Where each participant stands on the map, and on how many shown statements they voted.

        A participant's residuals along the axes, times √(shown statements / votes of the participant), so that
        somebody who voted on few statements does not sit in the middle for that reason alone.

        Returns:
            (participants, axes) and (participants,).
        Source:
            Small, Bjorkegren, Erkkilä, Shaw & Megill (2021), Polis: Scaling deliberation by mapping high
            dimensional opinion spaces.
        """
        shown = self.shown
        if self.tables is not None:
            parts = [
                (table @ loadings, _cast(shard.votes, shown))
                for table, shard in zip(self.tables, self.votes.shards, strict=True)
            ]
        else:
            parts = self.votes.each(_place_task, shared=(self.mean, shown, loadings))
        if not parts:
            return np.zeros((0, loadings.shape[1])), np.zeros(0, dtype=np.int64)
        places, cast = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
        there = self.votes.statements if shown is None else int(shown.sum())
        places *= np.sqrt(there / np.maximum(cast, 1))[:, None]
        return places, cast


def _gram_times(table: sparse.csr_array, times: NDArray[np.integer] | None, block: FloatArray) -> FloatArray:
    image = table @ block
    if times is not None:
        image *= times[:, None]
    product: FloatArray = table.T @ image
    return product


def _gram_task(task: Task) -> FloatArray:
    times, mean, shown, block = task.arguments
    return _gram_times(residuals(task.shard.votes, mean, shown), times, block)


def _place_task(task: Task) -> tuple[FloatArray, NDArray[np.int64]]:
    mean, shown, loadings = task.arguments
    return residuals(task.shard.votes, mean, shown) @ loadings, _cast(task.shard.votes, shown)


def _cast(votes: Votes, shown: NDArray[np.bool_] | None) -> NDArray[np.int64]:
    """(participants,) votes of each on shown statements."""
    if shown is None:
        return votes.per_participant
    before = np.concatenate(([0], np.cumsum(shown.take(votes.statement))))
    cast: NDArray[np.int64] = before[votes.starts[1:]] - before[votes.starts[:-1]]
    return cast
