"""Two people act at the same moment: one wins, the other is told, nothing is double. Each with its control."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from stadtgespraech.apps.council import actions
from stadtgespraech.apps.council.actions.refusals import NumberTaken, ResultMeanwhile, SubmittedAlready, TakenBack
from stadtgespraech.apps.council.models import Body, Consultation, Paper, Resolution
from stadtgespraech.apps.people.models import Person, RoleAssignment
from stadtgespraech.core import thread
from stadtgespraech.core.journal.check import verify_database
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread.recount import drift
from tests.apps.council.conftest import NOW, journal

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ON = date(2026, 3, 1)
RESULTS = ("agreed", "rejected")


def both(work: Callable[[int], Any]) -> list[BaseException]:
    """Run ``work(0)`` and ``work(1)`` at once, each with its own connection; returns what went wrong."""
    wrong: list[BaseException] = []
    start = threading.Barrier(2)

    def run(number: int) -> None:
        try:
            start.wait()
            work(number)
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return wrong


@pytest.fixture
def person(transactional_db: None) -> Person:
    made = Person.objects.create_user("ausschussbuero@example.org")
    RoleAssignment.objects.create(person=made, role="committee_office", started_at=NOW)
    return made


@pytest.fixture
def step(person: Person) -> Consultation:
    """The council has met about a paper."""
    body = Body.objects.create(slug="rat", kind="council", name=Translated(de="Rat"))
    paper = Paper.objects.create(slug="p", number="1-26", title=Translated(de="Vorlage"), dated=ON)
    thread.put_many([body, paper], at=NOW)
    return Consultation.objects.create(paper=paper, body=body, on=ON, role="decision")


def as_seen(step: Consultation) -> Consultation:
    return Consultation.objects.select_related("paper").get(pk=step.pk)


def test_two_results_for_one_consultation(step: Consultation, person: Person) -> None:
    seen = [as_seen(step), as_seen(step)]

    def work(number: int) -> None:
        actions.set_result(consultation=seen[number], result=RESULTS[number], on=ON, by=person, now=NOW)

    [refusal] = both(work)
    assert isinstance(refusal, ResultMeanwhile)
    resolution = Resolution.objects.get()
    step.refresh_from_db()
    assert step.result == resolution.result
    assert [kind for kind, _subject, _facts in journal()] == ["consultation.result_set", "resolution.made"]
    assert (drift(), verify_database().problems) == ([], [])


def test_control_without_comparing_the_last_result_wins_unseen(step: Consultation) -> None:
    both_have_read = threading.Barrier(2)
    written: list[str] = []

    def work(number: int) -> None:
        found = Consultation.objects.get(pk=step.pk)
        both_have_read.wait()
        assert found.result == ""
        with transaction.atomic():
            found.result = RESULTS[number]
            found.save(update_fields=["result"])
            written.append(found.result)

    assert both(work) == []
    step.refresh_from_db()
    assert (sorted(written), step.result) == (
        ["agreed", "rejected"],
        written[-1],
    )  # one result is lost, and nobody knows


def test_control_two_who_see_no_resolution_collide_at_the_constraint(step: Consultation) -> None:
    both_have_looked = threading.Barrier(2)

    def work(number: int) -> None:
        assert not step.resolutions.exists()
        both_have_looked.wait()
        Resolution.objects.create(
            slug=f"beschluss-{number}",
            paper=step.paper,
            consultation=step,
            body=step.body,
            on=ON,
            result=RESULTS[number],
        )

    [collision] = both(work)
    assert isinstance(collision, IntegrityError)
    assert Resolution.objects.count() == 1


def test_one_decides_while_the_other_defers(step: Consultation, person: Person) -> None:
    seen = [as_seen(step), as_seen(step)]

    def work(number: int) -> None:
        if number:
            actions.defer_consultation(
                consultation=seen[1], next_on=date(2026, 4, 1), on=ON, note="x", by=person, now=NOW
            )
        else:
            actions.set_result(consultation=seen[0], result="agreed", on=ON, by=person, now=NOW)

    [refusal] = both(work)
    assert isinstance(refusal, ResultMeanwhile)
    step.refresh_from_db()
    there = (step.result, Resolution.objects.count(), Consultation.objects.filter(follows=step).count())
    assert there in {("agreed", 1, 0), ("deferred", 0, 1)}


def test_two_deferrals_make_one_next_step(step: Consultation, person: Person) -> None:
    seen = [as_seen(step), as_seen(step)]

    def work(number: int) -> None:
        actions.defer_consultation(
            consultation=seen[number], next_on=date(2026, 4, 1 + number), on=ON, note="x", by=person, now=NOW
        )

    [refusal] = both(work)
    assert isinstance(refusal, ResultMeanwhile)
    assert Consultation.objects.filter(follows=step).count() == 1


def test_control_two_who_see_no_next_step_collide_at_the_constraint(step: Consultation) -> None:
    both_have_looked = threading.Barrier(2)

    def work(number: int) -> None:
        assert not Consultation.objects.filter(follows=step).exists()
        both_have_looked.wait()
        Consultation.objects.create(
            paper=step.paper, body=step.body, on=date(2026, 4, 1 + number), role="decision", follows=step
        )

    [collision] = both(work)
    assert isinstance(collision, IntegrityError)


def test_two_who_take_a_resolution_back(step: Consultation, person: Person) -> None:
    actions.set_result(consultation=step, result="agreed", on=ON, by=person, now=NOW)
    resolution = Resolution.objects.get()

    def work(number: int) -> None:
        actions.withdraw_resolution(resolution=resolution, reason=f"Grund {number}", by=person, now=NOW)

    [refusal] = both(work)
    assert isinstance(refusal, TakenBack)
    assert [kind for kind, _subject, _facts in journal()].count("resolution.withdrawn") == 1


@pytest.mark.parametrize("same_paper", [True, False])
def test_two_who_hand_in(person: Person, same_paper: bool) -> None:
    """One paper is handed in once; one number goes to one paper."""
    drafts = [
        Paper.objects.create(slug=f"d{number}", state="draft", title=Translated(de="E"), dated=ON)
        for number in range(2)
    ]
    thread.put_many(drafts, at=NOW)

    def work(number: int) -> None:
        paper = drafts[0] if same_paper else drafts[number]
        dates = {"number": f"{number}-26" if same_paper else "5-26", "dated": ON}
        actions.submit_paper(paper=paper, **dates, by=person, now=NOW)

    [refusal] = both(work)
    assert isinstance(refusal, SubmittedAlready if same_paper else NumberTaken)
    assert Paper.objects.filter(state="submitted").count() == 1
    assert len(journal()) == 1
