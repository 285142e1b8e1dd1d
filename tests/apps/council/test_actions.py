"""Changing papers and their consultations."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest

from stadtgespraech.apps.council import actions
from stadtgespraech.apps.council.actions import NotYet, SameDayTwice
from stadtgespraech.apps.council.models import Body, Consultation, Paper
from stadtgespraech.core.errors import NotAllowed
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.thread.recount import drift


def facts() -> list[tuple[str, dict[str, Any]]]:
    return [(entry.kind, json.loads(entry.body).get("facts", {})) for entry in JournalEntry.objects.order_by("seq")]


@pytest.mark.parametrize("role", ["strategy_office", "committee_office"])
def test_both_offices_change_the_texts(paper: Paper, person_of: Any, now: datetime, role: str) -> None:
    changes = {"summary": Translated(de="Anders."), "number": paper.number}
    actions.change_paper(paper=paper, changes=changes, by=person_of(role), now=now)
    assert facts() == [("paper.changed", {"fields": ["summary"]})]
    assert Node.objects.get(kind="paper").summary == {"de": "Anders."}


@pytest.mark.parametrize("role", ["resident", "unit", "council", "administrator"])
def test_others_change_nothing(paper: Paper, district: Body, person_of: Any, now: datetime, role: str) -> None:
    person, step = person_of(role), paper.consultations.get(body=district)
    attempts = (
        lambda: actions.change_paper(paper=paper, changes={"number": "x"}, by=person, now=now),
        lambda: actions.add_consultation(
            paper=paper, body=district, on=date(2026, 5, 1), role="hearing", by=person, now=now
        ),
        lambda: actions.set_result(consultation=step, result="agreed", on=step.on, by=person, now=now),
        lambda: actions.remove_consultation(consultation=step, by=person, now=now),
    )
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert JournalEntry.objects.count() == 0


def test_a_consultation_is_added_once_per_body_and_day(
    paper: Paper, district: Body, person_of: Any, now: datetime
) -> None:
    office = person_of("committee_office")
    step = {"paper": paper, "body": district, "on": date(2026, 5, 1), "role": "hearing", "by": office, "now": now}
    actions.add_consultation(**step)
    with pytest.raises(SameDayTwice):
        actions.add_consultation(**step)
    assert paper.consultations.count() == 3
    assert facts() == [("consultation.added", {"body": "bv-huckarde", "on": "2026-05-01", "role": "hearing"})]


def test_a_result_needs_a_day_that_has_come(paper: Paper, council_body: Body, person_of: Any, now: datetime) -> None:
    office, step = person_of("committee_office"), paper.consultations.get(body=council_body)
    with pytest.raises(NotYet):
        actions.set_result(consultation=step, result="agreed", on=date(2026, 3, 20), by=office, now=now)
    for _ in range(2):
        actions.set_result(consultation=step, result="agreed", on=date(2026, 3, 1), by=office, now=now)
    step.refresh_from_db()
    assert (step.result, step.on) == ("agreed", date(2026, 3, 1))
    decided = {"body": "rat", "on": "2026-03-01", "result": "agreed"}
    assert facts() == [("consultation.result_set", decided), ("resolution.made", {**decided, "paper": "100-26"})]
    assert Node.objects.get(kind="paper").note == {
        "de": "Drucksache 100-26, Beschluss: zugestimmt",
        "en": Node.objects.get(kind="paper").note["en"],
    }
    assert not drift()


def test_moving_a_result_onto_another_consultation_is_refused(
    paper: Paper, district: Body, person_of: Any, now: datetime
) -> None:
    other = Consultation.objects.create(paper=paper, body=district, on=date(2026, 2, 8), role="hearing")
    with pytest.raises(SameDayTwice):
        actions.set_result(
            consultation=other, result="noted", on=date(2026, 2, 1), by=person_of("committee_office"), now=now
        )


def test_a_consultation_that_was_a_mistake_leaves_a_trace(
    paper: Paper, district: Body, person_of: Any, now: datetime
) -> None:
    step = paper.consultations.get(body=district)
    actions.remove_consultation(consultation=step, by=person_of("strategy_office"), now=now)
    assert paper.consultations.count() == 1
    assert facts() == [
        ("consultation.removed", {"body": "bv-huckarde", "on": "2026-02-01", "role": "recommendation", "result": ""})
    ]
