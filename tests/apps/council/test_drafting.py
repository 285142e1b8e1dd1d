"""A paper begins as a draft about pictures and projects, and is handed in with its number."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from stadtgespraech.apps.council import actions
from stadtgespraech.apps.council.actions.refusals import (
    ForeignUnit,
    NothingToPropose,
    NotSubmitted,
    NumberTaken,
    SubmittedAlready,
)
from stadtgespraech.apps.council.models import Body, Paper, Resolution
from stadtgespraech.apps.council.queries import first_words, measures_of
from stadtgespraech.apps.indicators.models import Indicator
from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.strategy.models import Project
from stadtgespraech.core import access, thread
from stadtgespraech.core.errors import NotAllowed
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread.models import Link
from stadtgespraech.core.thread.recount import drift
from stadtgespraech.core.thread.weaving import node_of
from tests.apps.council.conftest import NOW, journal

VALUES = {"title": Translated(de="Eine Brücke für Räder"), "summary": Translated(de="Geheim bis zur Einreichung")}


@pytest.fixture
def draft(picture: Picture, project: Project, office: Any) -> Paper:
    return actions.draft_paper(
        values={**VALUES, "unit": project.unit}, sources=[picture, project], reason="Zeit.", by=office, now=NOW
    )


def sources(paper: Paper) -> list[tuple[str, str, str, str]]:
    rows = Link.objects.filter(target__kind="paper", target__object_id=paper.pk).order_by("pk")
    return [(link.source.kind, link.source.slug, link.relation, link.reason) for link in rows]


def test_a_draft_hangs_on_what_it_is_about_and_says_nothing_in_public(draft: Paper) -> None:
    assert (draft.state, draft.number, draft.dated, draft.is_example) == ("draft", "", date(2026, 3, 2), False)
    assert sources(draft) == [
        ("picture", "wege", "proposed_in", "Zeit."),
        ("project", "radbruecke", "proposed_in", "Zeit."),
    ]
    # The journal and the address are public: neither gives the title away.
    assert journal() == [("paper.drafted", draft.slug, {"sources": 2})]
    assert draft.slug.startswith("vorlage-") and "bruecke" not in draft.slug
    node = node_of(draft)
    assert (node.visibility, node.unit_id, node.state) == ("offices", draft.unit_id, "next")
    assert node.sentence["de"] == "Dazu entsteht gerade die Vorlage „Eine Brücke für Räder“."
    assert drift() == []


def test_the_first_words_come_from_what_it_is_about(picture: Picture, project: Project) -> None:
    words = first_words([picture, project])
    assert words.title["de"] == "Alle kommen sicher an"
    assert words.summary["de"] == (
        "**Alle kommen sicher an**\n\nZu Fuß, mit dem Rad und im Bus.\n\n**Radbrücke**\n\nEine Brücke nur für Räder."
    )
    assert words.proposal["de"] == (
        "1. Der Rat macht sich das Bild „Alle kommen sicher an“ zu eigen und beauftragt die Verwaltung, danach zu "
        "handeln.\n2. Der Rat beauftragt die Verwaltung, das Projekt „Radbrücke“ umzusetzen."
    )
    assert words.title["en"] == "Everybody arrives safely"
    assert (
        first_words([project]).proposal["de"]
        == "Der Rat beauftragt die Verwaltung, das Projekt „Radbrücke“ umzusetzen."
    )


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("visitor", False),
        ("resident", False),
        ("council", False),
        ("moderator", False),
        ("administrator", False),
        ("strategy_office", True),
        ("committee_office", True),
    ],
)
def test_a_draft_is_seen_by_the_offices(draft: Paper, person_of: Any, client_of: Any, role: str, sees: bool) -> None:
    person = person_of(role)
    client = client_of(person)
    assert client.get(draft.get_absolute_url()).status_code == (200 if sees else 404)
    assert ("Geheim" in client.get("/vorlagen/").content.decode()) == sees
    assert (draft.get_absolute_url() in client.get("/suche/?q=bruecke").content.decode()) == sees
    assert client.get(f"/api/v1/papers/{draft.slug}").status_code == (200 if sees else 404)
    assert client.get(f"/api/v1/thread/paper/{draft.slug}").status_code == (200 if sees else 404)
    titles = [station.title for station in thread.outcomes(Project.objects.get(), seen_by=person)]
    assert ("Eine Brücke für Räder" in titles) == sees


def test_a_draft_is_seen_and_written_by_its_own_unit_only(
    draft: Paper, person_of: Any, project: Project, paper: Paper
) -> None:
    own, other = person_of("unit", unit=project.unit), person_of("unit", unit=paper.unit)
    assert [access.visible(Paper, to=person).filter(pk=draft.pk).count() for person in (own, other)] == [1, 0]
    assert [len(thread.search("geheim", seen_by=person)) for person in (own, other)] == [1, 0]
    actions.change_paper(paper=draft, changes={"title": Translated(de="Neu")}, by=own, now=NOW)
    with pytest.raises(ForeignUnit):
        actions.change_paper(paper=draft, changes={"unit": paper.unit}, by=own, now=NOW)
    with pytest.raises(NotAllowed):
        actions.change_paper(paper=draft, changes={"title": Translated(de="Neu")}, by=other, now=NOW)
    with pytest.raises(NotAllowed):
        actions.submit_paper(paper=draft, number="1-26", dated=date(2026, 3, 2), by=own, now=NOW)


def test_a_unit_drafts_for_itself(picture: Picture, project: Project, paper: Paper, person_of: Any) -> None:
    own = person_of("unit", unit=project.unit)
    made = actions.draft_paper(values={**VALUES, "unit": project.unit}, sources=[picture], reason="x", by=own, now=NOW)
    assert made.unit == project.unit
    for unit in (paper.unit, None):
        with pytest.raises(ForeignUnit):
            actions.draft_paper(values={**VALUES, "unit": unit}, sources=[picture], reason="x", by=own, now=NOW)
    for role in ("resident", "council", "sponsor"):
        with pytest.raises(NotAllowed):
            actions.draft_paper(values=VALUES, sources=[picture], reason="x", by=person_of(role), now=NOW)


def test_a_paper_is_about_something(office: Any, draft: Paper) -> None:
    with pytest.raises(NothingToPropose):
        actions.draft_paper(values=VALUES, sources=[], reason="x", by=office, now=NOW)
    with pytest.raises(NothingToPropose):
        actions.set_sources(paper=draft, sources=[], reason="x", by=office, now=NOW)
    assert len(sources(draft)) == 2


def test_what_is_made_of_an_example_is_an_example(project: Project, office: Any, person_of: Any) -> None:
    by_example_person = actions.draft_paper(
        values=VALUES, sources=[project], reason="x", by=person_of("strategy_office", is_example=True), now=NOW
    )
    Project.objects.update(is_example=True)
    of_example = actions.draft_paper(values=VALUES, sources=[Project.objects.get()], reason="x", by=office, now=NOW)
    assert (by_example_person.is_example, of_example.is_example) == (True, True)
    assert node_of(of_example).is_example


def test_handing_in_makes_it_public_once(draft: Paper, office: Any) -> None:
    actions.submit_paper(paper=draft, number="7-26", dated=date(2026, 3, 5), by=office, now=NOW)
    with pytest.raises(SubmittedAlready):
        actions.submit_paper(paper=draft, number="8-26", dated=date(2026, 3, 5), by=office, now=NOW)
    draft.refresh_from_db()
    assert (draft.state, draft.number, draft.dated) == ("submitted", "7-26", date(2026, 3, 5))
    assert journal()[1:] == [
        (
            "paper.submitted",
            draft.slug,
            {"number": "7-26", "dated": "2026-03-05", "sources": ["picture/wege", "project/radbruecke"]},
        )
    ]
    assert Client().get(draft.get_absolute_url()).status_code == 200
    assert [station.kind for station in thread.outcomes(Picture.objects.get(), seen_by=None)] == ["picture", "paper"]
    assert drift() == []


def test_a_paper_that_is_not_public_goes_to_the_council_and_stays_silent_in_the_journal(
    draft: Paper, office: Any, person_of: Any
) -> None:
    actions.change_paper(paper=draft, changes={"is_public": False}, by=office, now=NOW)
    actions.submit_paper(paper=draft, number="7-26", dated=date(2026, 3, 5), by=office, now=NOW)
    assert journal()[-1][2] == {"number": "7-26", "dated": "2026-03-05"}
    assert Client().get(draft.get_absolute_url()).status_code == 404
    assert [row.title["de"] for row in thread.search("bruecke raeder", seen_by=person_of("council"), kind="paper")] == [
        "Eine Brücke für Räder"
    ]


def test_two_papers_never_share_a_number(draft: Paper, paper: Paper, office: Any) -> None:
    with pytest.raises(NumberTaken):
        actions.submit_paper(paper=draft, number="100-26", dated=date(2026, 3, 5), by=office, now=NOW)
    with pytest.raises(NumberTaken):
        actions.change_paper(paper=draft, changes={"number": "100-26"}, by=office, now=NOW)
    draft.refresh_from_db()
    assert (draft.state, draft.number, len(journal())) == ("draft", "", 1)


def test_nobody_decides_a_draft(draft: Paper, council_body: Body, office: Any) -> None:
    step = actions.add_consultation(
        paper=draft, body=council_body, on=date(2026, 3, 1), role="decision", by=office, now=NOW
    )
    for attempt in (
        lambda: actions.set_result(consultation=step, result="agreed", on=step.on, by=office, now=NOW),
        lambda: actions.defer_consultation(
            consultation=step, next_on=date(2026, 4, 1), on=step.on, note="x", by=office, now=NOW
        ),
    ):
        with pytest.raises(NotSubmitted):
            attempt()
    assert Resolution.objects.count() == 0


def test_sources_can_be_changed_and_the_resolution_is_measured_by_what_is_left(
    resolution: Resolution, indicator: Indicator, picture: Picture, project: Project, office: Any
) -> None:
    assert list(measures_of(resolution)) == [indicator]
    paper = resolution.paper
    actions.set_sources(paper=paper, sources=[picture], reason="Verwechselt.", by=office, now=NOW)
    assert (sources(paper), list(measures_of(resolution))) == ([("picture", "wege", "proposed_in", "Verwechselt.")], [])
    actions.set_sources(paper=paper, sources=[picture, project], reason="Doch.", by=office, now=NOW)
    assert (len(sources(paper)), list(measures_of(resolution))) == (2, [indicator])
    changes = [facts for kind, _subject, facts in journal() if kind == "paper.sources_changed"]
    assert changes == [{"added": ["wege"], "removed": ["radbruecke"]}, {"added": ["radbruecke"], "removed": []}]
    actions.set_sources(paper=paper, sources=[picture, project], reason="Doch.", by=office, now=NOW)
    assert len([kind for kind, _subject, _facts in journal() if kind == "paper.sources_changed"]) == 2


def test_the_pages_draft_change_and_hand_in(picture: Picture, project: Project, office: Any, client_of: Any) -> None:
    client = client_of(office)
    chooser = client.get("/vorlagen/neu/").content.decode()
    assert "Alle kommen sicher an" in chooser and "Radbrücke" in chooser
    assert "mindestens ein Bild" in client.get("/vorlagen/neu/?weiter=1").content.decode()
    address = "/vorlagen/neu/?bild=wege&projekt=radbruecke"
    form = client.get(address).content.decode()
    assert "Der Rat beauftragt die Verwaltung, das Projekt „Radbrücke“ umzusetzen." in form
    assert f'<option value="{project.unit_id}" selected>' in form
    sent = {"title_de": "Brücke", "unit": project.unit_id, "is_public": "on", "reason": "Es ist Zeit."}
    page = client.post(address, sent).headers["Location"]
    shown = client.get(page).content.decode()
    assert "noch nicht eingereicht" in shown and "Alle kommen sicher an" in shown
    assert client.post(f"{page}bearbeiten/", {**sent, "title_de": "Radbrücke bauen"}).status_code == 302
    picked = {"pictures": [picture.pk], "projects": [], "reason": "Nur das Bild."}
    assert client.post(f"{page}woher/", picked).status_code == 302
    assert client.post(f"{page}einreichen/", {"number": "", "dated": "1.3.2026"}).status_code == 422
    assert client.post(f"{page}einreichen/", {"number": "9-26", "dated": "1.3.2026"}).status_code == 302
    public = Client().get(page).content.decode()
    assert "Radbrücke bauen" in public and "Vorlage 9-26" in public and "noch nicht eingereicht" not in public
