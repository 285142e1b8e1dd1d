"""Made-up values and targets for the demo, marked as examples wherever they show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from stadtgespraech.apps.indicators.models import Indicator, Target, Value
from stadtgespraech.core import thread

SOURCE = "Erfundenes Beispiel"


@dataclass(frozen=True)
class Example:
    """Values of the last full years, the newest last, and targets so many years after the newest value."""

    values: tuple[str, ...]
    targets: tuple[tuple[int, str], ...] = ()
    last_is_preliminary: bool = False


# Two goals and a field get enough for a verdict; most indicators stay as they are: without values.
EXAMPLES = {
    "neue-wohnungen-pro-jahr": Example(
        ("960", "1060", "1130", "1160", "1200", "1150", "1215", "1240", "1325", "1400", "1440"),
        ((-10, "1000"), (0, "1605"), (4, "2000")),
        last_is_preliminary=True,
    ),
    "preis-leistungs-index": Example(("98.2", "97.6", "97.9", "98.8")),
    "netzabdeckung-glasfaser": Example(("21.5", "27", "34.8", "46.5"), ((4, "85"),)),
    "anzahl-kita-plaetze": Example(("20150", "20480", "20510", "20530"), ((-3, "20150"), (3, "22500"))),
    "bitkom-ranking": Example(("21", "18", "15", "15"), ((-3, "21"), (2, "10"))),
    "weibliche-fuehrungskraefte": Example(("41.2", "42.1", "43.7", "45.3"), ((-3, "41"), (2, "47"))),
    "beschaeftigungsquoten-von-frauen": Example(("53.1", "53.8", "54.2", "55")),
    "anteil-arbeitsfaehiger-frauen-in-beschaeftigung": Example(("61.4", "61.2", "61.5")),
    "anzahl-aktionen": Example(("34", "41", "52")),
    "anzahl-nachbarschaftsprojekte": Example(("88",)),
}


@transaction.atomic
def add_example_values(*, now: datetime) -> int:
    """Add example values and targets to indicators that have none yet; returns how many values were added."""
    newest_year = timezone.localdate(now).year - 1
    added = 0
    for indicator in Indicator.objects.filter(slug__in=EXAMPLES, values=None):
        example = EXAMPLES[indicator.slug]
        first_year = newest_year - len(example.values) + 1
        for year, value in enumerate(example.values, start=first_year):
            is_preliminary = example.last_is_preliminary and year == newest_year
            Value.objects.create(
                indicator=indicator,
                year=year,
                value=Decimal(value),
                quality=Value.Quality.PRELIMINARY if is_preliminary else Value.Quality.MEASURED,
                source=SOURCE,
                reported_at=now,
                is_example=True,
            )
            added += 1
        if not indicator.targets.exists():
            Target.objects.bulk_create(
                Target(
                    indicator=indicator, year=newest_year + years, value=Decimal(value), source=SOURCE, is_example=True
                )
                for years, value in example.targets
            )
        thread.put(indicator, at=now)
    return added
