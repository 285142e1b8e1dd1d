"""Public randomness: whole numbers from published sources, the same in every language and for ever.

SHA-256 in counter mode with a domain label, and rejection instead of remainders. Never a language's own generator.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping, Sequence

LABEL = b"stadtgespraech-draw-v1"
LEAST_BITS = 64
LOTTO = re.compile(r"\d{1,2}([-., ]\d{1,2}){5}")
NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")


class TooLittleRandomness(ValueError):
    """The published sources could be guessed, or cannot be read."""


def bits_of(name: str, value: str) -> float:
    """How much chance a published source holds.

    ``drand…`` is a round's randomness (64 hexadecimal digits, 256 bits), ``lotto…`` six of 49 numbers (23.7 bits),
    anything else the digits of fair ten-sided dice or an urn (3.32 bits each).

    Raises:
        TooLittleRandomness: the value does not look like its source.
    """
    if not NAME.fullmatch(name):
        raise TooLittleRandomness(f"{name!r} cannot be a source's name; use small letters, digits and hyphens.")
    if name.startswith("drand"):
        if not re.fullmatch(r"[0-9a-f]{64}", value):
            raise TooLittleRandomness(f"The randomness of {name} must be 64 hexadecimal digits in small letters.")
        return 256.0
    if name.startswith("lotto"):
        numbers = [int(number) for number in re.split(r"[-., ]", value)] if LOTTO.fullmatch(value) else []
        if len(set(numbers)) != 6 or not all(1 <= number <= 49 for number in numbers):
            raise TooLittleRandomness(f"{name} must be six different numbers from 1 to 49, such as 3-17-22-31-40-48.")
        return math.log2(math.comb(49, 6))
    if not re.fullmatch(r"[0-9]+", value):
        raise TooLittleRandomness(f"{name} must be digits only, as the dice showed them.")
    return len(value) * math.log2(10)


def seed_from(sources: Mapping[str, str], *, commitment: str) -> bytes:
    """Seed of 32 bytes from a commitment (64 hexadecimal digits) and published sources.

    ``SHA-256(label · 0 · "seed" · 0 · commitment · for each source by name: name · "=" · value, with lengths)``: one
    honest source is enough.

    Raises:
        TooLittleRandomness: fewer than 64 bits together.
    """
    bits = sum(bits_of(name, value) for name, value in sources.items())
    if bits < LEAST_BITS:
        raise TooLittleRandomness(
            f"The sources hold {bits:.0f} bits of chance; at least {LEAST_BITS} are needed, e.g. 20 ten-sided dice."
        )
    parts = [LABEL, b"seed", bytes.fromhex(commitment)]
    parts += [f"{name}={sources[name]}".encode() for name in sorted(sources)]
    return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest()


class Stream:
    """Uniform whole numbers from a seed; each ``domain`` is a stream of its own.

    Block n is ``SHA-256(seed · domain · 0 · n as 8 bytes)``; numbers are made from 8 bytes at a time, in order.
    """

    def __init__(self, seed: bytes, domain: str) -> None:
        self._prefix = seed + domain.encode() + b"\0"
        self._block, self._rest = 0, b""

    def _word(self) -> int:
        if not self._rest:
            self._rest = hashlib.sha256(self._prefix + self._block.to_bytes(8, "big")).digest()
            self._block += 1
        word, self._rest = self._rest[:8], self._rest[8:]
        return int.from_bytes(word, "big")

    def below(self, limit: int) -> int:
        """A uniform number from 0 to ``limit - 1`` (limit at most 2**63); words that would favour some are skipped."""
        if not 1 <= limit <= 2**63:
            raise ValueError(f"No number below {limit}.")
        most = 2**64 - 2**64 % limit
        while True:
            word = self._word()
            if word < most:
                return word % limit

    def first(self, count: int, wanted: int) -> list[int]:
        """The first ``wanted`` of a uniform order of 0 … ``count - 1`` (Fisher–Yates from the front)."""
        if wanted > count:
            raise ValueError(f"{wanted} of {count} cannot be drawn.")
        moved: dict[int, int] = {}
        result = []
        for index in range(wanted):
            other = index + (self.below(count - index) if count - index > 1 else 0)
            result.append(moved.get(other, other))
            moved[other] = moved.get(index, index)
        return result

    def permutation(self, count: int) -> list[int]:
        """A uniform order of 0 … ``count - 1``."""
        return self.first(count, count)


def permuted(items: Sequence[str], *, key: str) -> list[str]:
    """An order that follows from the items alone: sorted, then shuffled by their own hash and ``key``.

    Nobody chooses it, and nobody can know which number will be drawn.
    """
    ordered = sorted(items)
    digest = hashlib.sha256(b"\n".join([LABEL, b"order", key.encode(), *(item.encode() for item in ordered)])).digest()
    return [ordered[index] for index in Stream(digest, "order").permutation(len(ordered))]
