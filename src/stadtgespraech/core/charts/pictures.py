"""Keeping charts by content and drawing them when somebody asks for the picture.

A page only writes down what its chart shows; the costly part is left to the first request for the picture.
"""

from __future__ import annotations

import hmac
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from stadtgespraech.core.charts.line import NUMBER_LOCALES, LineChart, vega_lite
from stadtgespraech.core.errors import NotFound

# Part of every key: a new way of drawing gets new addresses, because browsers keep the old pictures for a year.
LOOK = 1
VARIANTS = {
    "hell.svg": ("light", "wide"),
    "dunkel.svg": ("dark", "wide"),
    "hell-schmal.svg": ("light", "narrow"),
    "dunkel-schmal.svg": ("dark", "narrow"),
    "grafik.png": ("light", "wide"),
}


@dataclass(frozen=True)
class Picture:
    """A chart that a page can show.

    Attributes:
        key: names the chart; can't be guessed from what it shows.
        description: what the picture says, for those who do not see it.
    """

    key: str
    description: str

    def url(self, variant: str) -> str:
        return reverse("charts:picture", kwargs={"key": self.key, "variant": variant})

    @property
    def light(self) -> str:
        return self.url("hell.svg")

    @property
    def dark(self) -> str:
        return self.url("dunkel.svg")

    @property
    def light_narrow(self) -> str:
        return self.url("hell-schmal.svg")

    @property
    def dark_narrow(self) -> str:
        return self.url("dunkel-schmal.svg")

    @property
    def png(self) -> str:
        return self.url("grafik.png")


def folder() -> Path:
    """Where charts are kept. It may be emptied at any time: pages write down again what they show."""
    return Path(settings.DATA_DIR) / "charts"


def picture_of(chart: LineChart, *, description: str) -> Picture:
    """Write down what a chart shows and say where its picture will be."""
    text = json.dumps(chart.as_json(), sort_keys=True, ensure_ascii=False)
    key = hmac.new(settings.SECRET_KEY.encode(), f"chart {LOOK} {text}".encode(), "sha256").hexdigest()[:40]
    file = folder() / f"{key}.json"
    if not file.exists():
        _write(file, text.encode())
    return Picture(key, description)


def drawn(key: str, variant: str) -> Path:
    """The picture's file, drawn now if nobody asked for it before.

    Raises:
        NotFound: no page ever showed this chart, or there is no such variant.
    """
    if variant not in VARIANTS:
        raise NotFound
    file = folder() / f"{key}-{variant}"
    if file.exists():
        return file
    try:
        facts = json.loads((folder() / f"{key}.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotFound from None
    _write(file, _draw(LineChart.from_json(facts), variant))
    return file


def _draw(chart: LineChart, variant: str) -> bytes:
    # Starts a JavaScript engine: most processes never need it.
    import vl_convert

    palette, size = VARIANTS[variant]
    alone = variant.endswith(".png")
    description = vega_lite(chart, palette=palette, size=size, with_title=alone)
    options: dict[str, Any] = {
        "format_locale": NUMBER_LOCALES.get(chart.language, "en-GB"),
        "allowed_base_urls": [],  # a chart never fetches anything
    }
    if alone:
        return bytes(vl_convert.vegalite_to_png(description, scale=2, **options))
    return str(vl_convert.vegalite_to_svg(description, **options)).encode()


def _write(file: Path, content: bytes) -> None:
    """Write beside the file and move: two requests at once never show half a picture."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".", delete=False) as aside:
        aside.write(content)
    Path(aside.name).replace(file)
