"""Which indicator counts in which field and with which weight, which field in which goal, and from when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np

from stadtgespraech.engines.scoring.panel import BoolArray, FloatArray, IntArray

ALWAYS = date.min


@dataclass(frozen=True, kw_only=True)
class Membership:
    """An indicator counts in a field from a day on; a later one for the same pair replaces it, a weight of 0 ends it.

    Attributes:
        is_lead: whether this is the field that the indicator counts in at the level of goals; without a lead in a goal
            it counts in the first of its fields there.
    """

    indicator: int
    field: int
    weight: float = 1.0
    valid_from: date = ALWAYS
    is_lead: bool = False


@dataclass(frozen=True, kw_only=True)
class FieldWeight:
    """A field's weight within its goal from a day on. Without one it weighs 1."""

    field: int
    weight: float
    valid_from: date = ALWAYS


Dated = TypeVar("Dated", Membership, FieldWeight)


@dataclass(frozen=True)
class Weights:
    """The weights of one day, in flat arrays sorted by field.

    Attributes:
        indicator, field: (members,) indices; weight: (members,) above zero.
        counts_in_goal: (members,) False where the indicator is counted in another field of the same goal.
        field_goal: (fields,) goal of each field; field_weight: (fields,).
        goals: how many goals there are.
    """

    indicator: IntArray
    field: IntArray
    weight: FloatArray
    counts_in_goal: BoolArray
    field_goal: IntArray
    field_weight: FloatArray
    goals: int

    @property
    def fields(self) -> int:
        return len(self.field_goal)


@dataclass(frozen=True, kw_only=True)
class Hierarchy:
    """Indicators in fields in goals, with weights over time.

    Attributes:
        field_goal: the goal of each field, 0-based.
    """

    memberships: tuple[Membership, ...]
    field_goal: tuple[int, ...]
    field_weights: tuple[FieldWeight, ...] = ()

    def __post_init__(self) -> None:
        entries: list[Membership | FieldWeight] = [*self.memberships, *self.field_weights]
        weights = [one.weight for one in entries]
        if not all(0 <= weight < np.inf for weight in weights):
            raise ValueError("Weights must be finite and not below zero.")
        fields = [one.field for one in entries]
        if any(not 0 <= field < len(self.field_goal) for field in fields) or min(self.field_goal, default=0) < 0:
            raise ValueError("A membership or a weight names a field that does not exist.")
        _no_repetition([(one.indicator, one.field, one.valid_from) for one in self.memberships])
        _no_repetition([(one.field, one.valid_from) for one in self.field_weights])

    def on(self, day: date) -> Weights:
        """The weights that are valid on a day.

        Raises:
            ValueError: an indicator has two leads on that day.
        """
        valid = {(one.indicator, one.field): one for one in _until(self.memberships, day)}
        members = sorted((one for one in valid.values() if one.weight > 0), key=lambda one: (one.field, one.indicator))
        leads = Counter(one.indicator for one in members if one.is_lead)
        if leads and leads.most_common(1)[0][1] > 1:
            raise ValueError(f"Indicator {leads.most_common(1)[0][0]} has more than one lead field on {day}.")
        counted: dict[tuple[int, int], Membership] = {}
        for one in members:
            place = (self.field_goal[one.field], one.indicator)
            if place not in counted or one.is_lead:
                counted[place] = one
        field_weight = np.ones(len(self.field_goal))
        for weight in _until(self.field_weights, day):
            field_weight[weight.field] = weight.weight
        return Weights(
            indicator=np.array([one.indicator for one in members], dtype=np.int64),
            field=np.array([one.field for one in members], dtype=np.int64),
            weight=np.array([one.weight for one in members], dtype=float),
            counts_in_goal=np.array(
                [counted[self.field_goal[one.field], one.indicator] is one for one in members], dtype=bool
            ),
            field_goal=np.array(self.field_goal, dtype=np.int64),
            field_weight=field_weight,
            goals=max(self.field_goal, default=-1) + 1,
        )


def _until(entries: Sequence[Dated], day: date) -> list[Dated]:
    """What has begun by then, oldest first, so that the latest wins."""
    return sorted((one for one in entries if one.valid_from <= day), key=lambda one: one.valid_from)


def _no_repetition(keys: list[tuple[object, ...]]) -> None:
    repeated = [key for key, times in Counter(keys).items() if times > 1]
    if repeated:
        raise ValueError(f"Two weights begin on the same day for the same place: {repeated[0]}.")
