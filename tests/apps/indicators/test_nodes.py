"""A reported value moves the light, and the thread says so in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from stadtgespraech.apps.indicators import actions
from stadtgespraech.apps.indicators.actions import Entry
from stadtgespraech.apps.indicators.models import Indicator
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.models import Goal, Project
from stadtgespraech.core import thread
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.thread.recount import drift


def said(indicator: Indicator) -> tuple[str, str]:
    """(note, sentence) in German."""
    node = Node.objects.get(kind="indicator", object_id=indicator.pk)
    return str(node.note.get("de", "")), str(node.sentence["de"])


def report(indicator: Indicator, year: int, value: str, by: Any, now: datetime) -> None:
    actions.report_value(indicator=indicator, entry=Entry(year, Decimal(value), "A", "Statistik"), by=by, now=now)


@pytest.fixture
def clerk(housing_office: Unit, person_of: Any) -> Any:
    return person_of("unit", unit=housing_office)


START = "Die Kennzahl „Neue Wohnungen“ steht bei"


def test_each_report_moves_note_and_sentence(indicator: Indicator, clerk: Any, now: datetime) -> None:
    assert said(indicator) == ("", "Gemessen wird es an der Kennzahl „Neue Wohnungen“. Sie hat noch keinen Wert.")
    steps = [
        (2022, "1000", "1.000 (2022)", f"{START} 1.000 Wohnungen pro Jahr."),
        (2023, "1234.5", "1.234,5 (2023) · wird besser", f"{START} 1.234,5 Wohnungen pro Jahr und wird besser."),
        (
            2024,
            "1234.5",
            "1.234,5 (2024) · tritt auf der Stelle",
            f"{START} 1.234,5 Wohnungen pro Jahr und tritt auf der Stelle.",
        ),
        (2025, "900", "900 (2025) · wird schlechter", f"{START} 900 Wohnungen pro Jahr und wird schlechter."),
    ]
    for year, value, note, sentence in steps:
        report(indicator, year, value, clerk, now)
        assert said(indicator) == (note, sentence)
        assert drift() == []


def test_numbers_are_in_the_readers_format(indicator: Indicator, clerk: Any, now: datetime) -> None:
    Indicator.objects.update(unit_of_measure="%")
    indicator.refresh_from_db()
    report(indicator, 2025, "12.3", clerk, now)
    node = Node.objects.get(kind="indicator")
    assert node.note == {"de": "12,3 % (2025)", "en": "12.3 % (2025)"}
    assert node.sentence["de"] == "Die Kennzahl „Neue Wohnungen“ steht bei 12,3 %."
    assert "12.3 %" in node.sentence["en"] and "New flats" in node.sentence["en"]


def test_a_target_turns_the_verdict(
    indicator: Indicator, give_values: Callable[..., None], person_of: Any, now: datetime
) -> None:
    office = person_of("strategy_office")
    give_values({2024: "1000", 2025: "1100"})
    actions.set_target(indicator=indicator, year=2026, value=Decimal(2000), source="", by=office, now=now)
    assert said(indicator)[1] == f"{START} 1.100 Wohnungen pro Jahr und liegt hinter dem Zielpfad."
    actions.set_target(indicator=indicator, year=2026, value=Decimal(1100), source="", by=office, now=now)
    assert said(indicator)[1] == f"{START} 1.100 Wohnungen pro Jahr und liegt auf dem Zielpfad."
    actions.remove_target(indicator=indicator, year=2026, by=office, now=now)
    assert said(indicator)[1] == f"{START} 1.100 Wohnungen pro Jahr und wird besser."
    assert drift() == []


def test_without_a_direction_there_is_no_verdict(indicator: Indicator, clerk: Any, now: datetime) -> None:
    Indicator.objects.update(direction="none")
    indicator.refresh_from_db()
    report(indicator, 2024, "1000", clerk, now)
    report(indicator, 2025, "1100", clerk, now)
    assert said(indicator) == ("1.100 (2025)", f"{START} 1.100 Wohnungen pro Jahr.")


def test_a_verdict_on_made_up_values_is_marked(
    indicator: Indicator, give_values: Callable[..., None], clerk: Any, now: datetime
) -> None:
    give_values({2024: "1000"}, example=True)
    assert Node.objects.get(kind="indicator").is_example
    report(indicator, 2025, "1100", clerk, now)
    assert not Node.objects.get(kind="indicator").is_example


def test_a_report_that_fails_leaves_the_thread_as_it_was(indicator: Indicator, clerk: Any, now: datetime) -> None:
    before = said(indicator)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        report(indicator, 2025, "1100", clerk, now)
        assert said(indicator) != before
        raise ZeroDivisionError
    assert said(indicator) == before


def test_goal_field_and_project_reach_their_indicators(indicator: Indicator, goal: Goal, project: Project) -> None:
    """No link of its own between goal and indicator is needed: the chain leads from one to the other."""
    of_project = Indicator.objects.create(
        slug="richtfeste", field=indicator.field, project=project, name={"de": "Richtfeste"}
    )
    thread.put(of_project, at=Node.objects.latest("changed_at").changed_at)
    for upper in (goal, indicator.field):
        found = [one.title for one in thread.outcomes(upper, seen_by=None) if one.kind == "indicator"]
        assert sorted(found) == ["Neue Wohnungen", "Richtfeste"]
    assert [one.title for one in thread.outcomes(project, seen_by=None)] == ["Bauprogramm", "Richtfeste"]
    assert thread.origins(of_project, seen_by=None)[0].title == str(goal.name)
