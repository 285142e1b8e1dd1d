"""Groups, and whether they would be found again."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score, silhouette_score

from stadtgespraech.engines.opinion import adjusted_rand_index, analyse, find_groups
from stadtgespraech.engines.opinion.grouping import partitions, silhouettes
from tests.engines.opinion.conversations import made


def camps_on_a_map(sizes: list[int], *, seed: int = 0, spread: float = 0.3) -> np.ndarray:
    random = np.random.default_rng(seed)
    centres = np.array([[0, 0], [4, 0], [0, 5], [6, 6]])[: len(sizes)]
    return np.vstack(
        [centre + spread * random.standard_normal((size, 2)) for centre, size in zip(centres, sizes, strict=True)]
    )


def grouped(places: np.ndarray, **options: int) -> list[int]:
    return find_groups(places, eligible=np.ones(len(places), dtype=bool), seed=1, **options).sizes.tolist()


@pytest.mark.parametrize("sizes", [[40, 20], [50, 30, 10], [900, 500, 300, 100]])
def test_camps_that_lie_apart_are_found_and_numbered_by_size(sizes: list[int]) -> None:
    assert grouped(camps_on_a_map(sizes)) == sizes


def test_a_group_that_is_too_small_is_no_group() -> None:
    places = camps_on_a_map([40, 3])
    # The three are no group of their own; whichever partition is admissible, all groups are large enough.
    assert min(grouped(places)) >= 5
    assert grouped(places, smallest=3) == [40, 3]


def test_few_people_are_one_group() -> None:
    assert grouped(camps_on_a_map([4, 4])) == [8]
    assert find_groups(np.zeros((0, 2)), eligible=np.zeros(0, dtype=bool), seed=1).number == 0


def test_people_without_enough_votes_are_in_no_group() -> None:
    places = camps_on_a_map([20, 20])
    eligible = np.arange(40) % 4 != 0
    found = find_groups(places, eligible=eligible, seed=1)
    assert ((found.label < 0) == ~eligible).all()


@pytest.mark.slow
def test_k_means_finds_the_best_partition_of_small_sets() -> None:
    """Brute force: every way to part nine weighted points in two, and in three."""
    random = np.random.default_rng(5)
    points, weight = random.standard_normal((9, 2)), random.integers(1, 5, 9)

    def spread(label: tuple[int, ...], number: int) -> float:
        total = 0.0
        for group in range(number):
            own = np.array(label) == group
            if not own.any():
                return np.inf
            mean = np.average(points[own], axis=0, weights=weight[own])
            total += float((weight[own, None] * (points[own] - mean) ** 2).sum())
        return total

    found = partitions(points, weight, most=3, smallest=1, seed=1)
    for number in (2, 3):
        best = min(spread(label, number) for label in itertools.product(range(number), repeat=9))
        assert spread(tuple(found[number]), number) == pytest.approx(best, rel=1e-9)


def test_weighted_silhouettes_are_those_of_the_people() -> None:
    random = np.random.default_rng(2)
    points, weight, label = random.standard_normal((12, 2)), random.integers(1, 4, 12), np.arange(12) % 3
    people = np.repeat(np.arange(12), weight)
    expected = silhouette_score(points[people], label[people])
    assert silhouettes(points, weight, {3: label}) == [pytest.approx(expected, abs=1e-7)]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=2, max_size=30))
@settings(max_examples=100, deadline=None)
def test_the_rand_index_is_the_published_one(pairs: list[tuple[int, int]]) -> None:
    first, second = (np.array(column) for column in zip(*pairs, strict=True))
    assert adjusted_rand_index(first, second) == pytest.approx(adjusted_rand_score(first, second), abs=1e-12)


def test_clear_camps_are_stable_and_noise_is_not() -> None:
    clear = made(people=300, statements=40, camps=2)
    found = analyse(clear.votes, seed=1, runs=10)
    assert adjusted_rand_index(found.groups.label, clear.camp) > 0.8
    assert found.stability.is_stable
    noise = analyse(made(people=300, statements=40, camps=1).votes, seed=1, runs=10)
    assert not noise.stability.is_stable
    assert noise.main is noise.everybody
    assert len(noise.stability.runs) in (0, 10)
