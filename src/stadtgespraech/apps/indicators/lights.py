"""How an indicator stands, from its values, its direction and its target path. Pure functions.

Kept simple on purpose: level against the path and direction between the last two values. Too little data is said,
never guessed over.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

Series = Sequence[tuple[int, Decimal]]
# A change below this share of the larger value is no change.
FLAT_BELOW = Decimal("0.01")

# code → (how it is drawn, what it says). Drawn are the five states of {% light %}.
CODES = {
    "no-values": ("none", _("noch keine Werte gemeldet")),
    "one-value": ("none", _("erst ein Wert gemeldet")),
    "direction-open": ("none", _("kein Urteil: Die Richtung ist offen")),
    "no-path": ("none", _("kein Zielpfad festgelegt")),
    "better": ("better", _("wird besser")),
    "flat": ("flat", _("tritt auf der Stelle")),
    "worse": ("behind", _("wird schlechter")),
    "on-track": ("on_track", _("auf dem Zielpfad")),
    "behind": ("behind", _("hinter dem Zielpfad")),
    "too-few": ("none", _("zu wenige Werte für ein Urteil")),
    "mostly-good": ("better", _("überwiegend auf gutem Weg")),
    "mixed": ("flat", _("teils, teils")),
    "mostly-behind": ("behind", _("überwiegend im Rückstand")),
}
GOOD, BAD = frozenset({"better", "on-track"}), frozenset({"behind", "worse"})


@dataclass(frozen=True)
class Light:
    """One verdict.

    Attributes:
        code: a key of ``CODES``, for machines.
    """

    code: str

    @property
    def state(self) -> str:
        """better, flat, behind, on_track or none."""
        return CODES[self.code][0]

    @property
    def text(self) -> Any:
        return CODES[self.code][1]


@dataclass(frozen=True)
class GroupLight(Light):
    """How several indicators stand together: those of a goal or a field.

    Attributes:
        reported: how many have a value.
        total: how many there are.
        is_example: whether a made-up value took part.
    """

    reported: int = 0
    total: int = 0
    is_example: bool = False


def path(values: Series, targets: Series) -> list[tuple[int, Decimal]]:
    """The target path: the targets, and before the first of them the first value as its start."""
    if targets and values and values[0][0] < targets[0][0]:
        return [values[0], *targets]
    return list(targets)


def path_at(points: Series, year: int) -> Decimal | None:
    """The path's value in a year, on straight lines between its points; None before it begins or without one."""
    if not points or year < points[0][0]:
        return None
    place = bisect_right([point_year for point_year, _value in points], year)
    if place == len(points):
        return points[-1][1]
    (year_before, before), (year_after, after) = points[place - 1], points[place]
    return before + (after - before) * (year - year_before) / (year_after - year_before)


def trend(values: Series, direction: str) -> Light:
    """Better, flat or worse between the last two values."""
    if len(values) < 2 or direction not in ("up", "down"):
        return _without_verdict(values, direction)
    earlier, latest = values[-2][1], values[-1][1]
    if abs(latest - earlier) <= FLAT_BELOW * max(abs(earlier), abs(latest)):
        return Light("flat")
    return Light("better" if (latest > earlier) == (direction == "up") else "worse")


def level(values: Series, targets: Series, direction: str) -> Light:
    """On the path or behind it, in the year of the last value."""
    if len(values) < 2 or direction not in ("up", "down"):
        return _without_verdict(values, direction)
    year, latest = values[-1]
    wanted = path_at(path(values, targets), year)
    if wanted is None:
        return Light("no-path")
    return Light("on-track" if (latest >= wanted if direction == "up" else latest <= wanted) else "behind")


def overall(values: Series, targets: Series, direction: str) -> Light:
    """The level where there is a path, else the direction."""
    found = level(values, targets, direction)
    return trend(values, direction) if found.code == "no-path" else found


def together(lights: Sequence[Light], *, reported: int, is_example: bool = False) -> GroupLight:
    """One light for a group. It takes a verdict on at least half of the indicators.

    Args:
        lights: one per indicator.
        reported: how many of them have a value.
    """
    total = len(lights)
    judged = [light.code for light in lights if light.state != "none"]
    good, bad = sum(code in GOOD for code in judged), sum(code in BAD for code in judged)
    if not reported:
        code = "no-values"
    elif 2 * len(judged) < total:
        code = "too-few"
    elif 2 * good > len(judged):
        code = "mostly-good"
    elif 2 * bad > len(judged):
        code = "mostly-behind"
    else:
        code = "mixed"
    return GroupLight(code, reported=reported, total=total, is_example=is_example)


def _without_verdict(values: Series, direction: str) -> Light:
    if not values:
        return Light("no-values")
    return Light("direction-open" if direction not in ("up", "down") else "one-value")
