"""Small indicators and panels for tests, and what Hypothesis draws them from."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np
from hypothesis import strategies as st

from stadtgespraech.engines.scoring import (
    Corridor,
    Direction,
    FieldWeight,
    Hierarchy,
    Hold,
    Indicator,
    Membership,
    Panel,
    PathShape,
    Point,
    Reach,
)

END_2015, END_2020, END_2030 = date(2015, 12, 31), date(2020, 12, 31), date(2030, 12, 31)
NAN = math.nan


def reach(value: float, *, base: float = 0.0, up: bool = True, **facts: Any) -> Indicator:
    """From a value at the end of 2020 to one at the end of 2030."""
    return Indicator(
        name="Kennzahl",
        direction=Direction.UP if up else Direction.DOWN,
        baseline=Point(END_2020, base),
        target=Reach(value=value, due=END_2030, **{k: facts.pop(k) for k in ("shape", "milestones") if k in facts}),
        **facts,
    )


def plain(**facts: Any) -> Indicator:
    return Indicator(**{"name": "Kennzahl", "direction": Direction.UP, **facts})


def yearly(*values: float, first: int = 2020) -> Panel:
    """One indicator's yearly values."""
    return Panel.of([list(values)], first_year=first)


def one_field(count: int, *, weights: list[float] | None = None) -> Hierarchy:
    """So many indicators in one field of one goal."""
    weight = weights or [1.0] * count
    return Hierarchy(
        memberships=tuple(Membership(indicator=child, field=0, weight=weight[child]) for child in range(count)),
        field_goal=(0,),
    )


numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))
scores = st.one_of(st.just(0.0), st.just(1.0), st.floats(0, 1), st.just(1 / 3), st.just(2 / 3))
weights = st.floats(0.01, 100)
powers = st.sampled_from([1.0, 0.0, -1.0, -math.inf, 0.5, -3.0])


@st.composite
def indicators(draw: st.DrawFn) -> Indicator:
    """Any indicator with a target or without, contradictory ones too."""
    kind = draw(st.sampled_from(["reach", "hold", "corridor", "none"]))
    low, high = sorted(draw(st.lists(numbers, min_size=2, max_size=2, unique=True)))
    target: Reach | Hold | Corridor | None = None
    if kind == "reach":
        shape = draw(st.sampled_from(list(PathShape)))
        milestones = ()
        if shape in (PathShape.STEPS, PathShape.POINTS):
            days = draw(st.lists(st.dates(date(2021, 1, 1), date(2030, 1, 1)), unique=True, max_size=3))
            milestones = tuple(Point(day, draw(numbers)) for day in sorted(days))
        target = Reach(value=draw(numbers), due=END_2030, shape=shape, milestones=milestones)
    elif kind == "hold":
        tolerance = draw(st.none() | st.floats(0.1, 100))
        target = Hold(limit=low, is_floor=draw(st.booleans()), tolerance=tolerance, due=END_2030)
    elif kind == "corridor":
        target = Corridor(lower=low, upper=high, due=END_2030)
    return Indicator(
        name="Kennzahl",
        direction=draw(st.sampled_from(list(Direction))),
        target=target,
        baseline=draw(st.none() | numbers.map(lambda value: Point(END_2020, value))),
        goalposts=draw(st.none() | st.just((low, high)) | st.just((high, low))),
        unit=draw(st.sampled_from(["", "%"])),
        breaks=draw(st.sampled_from([(), (date(2022, 6, 30),)])),
        interval=draw(st.sampled_from([1.0, 3.0])),
    )


@st.composite
def series(draw: st.DrawFn, least: int = 0) -> list[float]:
    """Yearly values with gaps."""
    return draw(st.lists(st.one_of(numbers, st.just(NAN), st.just(0.0)), min_size=max(least, 1), max_size=9))


@st.composite
def hierarchies(draw: st.DrawFn, count: int, fields: int = 4, goals: int = 2) -> Hierarchy:
    """Indicators in one or several fields; some fields stay empty."""
    members = []
    for child in range(count):
        places = draw(st.lists(st.integers(0, fields - 1), unique=True, max_size=3))
        lead = draw(st.integers(-1, len(places) - 1))
        members += [
            Membership(indicator=child, field=field, weight=draw(weights), is_lead=place == lead)
            for place, field in enumerate(places)
        ]
    field_goal = tuple(draw(st.integers(0, goals - 1)) for _field in range(fields))
    field_weights = tuple(FieldWeight(field=field, weight=draw(weights)) for field in range(fields))
    return Hierarchy(memberships=tuple(members), field_goal=field_goal, field_weights=field_weights)


def matrix(*rows: list[float]) -> Panel:
    width = max(map(len, rows))
    return Panel.of(np.array([row + [NAN] * (width - len(row)) for row in rows]), first_year=2020)
