"""Our own simple drawings: icons on a grid of 24, lights, and the line of a sparkline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# name → path. Lines of width 2, round ends.
ICONS = {
    "arrow": "M4 12h15M13 6l6 6-6 6",
    "back": "M20 12H5M11 6l-6 6 6 6",
    "calendar": "M4 6h16v14H4zM4 10.5h16M8 3v5M16 3v5",
    "check": "M4 12.5l5.5 5.500L20 7",
    "clock": "M12 3.500a8.5 8.5 0 1 0 .01 0zM12 8v4.500l3 2",
    "danger": "M12 3l9 17H3zM12 10v4.500M12 17.300v.1",
    "document": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "download": "M12 4v11M7 11l5 5 5-5M4 20h16",
    "edit": "M4 20l1-4.500L16.5 4 20 7.5 8.5 19zM14 6.500l3.5 3.5",
    "exit": "M10 4H5v16h5M15 8l4 4-4 4M19 12H10",
    "external": "M13 5h6v6M19 5l-9 9M17 14v5H5V7h5",
    "filter": "M4 6h16M7 12h10M10 18h4",
    "info": "M12 3.500a8.5 8.5 0 1 0 .01 0zM12 11v5.500M12 7.600v.1",
    "language": "M12 3.500a8.5 8.5 0 1 0 .01 0zM3.5 12h17M12 3.500c-5 5-5 12 0 17M12 3.500c5 5 5 12 0 17",
    "mail": "M3 6h18v13H3zM3.5 6.500L12 13l8.5-6.5",
    "people": "M9 11.500a3.5 3.5 0 1 0-.01 0zM2.5 20c.5-4 3-5.5 6.5-5.500s6 1.5 6.5 5.500M16 4.800a3.5 3.5 0 0 1 0 6.400M18 14.800c2 .7 3.2 2.2 3.5 5.2",
    "person": "M12 11.500a4 4 0 1 0-.01 0zM4.5 20.500c.6-4.5 3.5-6 7.5-6s6.9 1.5 7.5 6",
    "place": "M12 21c-5-6-7-8.5-7-11.500a7 7 0 0 1 14 0c0 3-2 5.5-7 11.500zM12 12a2.5 2.5 0 1 0-.01 0z",
    "search": "M10.5 4a6.5 6.5 0 1 0 .01 0zM15.5 15.500L20.5 20.5",
    "success": "M12 3.500a8.5 8.5 0 1 0 .01 0zM8 12.300l3 3 5-5.5",
    "voice": "M4 5h16v11h-8l-5 4v-4H4z",
    "warning": "M12 3.500a8.5 8.5 0 1 0 .01 0zM12 7.500v5.500M12 16.300v.1",
}

# state → (path, filled). The shape alone tells them apart.
LIGHTS = {
    "better": ("M12 3l10 18H2z", True),
    "flat": ("M2 9.500h20v5H2z", True),
    "behind": ("M12 21L2 3h20z", True),
    "on_track": ("M12 3a9 9 0 1 0 .01 0z", True),
    "none": (
        "M12 3a9 9 0 0 1 4.5 1.200M20 8a9 9 0 0 1 .8 5.500M18.5 18.200a9 9 0 0 1-4.5 2.600M8.5 20.300a9 9 0 0 1-4.3-3.800M3 11a9 9 0 0 1 2-5",
        False,
    ),
}


@dataclass(frozen=True)
class Line:
    """A polyline in a box of 100 × 24 and its last point."""

    points: str
    end_x: str
    end_y: str


def sparkline(values: Sequence[float | int | None]) -> Line | None:
    """The line through the values that are there, from left to right; None for fewer than two."""
    known = [(position, float(value)) for position, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return None
    low, high = min(value for _, value in known), max(value for _, value in known)
    width, height = len(values) - 1, (high - low) or 1.0
    points = [f"{100 * position / width:.1f},{22 - 20 * (value - low) / height:.1f}" for position, value in known]
    end_x, end_y = points[-1].split(",")
    return Line(" ".join(points), end_x, end_y)
