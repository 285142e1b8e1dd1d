"""Pages of papers and bodies."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from stadtgespraech.apps.council import queries
from stadtgespraech.apps.council.models import Body, BudgetLine, Consultation, Paper
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.languages import Translated
from tests.counting import page_statements

pytestmark = pytest.mark.slow


def test_a_paper_shows_who_consults_what_it_costs_and_how_it_is_awarded(paper: Paper, older_paper: Paper) -> None:
    page = " ".join(Client().get("/vorlagen/100-26/").content.decode().split())
    for part in (
        "Ergebnis: nicht in den Quellen",
        "weicht von der üblichen Reihenfolge ab",
        "Eine Bezirksvertretung berät später.",
        "<li>Eine Stelle.</li>",
        "Die Zeilen ergeben genau diese Summe.",
        "2027: Zeilen 200 €, gedruckt 250 €",
        '<a href="/vorlagen/90-25/">90-25 Vorgänger</a>',
        "Drucksache 1-20 (nicht auf dieser Seite)",
        "Zuschlag über 500.000 €",
        "Rat der Stadt",
    ):
        assert part in page


def test_the_sequence_is_a_thread_in_time(paper: Paper) -> None:
    stops = queries.stops_of(list(queries.steps().filter(paper=paper)), today=date(2026, 3, 2))
    assert [(stop.kind_label, stop.title, stop.state, stop.note) for stop in stops] == [
        (
            "1. Februar 2026 · Empfehlung",
            "Bezirksvertretung Huckarde",
            "done",
            "Ergebnis: nicht in den Quellen · weicht von der üblichen Reihenfolge ab",
        ),
        ("20. März 2026 · Beschluss", "Rat der Stadt", "next", ""),
    ]


def test_the_outcome_in_one_sentence(paper: Paper, district: Body) -> None:
    def sentence(today: date) -> str:
        return queries.outcome(list(queries.steps().filter(paper=paper)), today=today)

    assert sentence(date(2026, 3, 2)) == "Rat der Stadt soll am 20. März 2026 entscheiden."
    assert sentence(date(2026, 4, 1)) == (
        "Rat der Stadt sollte am 20. März 2026 entscheiden. Wie, steht nicht in den Quellen."
    )
    paper.consultations.filter(role="decision").update(result="rejected")
    assert sentence(date(2026, 4, 1)) == "Rat der Stadt, 20. März 2026: abgelehnt."
    assert queries.outcome([], today=date(2026, 4, 1)) == ""


def test_papers_that_are_not_public_are_unknown_to_the_public(paper: Paper, person_of: Any, client_of: Any) -> None:
    Paper.objects.update(is_public=False)
    for path in ("/vorlagen/100-26/", "/vorlagen/100-26/haushalt.csv"):
        assert Client().get(path).status_code == 404
        assert client_of(person_of("council")).get(path).status_code == 200
    own, other = (Unit.objects.create(slug=slug, number=slug, name=Translated(de=slug)) for slug in ("u1", "u2"))
    Paper.objects.update(unit=own)
    seen = [client_of(person_of("unit", unit=unit)).get("/vorlagen/100-26/").status_code for unit in (own, other)]
    assert seen == [200, 404]
    for path in ("/vorlagen/", "/vorlagen/beratungen.csv", "/gremien/rat/"):
        response = Client().get(path)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert "Übermut" not in content.decode()


def test_papers_are_searched(paper: Paper, older_paper: Paper) -> None:
    page = Client().get("/vorlagen/?q=uebermut").content.decode()
    assert "Neue Wege" in page
    assert "Vorgänger" not in page
    assert "Keine Vorlage passt dazu" in Client().get("/vorlagen/?q=gibtsnicht").content.decode()


def test_bodies_are_listed_by_kind(paper: Paper) -> None:
    groups = queries.bodies_by_kind(seen_by=None)
    assert [(label, [(body.slug, body.consultation_count) for body in bodies]) for label, bodies in groups] == [
        ("Rat", [("rat", 1)]),
        ("Bezirksvertretung", [("bv-huckarde", 1)]),
    ]
    assert Client().get("/gremien/").status_code == 200
    assert "Neue Wege" in Client().get("/gremien/rat/").content.decode()


def test_tables_go_out(paper: Paper) -> None:
    def text(path: str) -> str:
        return b"".join(Client().get(path).streaming_content).decode()

    assert text("/vorlagen/100-26/haushalt.csv") == (
        "\ufeffArt;Kostenstelle;Produkt;Sachkonto;Bezeichnung;2026;2027;Beispiel\r\n"
        "Sachaufwand;;;529200;Dienste;100;150;\r\n"
        "Sachaufwand;;01;;Räume;;50;\r\n"
    )
    assert "100-26;Neue Wege für den Übermut;2026-03-20;Rat der Stadt;Beschluss;nicht in den Quellen;nein;" in text(
        "/vorlagen/beratungen.csv"
    )
    assert Client().get("/vorlagen/liste.xlsx").status_code == 200


STEP = {"body": "", "on": "1.5.2026", "role": "hearing"}


def test_the_committee_office_adds_a_consultation_and_enters_a_result(
    paper: Paper, council_body: Body, person_of: Any, client_of: Any
) -> None:
    client = client_of(person_of("committee_office"))
    assert client.get("/vorlagen/100-26/beratungen/neu/").status_code == 200
    sent = {**STEP, "body": council_body.pk}
    assert client.post("/vorlagen/100-26/beratungen/neu/", sent).status_code == 302
    assert client.post("/vorlagen/100-26/beratungen/neu/", sent).status_code == 409
    step = paper.consultations.get(role="recommendation")
    address = f"/vorlagen/100-26/beratungen/{step.pk}/ergebnis/"
    assert 'value="01.02.2026"' in client.get(address).content.decode()
    assert client.post(address, {"on": "02.02.2026", "result": "agreed"}).status_code == 302
    assert "Ergebnis: zugestimmt" in client.get("/vorlagen/100-26/").content.decode()
    remove = f"/vorlagen/100-26/beratungen/{step.pk}/entfernen/"
    assert client.get(remove).status_code == 200
    assert client.post(remove).status_code == 302
    assert client.get(remove).status_code == 404
    assert [entry.kind for entry in JournalEntry.objects.order_by("seq")] == [
        "consultation.added",
        "consultation.result_set",
        "consultation.removed",
    ]


@pytest.mark.parametrize(
    "given",
    [
        {"on": "31.02.2026"},
        {"on": "5/1/2026"},
        {"on": "01.01.1066"},
        {"on": ""},
        {"body": "999999"},
        {"body": "rat"},
        {"role": "king"},
        {"role": ""},
        {"on": "\x00"},
        {"body": ""},
    ],
)
def test_bad_consultations_are_refused(
    paper: Paper, council_body: Body, person_of: Any, client_of: Any, given: dict[str, str]
) -> None:
    response = client_of(person_of("committee_office")).post(
        "/vorlagen/100-26/beratungen/neu/", {**STEP, "body": council_body.pk, **given}
    )
    assert response.status_code == 422
    assert paper.consultations.count() == 2


def test_a_result_in_the_future_is_refused_beside_the_field(
    paper: Paper, council_body: Body, person_of: Any, client_of: Any
) -> None:
    step = paper.consultations.get(body=council_body)
    response = client_of(person_of("strategy_office")).post(
        f"/vorlagen/100-26/beratungen/{step.pk}/ergebnis/", {"on": "01.01.2199", "result": "agreed"}
    )
    assert response.status_code == 422
    assert "Ein Ergebnis gibt es erst danach." in response.content.decode()


def test_texts_are_edited(paper: Paper, person_of: Any, client_of: Any) -> None:
    client = client_of(person_of("committee_office"))
    address = "/vorlagen/100-26/bearbeiten/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"number": "101-26", "title_de": ""}).status_code == 422
    assert client.post(address, {"number": "101-26", "title_de": "Neu", "proposal_de": "*Ja*"}).status_code == 302
    assert "<em>Ja</em>" in client.get("/vorlagen/100-26/").content.decode()


@pytest.mark.parametrize("path", ["bearbeiten/", "beratungen/neu/"])
def test_residents_are_sent_away(paper: Paper, person_of: Any, client_of: Any, path: str) -> None:
    assert client_of(person_of("resident")).get(f"/vorlagen/100-26/{path}").status_code == 403


def test_what_is_over_and_has_no_result_is_listed_for_the_offices(paper: Paper, person_of: Any, client_of: Any) -> None:
    page = client_of(person_of("committee_office")).get("/vorlagen/ohne-ergebnis/").content.decode()
    assert "Bezirksvertretung Huckarde" in page
    assert client_of(person_of("unit")).get("/vorlagen/ohne-ergebnis/").status_code == 403


def many(number: int) -> None:
    Consultation.objects.all().delete()
    Paper.objects.all().delete()
    Body.objects.all().delete()
    bodies = Body.objects.bulk_create(Body(slug=f"b-{n}", name=Translated(de=f"Gremium {n}")) for n in range(number))
    papers = Paper.objects.bulk_create(
        Paper(
            slug=f"p-{n}", number=f"{n}", title=Translated(de=f"Vorlage {n}"), dated=date(2026, 1, 1), refers_to=["1"]
        )
        for n in range(number)
    )
    Consultation.objects.bulk_create(
        Consultation(paper=paper, body=body, on=date(2026, 1, 2), role="decision")
        for paper, body in [*zip(papers, bodies, strict=True), *((papers[1], body) for body in bodies[2:])]
    )
    Consultation.objects.bulk_create(
        Consultation(paper=paper, body=bodies[1], on=date(2026, 1, 3), role="hearing") for paper in papers
    )
    BudgetLine.objects.bulk_create(BudgetLine(paper=papers[1], kind="expense", amounts={"2026": 1}) for _ in papers)


@pytest.mark.parametrize(
    "path",
    [
        "/vorlagen/",
        "/vorlagen/p-1/",
        "/gremien/",
        "/gremien/b-1/",
        "/vorlagen/liste.csv",
        "/vorlagen/beratungen.csv",
        "/vorlagen/ohne-ergebnis/",
    ],
)
def test_the_number_of_statements_does_not_grow(path: str, person_of: Any, client_of: Any) -> None:
    client = client_of(person_of("committee_office"))
    counts = []
    for number in (10, 1_000):
        many(number)
        counts.append(page_statements(client, path))
    assert counts[0] == counts[1] <= 15
