"""Referral and deferral are one action each: the result, and the step that follows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stadtgespraech.apps.council import actions, queries
from stadtgespraech.apps.council.actions.refusals import (
    NotLater,
    NotYet,
    ResultMeanwhile,
    SameBody,
    SameDayTwice,
)
from stadtgespraech.apps.council.models import Body, Consultation, Paper
from stadtgespraech.core.errors import NotAllowed
from stadtgespraech.core.thread.recount import drift
from stadtgespraech.core.thread.weaving import node_of
from tests.apps.council.conftest import NOW, journal


def sequence(paper: Paper) -> list[tuple[str, str, str, str]]:
    return [
        (f"{step.on:%d.%m.}", step.body.slug, step.role, step.result) for step in queries.steps().filter(paper=paper)
    ]


@pytest.fixture
def step(paper: Paper, council_body: Body) -> Consultation:
    """The council has met on 1 March."""
    paper.consultations.filter(body=council_body).update(on=date(2026, 3, 1))
    return paper.consultations.get(body=council_body)


def refer(step: Consultation, to: Body, by: Any, **more: Any) -> Consultation:
    values = {"on": step.on, "next_on": date(2026, 4, 10), "role": "recommendation", "note": "Fragen offen."}
    return actions.refer_consultation(consultation=step, to=to, **{**values, **more}, by=by, now=NOW)


def defer(step: Consultation, by: Any, **more: Any) -> Consultation:
    values = {"on": step.on, "next_on": date(2026, 4, 10), "note": "Zu spät am Abend."}
    return actions.defer_consultation(consultation=step, **{**values, **more}, by=by, now=NOW)


def test_a_referral_makes_the_next_step_of_another_body(
    step: Consultation, paper: Paper, committee: Body, office: Any
) -> None:
    following = refer(step, committee, office)
    assert sequence(paper) == [
        ("01.02.", "bv-huckarde", "recommendation", ""),
        ("01.03.", "rat", "decision", "referred"),
        ("10.04.", "ausschuss", "recommendation", ""),
    ]
    assert (following.follows, following.out_of_order) == (step, False)
    facts = {
        "body": "rat",
        "on": "2026-03-01",
        "to": "ausschuss",
        "next_on": "2026-04-10",
        "role": "recommendation",
    }
    assert journal() == [("consultation.referred", "100-26", facts)]
    notes = [stop.note for stop in queries.stops_of(list(queries.steps().filter(paper=paper)), today=date(2026, 3, 2))]
    assert notes[1:] == [
        "Ergebnis: verwiesen · Fragen offen.",
        "verwiesen von: Rat der Stadt, 1. März 2026",
    ]
    sentence = node_of(paper).sentence["de"]
    assert sentence == "Die Vorlage „Neue Wege für den Übermut“ wurde an ein anderes Gremium verwiesen."
    assert drift() == []


def test_a_deferral_makes_the_next_step_of_the_same_body(step: Consultation, paper: Paper, office: Any) -> None:
    following = defer(step, office)
    assert sequence(paper)[1:] == [("01.03.", "rat", "decision", "deferred"), ("10.04.", "rat", "decision", "")]
    assert following.follows == step
    facts = {"body": "rat", "on": "2026-03-01", "next_on": "2026-04-10"}
    assert journal() == [("consultation.deferred", "100-26", facts)]
    sentence = "Die Vorlage „Neue Wege für den Übermut“ legt es dem Rat zur Entscheidung vor."
    assert node_of(paper).sentence["de"] == sentence
    stops = queries.stops_of(list(queries.steps().filter(paper=paper)), today=date(2026, 3, 2))
    assert stops[-1].note == "vertagt am 1. März 2026"


def test_what_cannot_be_referred_or_deferred(
    step: Consultation, paper: Paper, council_body: Body, committee: Body, office: Any, person_of: Any
) -> None:
    before = sequence(paper)
    with pytest.raises(SameBody):
        refer(step, council_body, office)
    with pytest.raises(NotLater):
        refer(step, committee, office, next_on=date(2026, 2, 28))
    with pytest.raises(NotLater):
        defer(step, office, next_on=date(2026, 3, 1))
    with pytest.raises(NotYet):
        defer(step, office, on=date(2026, 3, 3), next_on=date(2026, 4, 1))
    Consultation.objects.create(paper=paper, body=committee, on=date(2026, 4, 10), role="hearing")
    with pytest.raises(SameDayTwice):
        refer(step, committee, office)
    with pytest.raises(NotAllowed):
        defer(step, person_of("council"))
    Consultation.objects.filter(body=committee).delete()
    assert (sequence(paper), journal()) == (before, [])


def test_a_step_is_referred_or_deferred_once(step: Consultation, committee: Body, office: Any) -> None:
    refer(step, committee, office)
    for again in (lambda: refer(step, committee, office, next_on=date(2026, 5, 1)), lambda: defer(step, office)):
        with pytest.raises(ResultMeanwhile):
            again()
    assert Consultation.objects.filter(follows=step).count() == 1


def test_a_result_that_somebody_else_entered_is_not_overwritten(step: Consultation, office: Any) -> None:
    as_both_saw_it = Consultation.objects.get(pk=step.pk)
    actions.set_result(consultation=step, result="rejected", on=step.on, by=office, now=NOW)
    with pytest.raises(ResultMeanwhile):
        actions.set_result(consultation=as_both_saw_it, result="agreed", on=step.on, by=office, now=NOW)
    step.refresh_from_db()
    assert step.result == "rejected"


def test_a_step_without_a_result_can_be_moved(paper: Paper, district: Body, council_body: Body, office: Any) -> None:
    step = paper.consultations.get(body=council_body)
    actions.change_consultation(
        consultation=step, on=date(2026, 4, 24), role="decision", out_of_order=True, by=office, now=NOW
    )
    facts = {
        "body": "rat",
        "before": "2026-03-20",
        "on": "2026-04-24",
        "role": "decision",
        "out_of_order": True,
    }
    assert journal() == [("consultation.changed", "100-26", facts)]
    heard = paper.consultations.get(body=district)
    actions.set_result(consultation=heard, result="noted", on=heard.on, by=office, now=NOW)
    with pytest.raises(ResultMeanwhile):
        actions.change_consultation(
            consultation=heard, on=date(2026, 2, 2), role="hearing", out_of_order=False, by=office, now=NOW
        )


def test_example_logins_enter_no_result_for_a_real_paper(
    step: Consultation, paper: Paper, committee: Body, person_of: Any, client_of: Any
) -> None:
    """What is real gets no invented result, not even in the demo."""
    pretender = person_of("committee_office", is_example=True)
    for attempt in (
        lambda: actions.set_result(consultation=step, result="agreed", on=step.on, by=pretender, now=NOW),
        lambda: refer(step, committee, pretender),
        lambda: defer(step, pretender),
        lambda: actions.remove_consultation(consultation=step, by=pretender, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert "Ergebnis eintragen" not in client_of(pretender).get("/vorlagen/100-26/").content.decode()
    assert f"/{step.pk}/ergebnis/" not in client_of(pretender).get("/vorlagen/ohne-ergebnis/").content.decode()
    Paper.objects.update(is_example=True)
    step = Consultation.objects.get(pk=step.pk)
    actions.set_result(consultation=step, result="agreed", on=step.on, by=pretender, now=NOW)
    assert paper.resolutions.get().is_example


def test_the_pages_refer_and_defer(
    step: Consultation, paper: Paper, committee: Body, office: Any, client_of: Any
) -> None:
    client = client_of(office)
    address = f"/vorlagen/100-26/beratungen/{step.pk}"
    form = client.get(f"{address}/verweisen/").content.decode()
    assert "Ausschuss für Wohnen" in form and ">Rat der Stadt</option>" not in form
    sent = {"on": "1.3.2026", "to": committee.pk, "next_on": "10.4.2026", "role": "hearing", "note": "Fragen offen."}
    assert client.post(f"{address}/verweisen/", {**sent, "next_on": "1.2.2026"}).status_code == 400
    assert client.post(f"{address}/verweisen/", {**sent, "on": "1.3.2199"}).status_code == 422
    assert client.post(f"{address}/verweisen/", sent).status_code == 302
    following = Consultation.objects.get(follows=step)
    address = f"/vorlagen/100-26/beratungen/{following.pk}"
    assert client.get(f"{address}/vertagen/").status_code == 200
    assert client.get(f"{address}/aendern/").status_code == 200
    changed = {"on": "1.3.2026", "role": "recommendation"}
    assert client.post(f"{address}/aendern/", changed).status_code == 302
    deferral = {"on": "1.3.2026", "next_on": "11.4.2026", "note": "Vertagt."}
    assert client.post(f"{address}/vertagen/", deferral).status_code == 302
    assert client.post(f"{address}/vertagen/", deferral).status_code == 409
    assert sequence(paper)[1:] == [
        ("01.03.", "rat", "decision", "referred"),
        ("01.03.", "ausschuss", "recommendation", "deferred"),
        ("11.04.", "ausschuss", "recommendation", ""),
    ]
