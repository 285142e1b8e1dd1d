"""A series of yearly values with its target path, as a Vega-Lite description."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

# Same values as assets/css/tokens.css; a picture in a page can't read the page's colours.
PALETTES = {
    "light": {"ink": "#14172a", "soft": "#474c66", "line": "#d8dbe6", "paper": "#ffffff", "thread": "#c4122f"},
    "dark": {"ink": "#f2f3f9", "soft": "#b6bbd2", "line": "#343a55", "paper": "#0f111e", "thread": "#ff6377"},
}
SIZES = {"wide": (640, 300, 8), "narrow": (320, 240, 4)}
NUMBER_LOCALES = {"de": "de-DE", "en": "en-GB"}
FONT = "Fira Sans, Liberation Sans, Arial, sans-serif"
# A value axis starts at zero unless that would squeeze all values into its upper part.
ZERO_UP_TO = Decimal("0.6")


@dataclass(frozen=True)
class Point:
    """A value of one year; ``firm`` is False for what is estimated or preliminary."""

    year: int
    value: Decimal
    firm: bool = True


@dataclass(frozen=True)
class LineChart:
    """What a chart shows, in one language."""

    title: str
    unit: str
    language: str
    values: tuple[Point, ...]
    targets: tuple[Point, ...] = ()
    is_example: bool = False

    def as_json(self) -> dict[str, Any]:
        """Everything that decides how the picture looks."""
        return {
            "kind": "line",
            "title": self.title,
            "unit": self.unit,
            "language": self.language,
            "values": [[point.year, str(point.value), point.firm] for point in self.values],
            "targets": [[point.year, str(point.value), point.firm] for point in self.targets],
            "is_example": self.is_example,
        }

    @classmethod
    def from_json(cls, facts: dict[str, Any]) -> LineChart:
        """The chart behind :meth:`as_json`."""

        def points(name: str) -> tuple[Point, ...]:
            return tuple(Point(year, Decimal(value), firm) for year, value, firm in facts[name])

        return cls(
            facts["title"],
            facts["unit"],
            facts["language"],
            points("values"),
            points("targets"),
            is_example=facts["is_example"],
        )


def vega_lite(chart: LineChart, *, palette: str, size: str, with_title: bool = False) -> dict[str, Any]:
    """The Vega-Lite description of a chart.

    Args:
        palette: ``light`` or ``dark``.
        size: ``wide`` or ``narrow``.
        with_title: for a picture that stands alone.
    """
    colours = PALETTES[palette]
    width, height, most_years = SIZES[size]
    with override(chart.language):
        reported, path, example = _("gemeldet"), _("Zielpfad"), _("Beispiel: erfundene Werte")
    rows = [_row(point, reported) for point in chart.values] + [_row(point, path) for point in chart.targets]
    title = [chart.title] if with_title else []
    notes = [part for part in (chart.unit, example if chart.is_example else "") if part]
    names = [reported, path] if chart.targets else [reported]
    encoding = {
        "x": {
            "field": "year",
            "type": "quantitative",
            "title": None,
            "scale": {"nice": False, "zero": False, "padding": 18},
            "axis": {"format": "d", "values": _year_labels(chart, most_years), "grid": False},
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "title": None,
            "scale": {"zero": _from_zero(chart), "nice": True},
            "axis": {"format": ",.12~r", "tickCount": 5, "domain": False, "ticks": False},
        },
    }
    legend = {"title": None, "orient": "top", "symbolSize": 120, "labelFontSize": 14} if chart.targets else None
    look = {
        "color": _scale(names, [colours["thread"], colours["soft"]], legend),
        "strokeDash": _scale(names, [[1, 0], [6, 4]], legend),
        "shape": _scale(names, ["circle", "diamond"], legend),
    }
    last = chart.values[-1:] and [_row(chart.values[-1], reported)]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "padding": 8,
        "background": colours["paper"],
        "title": {"text": [*title, *notes], "anchor": "start", "fontWeight": "normal"} if title or notes else None,
        "config": _config(colours),
        "data": {"values": rows},
        "encoding": encoding,
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 3}, "encoding": look},
            {
                "transform": [{"filter": "datum.firm"}],
                "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
                "encoding": look,
            },
            {
                "transform": [{"filter": "!datum.firm"}],
                "mark": {"type": "point", "fill": colours["paper"], "strokeWidth": 2, "size": 70, "opacity": 1},
                "encoding": look,
            },
            {
                "data": {"values": last},
                "mark": {
                    "type": "text",
                    "dy": _label_offset(chart),
                    "fontWeight": "bold",
                    "fontSize": 16,
                    "color": colours["ink"],
                },
                "encoding": {"text": {"field": "value", "type": "quantitative", "format": ",.12~r"}},
            },
        ],
    }


def _row(point: Point, series: str) -> dict[str, Any]:
    return {"year": point.year, "value": float(point.value), "series": series, "firm": point.firm}


def _scale(names: Sequence[str], values: Sequence[Any], legend: dict[str, Any] | None) -> dict[str, Any]:
    scale = {"domain": names, "range": values[: len(names)]}
    return {"field": "series", "type": "nominal", "scale": scale, "legend": legend}


def _year_labels(chart: LineChart, most: int) -> list[int]:
    """At most ``most`` years, evenly spaced, the last one among them."""
    years = [point.year for point in (*chart.values, *chart.targets)]
    if not years:
        return []
    step = -(-(max(years) - min(years) + 1) // most)
    return list(range(max(years), min(years) - 1, -step))[::-1]


def _label_offset(chart: LineChart) -> int:
    """The last value's number stands on the side that the target path is not on."""
    if not chart.values or not chart.targets:
        return -16
    last = chart.values[-1]
    nearest = min(chart.targets, key=lambda point: abs(point.year - last.year))
    return 24 if nearest.value > last.value else -16


def _from_zero(chart: LineChart) -> bool:
    values = [point.value for point in (*chart.values, *chart.targets)]
    return not values or min(values) < 0 or min(values) <= max(values) * ZERO_UP_TO


def _config(colours: dict[str, str]) -> dict[str, Any]:
    text = {"labelFont": FONT, "labelFontSize": 14, "labelColor": colours["soft"]}
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {**text, "gridColor": colours["line"], "domainColor": colours["soft"], "tickColor": colours["soft"]},
        "legend": {**text, "labelColor": colours["ink"]},
        "title": {"font": FONT, "fontSize": 14, "color": colours["soft"], "offset": 12},
    }
