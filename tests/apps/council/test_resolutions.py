"""The deciding body's result makes the resolution, once; it can be taken back with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from stadtgespraech.apps.council import actions, tasks
from stadtgespraech.apps.council.actions.refusals import ReasonMissing, ResolutionStands, TakenBack
from stadtgespraech.apps.council.models import Body, Consultation, FollowUp, Paper, Resolution
from stadtgespraech.apps.council.queries import measures_of
from stadtgespraech.apps.indicators import actions as indicators
from stadtgespraech.apps.indicators.models import Indicator
from stadtgespraech.core import thread
from stadtgespraech.core.errors import NotAllowed
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.thread.recount import drift
from stadtgespraech.core.thread.weaving import node_of
from tests.apps.council.conftest import NOW, journal


def decide(step: Consultation, by: Any, result: str = "agreed", **more: Any) -> Consultation:
    step.refresh_from_db()
    return actions.set_result(consultation=step, result=result, on=date(2026, 3, 1), **more, by=by, now=NOW)


@pytest.fixture
def step(paper: Paper, council_body: Body) -> Consultation:
    return paper.consultations.get(body=council_body)


def test_a_resolution_says_who_decided_what_and_lies_on_the_chain(resolution: Resolution, indicator: Indicator) -> None:
    found = (resolution.slug, resolution.body.slug, resolution.on, resolution.result, resolution.is_example)
    assert found == ("100-26-beschluss", "rat", date(2026, 3, 1), "agreed", False)
    assert (resolution.text, resolution.conditions) == (
        {"de": "Die Brücke wird gebaut."},
        {"de": "Nur mit Beleuchtung."},
    )
    facts = {"body": "rat", "on": "2026-03-01", "result": "agreed"}
    assert journal() == [
        ("consultation.result_set", "100-26", facts),
        ("resolution.made", "100-26-beschluss", {**facts, "paper": "100-26"}),
    ]
    assert [station.kind for station in thread.origins(resolution, seen_by=None)] == [
        "goal",
        "field",
        "project",
        "paper",
        "resolution",
    ]
    assert [station.title for station in thread.outcomes(resolution, seen_by=None)][1:] == [
        "Anteil der Wege mit dem Rad"
    ]
    assert node_of(resolution).sentence["de"] == "Der Rat hat am 1. März 2026 zugestimmt."
    assert node_of(resolution.paper).sentence["de"] == "Über die Vorlage „Neue Wege für den Übermut“ ist entschieden."
    assert drift() == []


def test_dates_are_in_the_readers_format(resolution: Resolution) -> None:
    assert "1 March 2026" in str(node_of(resolution).sentence.get("en", ""))


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        ("agreed", "Der Rat hat am 1. März 2026 zugestimmt."),
        ("agreed-changed", "Der Rat hat am 1. März 2026 mit Änderungen zugestimmt."),
        ("rejected", "Der Rat hat am 1. März 2026 abgelehnt."),
    ],
)
def test_each_way_to_decide_has_its_sentence(step: Consultation, office: Any, result: str, sentence: str) -> None:
    decide(step, office, result)
    assert node_of(Resolution.objects.get()).sentence["de"] == sentence


def test_a_committee_decides_in_its_own_name(paper: Paper, committee: Body, office: Any) -> None:
    step = actions.add_consultation(
        paper=paper, body=committee, on=date(2026, 3, 1), role="decision", by=office, now=NOW
    )
    decide(step, office)
    assert node_of(Resolution.objects.get()).sentence["de"] == "Ausschuss für Wohnen hat am 1. März 2026 zugestimmt."


@pytest.mark.parametrize("result", ["noted", "referred", "deferred", ""])
def test_nothing_else_is_a_resolution(step: Consultation, office: Any, result: str) -> None:
    decide(step, office, result)
    assert Resolution.objects.count() == 0


def test_a_recommendation_is_no_resolution(paper: Paper, district: Body, office: Any) -> None:
    step = paper.consultations.get(body=district)
    actions.set_result(consultation=step, result="agreed", on=step.on, by=office, now=NOW)
    assert Resolution.objects.count() == 0


def test_a_paper_whose_project_is_not_measured_invents_no_indicator(step: Consultation, office: Any) -> None:
    decide(step, office)
    assert list(measures_of(Resolution.objects.get())) == []


def test_a_corrected_result_changes_the_resolution_and_makes_no_second(
    resolution: Resolution, step: Consultation, office: Any
) -> None:
    decide(step, office, "agreed-changed", conditions=Translated(de="Und mit Geländer."))
    for _ in range(2):
        decide(step, office, "agreed-changed")
    [found] = Resolution.objects.all()
    assert (found.result, found.text, found.conditions) == (
        "agreed-changed",
        {"de": "Die Brücke wird gebaut."},
        {"de": "Und mit Geländer."},
    )
    facts = {"body": "rat", "on": "2026-03-01", "result": "agreed-changed"}
    assert journal()[2:] == [
        ("consultation.result_set", "100-26", facts),
        ("resolution.changed", "100-26-beschluss", {**facts, "fields": ["conditions", "result"]}),
    ]
    assert drift() == []


@pytest.mark.parametrize("result", ["noted", "deferred", ""])
def test_the_result_is_not_pulled_from_under_a_resolution(
    resolution: Resolution, step: Consultation, office: Any, result: str
) -> None:
    with pytest.raises(ResolutionStands):
        decide(step, office, result)
    with pytest.raises(ResolutionStands):
        actions.remove_consultation(consultation=step, by=office, now=NOW)
    assert Resolution.objects.filter(archived_at=None).count() == 1


def test_taking_it_back_needs_a_reason_and_frees_the_consultation(
    resolution: Resolution, step: Consultation, follow_up: FollowUp, office: Any, client_of: Any
) -> None:
    with pytest.raises(ReasonMissing):
        actions.withdraw_resolution(resolution=resolution, reason=" ", by=office, now=NOW)
    actions.withdraw_resolution(resolution=resolution, reason="Falsche Vorlage.", by=office, now=NOW)
    step.refresh_from_db()
    assert step.result == ""
    assert journal()[-1] == ("resolution.withdrawn", "100-26-beschluss", {"paper": "100-26"})
    assert thread.outcomes(step.paper, seen_by=None)[1:] == []
    assert list(measures_of(resolution)) == []
    assert Client().get("/beschluesse/100-26-beschluss/").status_code == 404
    assert "Falsche Vorlage." in client_of(office).get("/beschluesse/100-26-beschluss/").content.decode()
    assert "Baubeschluss" not in client_of(office).get("/beschluesse/auftraege/").content.decode()
    for attempt in (
        lambda: actions.withdraw_resolution(resolution=resolution, reason="Noch einmal.", by=office, now=NOW),
        lambda: actions.change_resolution(resolution=resolution, changes={}, by=office, now=NOW),
        lambda: actions.report_follow_up(follow_up=follow_up, state="done", reason="", by=office, now=NOW),
        lambda: actions.add_follow_up(
            resolution=resolution,
            what=Translated(de="X"),
            unit=follow_up.unit,
            deadline=date(2026, 9, 1),
            by=office,
            now=NOW,
        ),
    ):
        with pytest.raises(TakenBack):
            attempt()
    decide(step, office, "rejected")
    current = Resolution.objects.get(archived_at=None)
    assert (current.slug, current.result) == ("100-26-beschluss-2", "rejected")
    assert drift() == []


def test_only_the_offices_touch_a_resolution(
    resolution: Resolution, step: Consultation, person_of: Any, unit: Any
) -> None:
    for person in [person_of(role) for role in ("resident", "council", "moderator")] + [person_of("unit", unit=unit)]:
        with pytest.raises(NotAllowed):
            decide(step, person, "rejected")
        with pytest.raises(NotAllowed):
            actions.change_resolution(resolution=resolution, changes={"text": Translated(de="X")}, by=person, now=NOW)
        with pytest.raises(NotAllowed):
            actions.withdraw_resolution(resolution=resolution, reason="x", by=person, now=NOW)
    assert len(journal()) == 2


def test_an_indicator_that_moves_to_another_project_leaves_the_resolution(
    resolution: Resolution, indicator: Indicator, person_of: Any
) -> None:
    office = person_of("strategy_office")
    indicators.change_indicator(indicator=indicator, changes={"project": None}, by=office, now=NOW)
    tasks.measure_again.func(indicator.pk)
    assert list(measures_of(resolution)) == []
    assert journal()[-1] == ("resolution.measured", "100-26-beschluss", {"indicator": "radanteil"})
    indicator.refresh_from_db()
    project = Indicator._meta.get_field("project").related_model.objects.get()
    indicators.change_indicator(indicator=indicator, changes={"project": project}, by=office, now=NOW)
    for _ in range(2):
        tasks.measure_again.func(indicator.pk)
    assert list(measures_of(resolution)) == [indicator]
    assert [kind for kind, _subject, _facts in journal()].count("resolution.measured") == 2


def test_the_pages_decide_correct_and_take_back(paper: Paper, step: Consultation, office: Any, client_of: Any) -> None:
    client = client_of(office)
    address = f"/vorlagen/100-26/beratungen/{step.pk}/ergebnis/"
    assert "1. Geld.\n2. Eine Stelle." in client.get(address).content.decode()  # the proposal, to begin with
    sent = {"on": "1.3.2026", "result": "agreed", "note": "", "text_de": "So sei es.", "conditions_de": "Mit Licht."}
    assert client.post(address, sent).status_code == 302
    page = Client().get("/beschluesse/100-26-beschluss/").content.decode()
    for part in ("Der Rat hat am 1. März 2026 zugestimmt.", "So sei es.", "Mit Licht.", "noch kein Auftrag"):
        assert part in page
    assert "Mit Licht." in client.get(address).content.decode()
    assert "mit Auflagen" in Client().get("/vorlagen/100-26/").content.decode()
    assert "Der Rat hat am 1. März 2026 zugestimmt." in Client().get("/beschluesse/").content.decode()
    changed = {"text_de": "So sei es nun.", "conditions_de": ""}
    assert client.post("/beschluesse/100-26-beschluss/bearbeiten/", changed).status_code == 302
    assert "So sei es nun." in Client().get("/beschluesse/100-26-beschluss/").content.decode()
    assert client.post("/beschluesse/100-26-beschluss/zuruecknehmen/", {"reason": ""}).status_code == 422
    assert client.post("/beschluesse/100-26-beschluss/zuruecknehmen/", {"reason": "Irrtum."}).status_code == 302
    assert client.post("/beschluesse/100-26-beschluss/zuruecknehmen/", {"reason": "Irrtum."}).status_code == 409
    assert "Noch kein Beschluss eingetragen" in Client().get("/beschluesse/").content.decode()


def test_resolutions_go_out_as_table_and_to_machines(resolution: Resolution, follow_up: FollowUp) -> None:
    table = b"".join(Client().get("/beschluesse/liste.csv").streaming_content).decode()
    assert (
        "100-26;Neue Wege für den Übermut;Rat der Stadt;2026-03-01;zugestimmt;Die Brücke wird gebaut.;"
        "Nur mit Beleuchtung.;1;0;"
    ) in table
    found = Client().get("/api/v1/resolutions?body=rat&result=agreed&on_from=2026-01-01").json()
    assert [(row["slug"], row["paper"], row["on"], row["example"]) for row in found["items"]] == [
        ("100-26-beschluss", "100-26", "2026-03-01", False)
    ]
    one = Client().get("/api/v1/resolutions/100-26-beschluss").json()
    assert [item["what"]["de"] for item in one["follow_ups"]] == ["Baubeschluss vorbereiten"]


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("visitor", False),
        ("resident", False),
        ("administrator", False),
        ("council", True),
        ("committee_office", True),
        ("strategy_office", True),
    ],
)
def test_a_resolution_on_a_paper_that_is_not_public_is_for_the_council(
    resolution: Resolution, follow_up: FollowUp, person_of: Any, client_of: Any, role: str, sees: bool
) -> None:
    Paper.objects.filter(pk=resolution.paper_id).update(is_public=False)
    thread.put_many([Paper.objects.get(pk=resolution.paper_id), Resolution.objects.get()], at=NOW)
    assert set(Node.objects.filter(kind__in=["paper", "resolution"]).values_list("visibility", flat=True)) == {
        "council"
    }
    person = person_of(role)
    client = client_of(person)
    assert client.get("/beschluesse/100-26-beschluss/").status_code == (200 if sees else 404)
    assert ("Baubeschluss" in client.get("/beschluesse/auftraege/").content.decode()) == sees
    found = {row.kind for row in thread.search("uebermut", seen_by=person)}
    assert found == ({"paper", "resolution"} if sees else set())
    counted = [client.get(f"/api/v1/{name}").json()["total"] for name in ("resolutions", "follow-ups")]
    assert counted == ([1, 1] if sees else [0, 0])


def test_its_own_unit_sees_a_paper_that_is_not_public_and_no_other(paper: Paper, person_of: Any, project: Any) -> None:
    Paper.objects.update(is_public=False)
    thread.put(Paper.objects.get(), at=NOW)
    own, other = person_of("unit", unit=paper.unit), person_of("unit", unit=project.unit)
    assert [len(thread.search("uebermut", seen_by=person)) for person in (own, other)] == [1, 0]
