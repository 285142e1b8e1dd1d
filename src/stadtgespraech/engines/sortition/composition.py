"""Quotas from the shares of the population, and who is missing in a workshop."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from stadtgespraech.engines.sortition.pool import PoolError, Quota


def propose_quotas(*, shares: Mapping[str, Mapping[str, Fraction]], size: int, slack: int = 0) -> list[Quota]:
    """Quotas around the share of each value in the population: from rounded down to rounded up, and ``slack`` wider.

    Shares of a feature are numbers of people or parts; only their proportion counts.

    Raises:
        PoolError: no seats, or a feature without people.
    """
    if size < 1 or slack < 0:
        raise PoolError("A panel needs at least one seat, and slack must not be negative.")
    quotas = []
    for feature, values in shares.items():
        total = sum(values.values())
        if total <= 0 or min(values.values()) < 0:
            raise PoolError(f"The shares of {feature!r} must be positive.")
        for value, share in values.items():
            exact = share * size / total
            low, high = math.floor(exact), math.ceil(exact)
            quotas.append(Quota(feature, value, max(0, low - slack), min(size, high + slack)))
    return quotas


@dataclass(frozen=True)
class Finding:
    """One target and how far it is met.

    Attributes:
        present: people there; ``missing`` below the minimum; ``surplus`` above the maximum.
    """

    feature: str
    value: str
    minimum: int
    maximum: int
    present: int

    @property
    def missing(self) -> int:
        return max(0, self.minimum - self.present)

    @property
    def surplus(self) -> int:
        return max(0, self.present - self.maximum)


def check_composition(
    *, targets: Sequence[Quota], people: Sequence[Sequence[str]], least: int, most: int
) -> list[Finding]:
    """Compare who is there with who should be; the first finding is about all people together.

    Args:
        targets: for each value a minimum and a maximum of people.
        people: for each person one value per feature, in order of the features in ``targets``; a value without a
            target counts nowhere.
        least, most: people in the room.
    """
    features = list(dict.fromkeys(target.feature for target in targets))
    findings = [Finding("people", "all", least, most, len(people))]
    for target in targets:
        column = features.index(target.feature)
        present = sum(row[column] == target.value for row in people)
        findings.append(Finding(target.feature, target.value, target.minimum, target.maximum, present))
    return findings
