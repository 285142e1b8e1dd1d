"""How indicators hang on the red thread: a project, or else a field, is measured by them."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from stadtgespraech.apps.indicators.models import Indicator
from stadtgespraech.apps.indicators.plausibility import shown
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread import LinkFacts, NodeFacts


def describe_indicator(indicator: Indicator) -> NodeFacts:
    """Still to come until a value is there; then the newest value is its note."""
    current = [value for value in indicator.values.all() if value.replaced_at is None]
    newest = max(current, key=lambda value: value.year, default=None)
    note = {}
    if newest is not None:
        for code, _name in settings.LANGUAGES:
            with override(code):
                percent = " %" if indicator.unit_of_measure == "%" else ""
                note[code] = f"{shown(newest.value, indicator.decimals)}{percent} ({newest.year})"
    return NodeFacts(
        indicator.name,
        indicator.get_absolute_url(),
        summary=indicator.description,
        note=Translated(note),
        state="done" if newest else "next",
        is_example=indicator.is_example or bool(newest and newest.is_example),
    )


def links_of_indicator(indicator: Indicator) -> Iterable[LinkFacts]:
    yield LinkFacts(indicator.project or indicator.field, "measured_by", indicator)


thread.register(
    "indicator",
    Indicator,
    label=_("Kennzahl"),
    plural=_("Kennzahlen"),
    describe=describe_indicator,
    links=links_of_indicator,
    reads=("values", "project", "field"),
)
