"""Reporting values, changing fact sheets and targets."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from stadtgespraech.apps.indicators import actions
from stadtgespraech.apps.indicators.actions import Entry, Implausible
from stadtgespraech.apps.indicators.models import Indicator, Value
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.models import Project
from stadtgespraech.core import thread
from stadtgespraech.core.errors import NotAllowed, NotFound, SignInFirst
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.thread.models import Node

ENTRY = Entry(2025, Decimal(1440), "A", "Bautätigkeitsstatistik", "vorläufig geprüft")


def current(indicator: Indicator) -> dict[int, Decimal]:
    return dict(indicator.values.filter(replaced_at=None).values_list("year", "value"))


def facts() -> list[tuple[str, dict[str, Any]]]:
    return [(entry.kind, json.loads(entry.body).get("facts", {})) for entry in JournalEntry.objects.order_by("seq")]


def test_the_leading_unit_reports_where_the_fact_sheet_names_none(
    indicator: Indicator, housing_office: Unit, person_of: Any, now: datetime
) -> None:
    person = person_of("unit", unit=housing_office)
    assert actions.report_value(indicator=indicator, entry=ENTRY, by=person, now=now)
    value = indicator.values.get()
    assert (value.year, value.value, value.unit, value.reported_by, value.reported_at, value.is_example) == (
        2025,
        Decimal(1440),
        housing_office,
        person,
        now,
        False,
    )
    node = Node.objects.get(kind="indicator")
    assert (node.state, node.note) == ("done", {"de": "1.440 (2025)", "en": "1,440 (2025)"})
    assert facts() == [("indicator.value_reported", {"values": {"2025": "1440"}, "unit": "64"})]


def test_who_may_report(
    indicator: Indicator, housing_office: Unit, youth_office: Unit, person_of: Any, now: datetime
) -> None:
    for nobody in (
        person_of("unit", unit=youth_office),
        person_of("unit"),
        person_of("sponsor", unit=housing_office),
        person_of("resident"),
    ):
        with pytest.raises(NotAllowed):
            actions.report_value(indicator=indicator, entry=ENTRY, by=nobody, now=now)
    with pytest.raises(SignInFirst):
        actions.report_value(indicator=indicator, entry=ENTRY, by=None, now=now)
    indicator.reporting_unit = youth_office
    indicator.save()
    with pytest.raises(NotAllowed):
        actions.report_value(indicator=indicator, entry=ENTRY, by=person_of("unit", unit=housing_office), now=now)
    assert actions.report_value(indicator=indicator, entry=ENTRY, by=person_of("unit", unit=youth_office), now=now)
    assert indicator.values.get().unit == youth_office


def test_a_correction_replaces_and_keeps(indicator: Indicator, person_of: Any, now: datetime) -> None:
    office, later = person_of("strategy_office"), now + timedelta(days=1)
    actions.report_value(indicator=indicator, entry=ENTRY, by=office, now=now)
    corrected = Entry(2025, Decimal(1450), "A", "Bautätigkeitsstatistik")
    assert actions.report_value(indicator=indicator, entry=corrected, by=office, now=later)
    assert list(indicator.values.order_by("id").values_list("value", "replaced_at")) == [(1440, later), (1450, None)]
    assert facts()[-1] == ("indicator.value_reported", {"values": {"2025": "1450"}, "corrected": {"2025": "1440"}})


def test_the_same_report_again_changes_nothing(indicator: Indicator, person_of: Any, now: datetime) -> None:
    office = person_of("strategy_office")
    assert [actions.report_value(indicator=indicator, entry=ENTRY, by=office, now=now) for _ in range(2)] == [
        True,
        False,
    ]
    assert (Value.objects.count(), JournalEntry.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("year", "value", "sentence"),
    [
        (2025, "-0.5", "−0,5 ist zu klein. Der kleinste mögliche Wert ist 0."),
        (2025, "100001", "100.001 ist zu groß. Der größte mögliche Wert ist 100.000."),
        (2027, "5", "Das Jahr 2027 hat noch nicht begonnen."),
        (1899, "5", "Bitte geben Sie ein Jahr ab 1900 an."),
    ],
)
def test_implausible_values_are_refused_with_a_sentence(
    indicator: Indicator, person_of: Any, now: datetime, year: int, value: str, sentence: str
) -> None:
    entry = Entry(year, Decimal(value), "A", "Statistik")
    with pytest.raises(Implausible) as refusal:
        actions.report_value(indicator=indicator, entry=entry, by=person_of("strategy_office"), now=now)
    assert str(refusal.value) == sentence
    assert (Value.objects.count(), JournalEntry.objects.count()) == (0, 0)


def test_the_first_real_value_retires_what_was_made_up(
    indicator: Indicator, give_values: Callable[..., None], person_of: Any, now: datetime
) -> None:
    give_values({2023: "1", 2024: "2"}, targets={2030: "9"}, example=True)
    actions.report_value(indicator=indicator, entry=ENTRY, by=person_of("strategy_office"), now=now)
    assert current(indicator) == {2025: Decimal(1440)}
    assert indicator.targets.count() == 0
    assert not Node.objects.get(kind="indicator").is_example


def test_what_an_example_login_reports_is_an_example(
    indicator: Indicator, give_values: Callable[..., None], person_of: Any, now: datetime
) -> None:
    give_values({2024: "2"}, example=True)
    actions.report_value(indicator=indicator, entry=ENTRY, by=person_of("strategy_office", is_example=True), now=now)
    assert list(indicator.values.values_list("is_example", flat=True)) == [True, True]
    assert current(indicator) == {2024: Decimal(2), 2025: Decimal(1440)}


def test_many_values_come_in_together_or_not_at_all(
    indicator: Indicator, field: Any, person_of: Any, now: datetime
) -> None:
    office = person_of("strategy_office")
    other = Indicator.objects.create(slug="anteil", field=field, maximum=Decimal(100))
    thread.put(other, at=now)
    good = [(indicator, Entry(year, Decimal(year), "A", "Statistik")) for year in (2023, 2024)]
    with pytest.raises(Implausible):
        actions.report_values(entries=[*good, (other, Entry(2024, Decimal(101), "A", "x"))], by=office, now=now)
    assert (Value.objects.count(), JournalEntry.objects.count()) == (0, 0)
    everything = [*good, (other, Entry(2024, Decimal(99), "A", "x"))]
    assert actions.report_values(entries=everything, by=office, now=now) == 3
    assert [kind for kind, _facts in facts()] == ["indicator.value_reported"] * 2
    assert actions.report_values(entries=everything, by=office, now=now) == 0


def test_a_fact_sheet_is_changed_by_the_strategy_office_only(
    indicator: Indicator, housing_office: Unit, project: Project, person_of: Any, now: datetime
) -> None:
    changes = {"decimals": 1, "project": project, "direction": "up"}
    with pytest.raises(NotAllowed):
        actions.change_indicator(
            indicator=indicator, changes=changes, by=person_of("unit", unit=housing_office), now=now
        )
    office = person_of("strategy_office")
    actions.change_indicator(indicator=indicator, changes=changes, by=office, now=now)
    assert facts() == [("indicator.changed", {"fields": ["decimals", "project"]})]
    kinds = [(station.kind, station.title) for station in thread.origins(indicator, seen_by=None)]
    assert kinds == [
        ("goal", "Dortmund zieht an"),
        ("field", "Wohnen"),
        ("project", "Bauprogramm"),
        ("indicator", "Neue Wohnungen"),
    ]


def test_new_bounds_must_fit_the_values(
    indicator: Indicator, give_values: Callable[..., None], person_of: Any, now: datetime
) -> None:
    give_values({2024: "1400"})
    with pytest.raises(Implausible) as refusal:
        actions.change_indicator(
            indicator=indicator, changes={"maximum": Decimal(1000)}, by=person_of("strategy_office"), now=now
        )
    assert str(refusal.value).startswith("Der Wert von 2024 passt nicht dazu: 1.400 ist zu groß.")
    indicator.refresh_from_db()
    assert indicator.maximum == 100_000


def test_targets_are_set_changed_and_removed(
    indicator: Indicator, give_values: Callable[..., None], person_of: Any, now: datetime
) -> None:
    give_values({}, targets={2028: "7"}, example=True)
    office = person_of("strategy_office")
    for value in ("2000", "2100", "2100"):
        actions.set_target(indicator=indicator, year=2030, value=Decimal(value), source="Rat", by=office, now=now)
    assert list(indicator.targets.values_list("year", "value", "is_example")) == [(2030, Decimal(2100), False)]
    actions.remove_target(indicator=indicator, year=2030, by=office, now=now)
    with pytest.raises(NotFound):
        actions.remove_target(indicator=indicator, year=2030, by=office, now=now)
    with pytest.raises(Implausible):
        actions.set_target(indicator=indicator, year=2030, value=Decimal(-1), source="Rat", by=office, now=now)
    assert facts() == [
        ("indicator.target_set", {"year": 2030, "value": "2000"}),
        ("indicator.target_set", {"year": 2030, "value": "2100", "before": "2000"}),
        ("indicator.target_removed", {"year": 2030, "value": "2100"}),
    ]
