"""How many letters each stratum of the register gets."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from stadtgespraech.engines.sortition.pool import PoolError


def allocate_letters(*, people: Sequence[int], letters: int, factors: Sequence[Fraction] | None = None) -> list[int]:
    """Whole numbers of letters in proportion to people times factor, by largest remainder (Hare–Niemeyer).

    A stratum never gets more letters than it has people; what it cannot take goes to the others. Equal remainders
    go to the earlier stratum. Exact fractions: no rounding decides.

    Args:
        people: people of each stratum.
        factors: boost of each stratum; 1 for proportional.
    Raises:
        PoolError: more letters than people in strata with a positive factor.
    """
    weights = [Fraction(own) * (factors[index] if factors else 1) for index, own in enumerate(people)]
    able = sum(own for own, weight in zip(people, weights, strict=True) if weight > 0)
    if letters > able:
        raise PoolError(f"{letters} letters, but only {able} people who may get one.")
    result = [0] * len(people)
    open_strata = [index for index, weight in enumerate(weights) if weight > 0]
    rest = letters
    # Strata that would get more than they have people are filled; the others share what is left.
    while open_strata:
        total = sum(weights[index] for index in open_strata)
        full = [index for index in open_strata if rest * weights[index] >= people[index] * total]
        if not full:
            break
        for index in full:
            result[index] = people[index]
            rest -= people[index]
        open_strata = [index for index in open_strata if index not in full]
    if open_strata:
        total = sum(weights[index] for index in open_strata)
        exact = {index: rest * weights[index] / total for index in open_strata}
        for index in open_strata:
            result[index] = int(exact[index])
        missing = rest - sum(result[index] for index in open_strata)
        order = sorted(open_strata, key=lambda index: (int(exact[index]) - exact[index], index))
        for index in order[:missing]:
            result[index] += 1
    return result
