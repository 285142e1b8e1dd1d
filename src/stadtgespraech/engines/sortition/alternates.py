"""Who comes instead: for every single member of a drawn panel, fixed on the day of the draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stadtgespraech.engines.sortition.pool import ALONE, Pool, Quota
from stadtgespraech.engines.sortition.randomness import Stream


@dataclass(frozen=True)
class Alternate:
    """What happens if a member drops out.

    Attributes:
        instead: people in the order in which they are asked; each alone restores the quotas as well as shown.
        missing: for each of them, seats by which all quotas together are missed afterwards.
    """

    member: int
    instead: tuple[int, ...]
    missing: tuple[int, ...]


def choose_alternates(
    *, pool: Pool, quotas: Sequence[Quota], panel: Sequence[int], seed: bytes, per_member: int = 3
) -> list[Alternate]:
    """For each member, the people who restore the quotas best; the lot decides between equals.

    People are numbered by their place in the pool. Everybody outside of the panel gets a place in a random order
    (domain ``alternates``); for a member, candidates who share no household with a remaining member are ordered by
    the seats missed with them in the member's place, and then by that order. Members who are kept in have
    alternates too.
    """
    members = set(panel)
    order = Stream(seed, "alternates").permutation(pool.size)
    place = {person: position for position, person in enumerate(order)}
    candidates = [person for person in range(pool.size) if person not in members and not pool.kept_out[person]]
    index = {(quota.feature, quota.value): number for number, quota in enumerate(quotas)}
    columns = np.array(
        [
            [
                index[feature, pool.labels[number][value]]
                for number, (feature, value) in enumerate(zip(pool.features, row, strict=True))
            ]
            for row in pool.values
        ]
    )
    low = np.array([quota.minimum for quota in quotas])
    high = np.array([quota.maximum for quota in quotas])
    counts = np.bincount(columns[list(panel)].ravel(), minlength=len(quotas))
    result = []
    for member in panel:
        rest = counts - np.bincount(columns[member], minlength=len(quotas))
        homes = {int(pool.household[other]) for other in members - {member}} - {ALONE}
        ranked = sorted(
            (_missed(rest, columns[person], low, high), place[person], person)
            for person in candidates
            if int(pool.household[person]) not in homes
        )[:per_member]
        result.append(Alternate(member, tuple(own[2] for own in ranked), tuple(own[0] for own in ranked)))
    return result


def _missed(rest: np.ndarray, columns: np.ndarray, low: np.ndarray, high: np.ndarray) -> int:
    after = rest.copy()
    after[columns] += 1
    return int(np.maximum(low - after, 0).sum() + np.maximum(after - high, 0).sum())
