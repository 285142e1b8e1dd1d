"""How indicators hang on the red thread: a project, or else a field, is measured by them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stadtgespraech.apps.indicators import lights
from stadtgespraech.apps.indicators.lights import Light
from stadtgespraech.apps.indicators.models import Indicator, Value
from stadtgespraech.apps.indicators.plausibility import shown
from stadtgespraech.core import thread
from stadtgespraech.core.languages import in_every_language
from stadtgespraech.core.thread import LinkFacts, NodeFacts


@dataclass(frozen=True)
class Standing:
    """What an indicator's current values and targets say. Reads ``.all()`` only."""

    newest: Value | None
    light: Light
    is_example: bool


def standing_of(indicator: Indicator) -> Standing:
    values = sorted((one for one in indicator.values.all() if one.replaced_at is None), key=lambda one: one.year)
    targets = sorted(indicator.targets.all(), key=lambda one: one.year)
    light = lights.overall(
        [(one.year, one.value) for one in values], [(one.year, one.value) for one in targets], indicator.direction
    )
    made_up = any(one.is_example for one in values) or any(one.is_example for one in targets)
    return Standing(values[-1] if values else None, light, indicator.is_example or made_up)


def amount_of(indicator: Indicator, value: Value) -> str:
    """A value with its unit, as the reader writes it: "12,3 %"."""
    return f"{shown(value.value, indicator.decimals)} {indicator.unit_of_measure}".rstrip()


def note_of_indicator(indicator: Indicator, standing: Standing) -> str:
    """The newest value and the light in words: "12,3 % (2025) · wird besser"."""
    if standing.newest is None:
        return ""
    percent = " %" if indicator.unit_of_measure == "%" else ""
    parts = [f"{shown(standing.newest.value, indicator.decimals)}{percent} ({standing.newest.year})"]
    if standing.light.state != "none":
        parts.append(str(standing.light.text))
    return " · ".join(parts)


def sentence_of_indicator(indicator: Indicator, standing: Standing) -> str:
    """What the newest value says, without a verdict where there is too little for one."""
    words = {"name": indicator.name}
    if standing.newest is None:
        return _("Gemessen wird es an der Kennzahl „%(name)s“. Sie hat noch keinen Wert.") % words
    words |= {"amount": amount_of(indicator, standing.newest)}
    match standing.light.code:
        case "better":
            text = _("Die Kennzahl „%(name)s“ steht bei %(amount)s und wird besser.")
        case "flat":
            text = _("Die Kennzahl „%(name)s“ steht bei %(amount)s und tritt auf der Stelle.")
        case "worse":
            text = _("Die Kennzahl „%(name)s“ steht bei %(amount)s und wird schlechter.")
        case "on-track":
            text = _("Die Kennzahl „%(name)s“ steht bei %(amount)s und liegt auf dem Zielpfad.")
        case "behind":
            text = _("Die Kennzahl „%(name)s“ steht bei %(amount)s und liegt hinter dem Zielpfad.")
        case _no_verdict:
            text = _("Die Kennzahl „%(name)s“ steht bei %(amount)s.")
    return text % words


def describe_indicator(indicator: Indicator) -> NodeFacts:
    """Still to come until a value is there; then the newest value and the light are its note and its sentence."""
    standing = standing_of(indicator)
    return NodeFacts(
        indicator.name,
        indicator.get_absolute_url(),
        summary=indicator.description,
        note=in_every_language(lambda: note_of_indicator(indicator, standing)),
        sentence=in_every_language(lambda: sentence_of_indicator(indicator, standing)),
        state="done" if standing.newest else "next",
        is_example=standing.is_example,
    )


def links_of_indicator(indicator: Indicator) -> Iterable[LinkFacts]:
    yield LinkFacts(indicator.project or indicator.field, "measured_by", indicator)


thread.register(
    "indicator",
    Indicator,
    label=gettext_lazy("Kennzahl"),
    plural=gettext_lazy("Kennzahlen"),
    describe=describe_indicator,
    links=links_of_indicator,
    reads=("values", "targets", "project", "field"),
)
