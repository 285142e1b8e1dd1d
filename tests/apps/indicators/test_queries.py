"""Reading indicators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from stadtgespraech.apps.indicators import examples, queries
from stadtgespraech.apps.indicators.models import Indicator, Target, Value
from stadtgespraech.apps.indicators.queries import Filter
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.models import Field, Goal
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread.recount import drift
from tests.counting import page_statements

pytestmark = pytest.mark.slow


def slugs(**filters: Any) -> set[str]:
    return {found.slug for found in queries.indicators(seen_by=None, only=Filter(**filters))}


def test_filters_narrow_the_list(
    indicator: Indicator,
    field: Field,
    housing_office: Unit,
    youth_office: Unit,
    give_values: Callable[..., None],
    now: datetime,
) -> None:
    give_values({2024: "5"})
    other = Indicator.objects.create(
        slug="uebermut", field=field, name=Translated(de="Übermut der Jugend"), reporting_unit=youth_office
    )
    thread.put(other, at=now)
    assert slugs() == {"neue-wohnungen", "uebermut"}
    assert slugs(goal="zieht-an", field="wohnen") == {"neue-wohnungen", "uebermut"}
    assert slugs(goal="anderes") == set()
    assert slugs(is_strategic=True) == {"neue-wohnungen"}
    assert slugs(without_values=True) == {"uebermut"}
    assert slugs(unit="amt-fuer-wohnen") == {"neue-wohnungen"}
    assert slugs(unit="jugendamt") == {"uebermut"}
    assert slugs(words="uebermut JUGEND") == {"uebermut"}


@pytest.mark.parametrize(
    ("values", "targets", "sentence"),
    [
        ({}, {}, "Noch keine Werte gemeldet."),
        ({2025: "1440"}, {}, "2025: 1.440 Wohnungen pro Jahr."),
        ({2024: "1400", 2025: "1440"}, {}, "2025: 1.440 Wohnungen pro Jahr, 40 mehr als 2024."),
        ({2024: "1400", 2025: "1400"}, {}, "2025: 1.400 Wohnungen pro Jahr, so viel wie 2024."),
        (
            {2024: "1400", 2025: "1440"},
            {2025: "1605"},
            "2025: 1.440 Wohnungen pro Jahr, 165 weniger als der Zielpfad vorsieht.",
        ),
        ({2024: "1400", 2025: "1605"}, {2025: "1605"}, "2025: 1.605 Wohnungen pro Jahr, genau auf dem Zielpfad."),
        ({2024: "1.25", 2025: "2.5"}, {}, "2025: 2,5 Wohnungen pro Jahr, 1,2 mehr als 2024."),
    ],
)
def test_one_sentence_says_what_the_values_mean(
    indicator: Indicator,
    give_values: Callable[..., None],
    values: dict[int, str],
    targets: dict[int, str],
    sentence: str,
) -> None:
    give_values(values, targets=targets)
    assert queries.standing(queries.with_series(Indicator.objects.all()).get()).sentence == sentence


def test_lights_of_goals_and_fields(
    indicator: Indicator, goal: Goal, field: Field, give_values: Callable[..., None]
) -> None:
    Indicator.objects.create(slug="zweite", field=field, direction="up")
    give_values({2024: "1400", 2025: "1440"}, example=True)
    for lights, key in (
        (queries.lights_of_goals(seen_by=None), goal.pk),
        (queries.lights_of_fields(seen_by=None), field.pk),
    ):
        assert list(lights) == [key]
        light = lights[key]
        assert (light.code, light.state, light.reported, light.total, light.is_example) == (
            "mostly-good",
            "better",
            1,
            2,
            True,
        )


def test_what_a_unit_has_to_report(
    indicator: Indicator,
    field: Field,
    housing_office: Unit,
    youth_office: Unit,
    give_values: Callable[..., None],
    person_of: Any,
    now: datetime,
) -> None:
    Indicator.objects.create(slug="entsteht", field=field, state=Indicator.State.IN_DEVELOPMENT)
    lead, other = person_of("unit", unit=housing_office), person_of("unit", unit=youth_office)
    give_values({2024: "5"})
    assert [found.slug for found in queries.to_report(lead, now=now)] == ["neue-wohnungen"]
    assert list(queries.to_report(other, now=now)) == []
    assert [found.slug for found in queries.to_report(person_of("strategy_office"), now=now)] == ["neue-wohnungen"]
    give_values({2025: "5"})
    assert list(queries.to_report(lead, now=now)) == []


def test_archived_indicators_leave_lists(indicator: Indicator, person_of: Any, now: datetime) -> None:
    Indicator.objects.update(archived_at=now)
    assert slugs() == set()
    assert Client().get("/kennzahlen/neue-wohnungen/").status_code == 404


def test_examples_are_added_once_and_marked(field: Field, now: datetime) -> None:
    made = [Indicator.objects.create(slug=slug, field=field, direction="up") for slug in examples.EXAMPLES]
    for indicator in made:
        thread.put(indicator, at=now)
    assert examples.add_example_values(now=now) == sum(len(one.values) for one in examples.EXAMPLES.values())
    assert examples.add_example_values(now=now) == 0
    assert not Value.objects.filter(is_example=False).exists()
    assert not Target.objects.filter(is_example=False).exists()
    assert not drift()


def many(field: Field, number: int) -> None:
    made = Indicator.objects.bulk_create(
        Indicator(slug=f"k-{n}", field=field, name=Translated(de=f"Kennzahl {n}"), direction="up")
        for n in range(number)
    )
    Value.objects.bulk_create(
        Value(indicator=one, year=year, value=Decimal(year), source="x", reported_at="2026-01-01T00:00Z")
        for one in made
        for year in (2024, 2025)
    )


@pytest.mark.parametrize(
    "url",
    [
        "/kennzahlen/",
        "/kennzahlen/?seite=2&ohne_werte=",
        "/kennzahlen/melden/",
        "/kennzahlen/liste.csv",
        "/kennzahlen/k-1/",
    ],
)
def test_the_number_of_statements_does_not_grow(
    url: str, field: Field, housing_office: Unit, person_of: Any, client_of: Any
) -> None:
    client = client_of(person_of("unit", unit=housing_office))
    counts = []
    for number in (10, 1_000):
        Value.objects.all().delete()
        Indicator.objects.all().delete()
        many(field, number)
        counts.append(page_statements(client, url))
    assert counts[0] == counts[1] <= 15
