"""Public randomness: fixed for ever, uniform, and never too little."""

from __future__ import annotations

import hashlib
import math

import pytest

from stadtgespraech.engines.sortition import (
    Stream,
    TooLittleRandomness,
    allocate_letters,
    bits_of,
    permuted,
    seed_from,
)
from stadtgespraech.engines.sortition.pool import PoolError

COMMITMENT = "00" * 32


def test_numbers_are_those_of_the_description() -> None:
    """Worked by hand from the text in randomness.py: blocks of 32 bytes, words of 8, rejection above the last multiple."""
    seed = bytes(range(32))
    block = hashlib.sha256(seed + b"panel\0" + (0).to_bytes(8, "big")).digest()
    words = [int.from_bytes(block[start : start + 8], "big") for start in (0, 8, 16, 24)]
    stream = Stream(seed, "panel")
    assert [stream.below(1000) for _ in range(4)] == [word % 1000 for word in words]
    assert Stream(seed, "panel").below(1000) == 402
    assert Stream(seed, "alternates").permutation(6) == [1, 3, 5, 4, 2, 0]


def test_a_word_that_would_favour_small_numbers_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Stream(b"", "d")
    words = iter([2**64 - 1, 5])
    monkeypatch.setattr(stream, "_word", lambda: next(words))
    assert stream.below(3) == 2


def test_ten_thousand_draws_are_uniform_in_every_stratum() -> None:
    """Chi-square of who is drawn first, for strata of several sizes; 5 sigma."""
    for number, size in enumerate((2, 7, 40)):
        counts = [0] * size
        for draw in range(10_000):
            counts[Stream(draw.to_bytes(32, "big"), f"letters-{number}").first(size, 1)[0]] += 1
        expected = 10_000 / size
        chi_square = sum((own - expected) ** 2 / expected for own in counts)
        assert abs(chi_square - (size - 1)) < 5 * math.sqrt(2 * (size - 1))


@pytest.mark.parametrize(
    ("name", "value", "bits"),
    [("dice", "73914402557381902645", 66.4), ("lotto", "3-17-22-31-40-48", 23.7), ("drand-1", "ab" * 32, 256.0)],
)
def test_bits_of_a_source(name: str, value: str, bits: float) -> None:
    assert bits_of(name, value) == pytest.approx(bits, abs=0.05)


@pytest.mark.parametrize(
    "sources",
    [
        {},
        {"dice": "1234567890123456789"},
        {"dice": "einszweidrei"},
        {"dice": "٣" * 30},
        {"lotto": "3-17-22-31-40-40", "dice": "7" * 30},
        {"drand": "AB" * 32},
        {"Dice": "7" * 30},
    ],
)
def test_too_little_or_unreadable_randomness_is_refused(sources: dict[str, str]) -> None:
    with pytest.raises(TooLittleRandomness):
        seed_from(sources, commitment=COMMITMENT)


def test_a_seed_depends_on_every_source_and_on_the_commitment() -> None:
    sources = {"dice": "73914402557381902645", "lotto": "3-17-22-31-40-48"}
    seeds = {
        seed_from(sources, commitment=COMMITMENT),
        seed_from(sources, commitment="11" * 32),
        seed_from({**sources, "dice": "73914402557381902646"}, commitment=COMMITMENT),
        seed_from({**sources, "lotto": "3-17-22-31-40-49"}, commitment=COMMITMENT),
    }
    assert len(seeds) == 4
    assert seed_from(dict(reversed(sources.items())), commitment=COMMITMENT) in seeds


def test_an_order_follows_from_the_items_alone() -> None:
    items = [f"panel {number}" for number in range(50)]
    assert permuted(items, key="k") == permuted(items[::-1], key="k")
    assert sorted(permuted(items, key="k")) == sorted(items)
    assert permuted(items, key="k") != permuted(items, key="other")


def test_letters_are_proportional_and_a_full_stratum_passes_on() -> None:
    from fractions import Fraction

    assert allocate_letters(people=[500, 300, 200], letters=10) == [5, 3, 2]
    assert allocate_letters(people=[1, 1, 1], letters=2) == [1, 1, 0]
    assert allocate_letters(people=[100, 100], letters=30, factors=[Fraction(2), Fraction(1)]) == [20, 10]
    assert allocate_letters(people=[5, 100], letters=30, factors=[Fraction(9), Fraction(1)]) == [5, 25]
    assert allocate_letters(people=[5, 100], letters=0) == [0, 0]
    with pytest.raises(PoolError):
        allocate_letters(people=[5, 100], letters=101, factors=[Fraction(0), Fraction(1)])
