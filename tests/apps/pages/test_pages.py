"""Editorial pages and barrier reports."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from stadtgespraech.apps.pages import actions, queries
from stadtgespraech.apps.pages.models import BarrierReport, Page
from stadtgespraech.apps.people import own_data
from stadtgespraech.apps.people.actions import delete_account
from stadtgespraech.core import thread
from stadtgespraech.core.access.models import AccessLogEntry
from stadtgespraech.core.errors import Conflict, NotAllowed
from stadtgespraech.core.jobs.models import OutgoingMail
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread.models import Node

NOW = datetime(2026, 5, 14, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def impressum() -> Page:
    page = Page.objects.create(
        slug="impressum",
        title=Translated(de="Impressum", en="Legal notice"),
        text=Translated(de="## Stadt\n\n<script>alert(1)</script> [böse](javascript:alert(1))"),
        is_legal=True,
        changed_on=date(2024, 4, 1),
    )
    thread.put(page, at=NOW)
    queries.forget_legal_links()
    return page


def test_a_page_shows_its_text_without_what_could_do_harm(client: Client, impressum: Page) -> None:
    html = client.get("/seiten/impressum/").content.decode()
    assert "<h2>Stadt</h2>" in html
    assert ("<script>alert" in html, 'href="javascript' in html) == (False, False)


def test_unknown_and_archived_pages_give_the_same_answer(client: Client, impressum: Page) -> None:
    Page.objects.filter(pk=impressum.pk).update(archived_at=NOW)
    answers = [client.get(path) for path in ("/seiten/impressum/", "/seiten/gibt-es-nicht/")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content.replace(b"impressum", b"") == answers[1].content.replace(b"gibt-es-nicht", b"")


def test_legal_pages_stand_in_every_footer_in_the_readers_language(client: Client, impressum: Page) -> None:
    german, english = (
        client.get("/barriere-melden/").content.decode(),
        client.get("/en/barriere-melden/").content.decode(),
    )
    assert '<a href="/seiten/impressum/">Impressum</a>' in german
    assert '<a href="/en/seiten/impressum/">Legal notice</a>' in english


def test_plain_language_shows_only_once_it_was_reviewed(client: Client, impressum: Page) -> None:
    Page.objects.filter(pk=impressum.pk).update(easy_text="Das ist die Stadt.")
    assert client.get("/seiten/impressum/leichte-sprache/").status_code == 404
    Page.objects.filter(pk=impressum.pk).update(easy_reviewed_by="Büro Beispiel", easy_reviewed_on=date(2026, 1, 2))
    assert "Büro Beispiel" in client.get("/seiten/impressum/leichte-sprache/").content.decode()


def page_values(**changes: Any) -> dict[str, Any]:
    values = {"title_de": "Impressum", "title_en": "", "text_de": "Neu", "text_en": "", "easy_text": ""}
    return {**values, "easy_reviewed_by": "", "easy_reviewed_on": "", "submission_key": str(uuid.uuid4()), **changes}


def test_changing_a_page_writes_text_node_and_one_journal_entry(impressum: Page, person_of: Any) -> None:
    office = person_of("strategy_office")
    actions.change_page(page=impressum, changes={"text": Translated(de="Neu")}, by=office, now=NOW)
    entry = JournalEntry.objects.get()
    assert (entry.kind, json.loads(entry.body)["facts"]) == ("page.changed", {"fields": ["text"]})
    assert (Page.objects.get().text, Page.objects.get().changed_on) == (Translated(de="Neu"), date(2026, 5, 14))
    assert Node.objects.get(kind="page").summary == Translated(de="Neu")


def test_changing_nothing_writes_nothing(impressum: Page, person_of: Any) -> None:
    actions.change_page(page=impressum, changes={"title": impressum.title}, by=person_of("strategy_office"), now=NOW)
    assert (JournalEntry.objects.count(), Page.objects.get().changed_on) == (0, date(2024, 4, 1))


def test_only_the_strategy_office_changes_pages(impressum: Page, person_of: Any) -> None:
    for role in ("resident", "unit", "administrator"):
        with pytest.raises(NotAllowed):
            actions.change_page(page=impressum, changes={"text": Translated(de="x")}, by=person_of(role), now=NOW)
    assert Page.objects.get().text == impressum.text


def test_the_preview_shows_and_stores_nothing(impressum: Page, person_of: Any, client_of: Any) -> None:
    answer = client_of(person_of("strategy_office")).post(
        "/seiten/impressum/bearbeiten/", page_values(text_de="**fett**", preview="1")
    )
    assert "<strong>fett</strong>" in answer.content.decode()
    assert (Page.objects.get().text, JournalEntry.objects.count()) == (impressum.text, 0)


def test_a_review_needs_office_and_day(impressum: Page, person_of: Any, client_of: Any) -> None:
    answer = client_of(person_of("strategy_office")).post(
        "/seiten/impressum/bearbeiten/", page_values(easy_text="x", easy_reviewed_by="Büro")
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "easy_reviewed_on": ["Eine Prüfung braucht beides: die Stelle und den Tag."]
    }


def test_anybody_reports_a_barrier_and_the_office_gets_a_mail_without_its_text(client: Client) -> None:
    key = str(uuid.uuid4())
    for _again in range(2):
        answer = client.post(
            "/barriere-melden/",
            {"text": "Kein Kontrast", "address": "/ziele/", "contact": "0231 geheim", "submission_key": key},
        )
        assert (answer.status_code, answer["Location"]) == (302, "/barriere-melden/danke/")
    report, mail = BarrierReport.objects.get(), OutgoingMail.objects.get()
    assert (report.text, report.address, report.contact) == ("Kein Kontrast", "/ziele/", "0231 geheim")
    assert "geheim" not in mail.body + mail.subject + JournalEntry.objects.get().body


def test_an_empty_report_is_refused_in_a_sentence_and_keeps_what_was_typed(client: Client) -> None:
    answer = client.post("/barriere-melden/", {"text": "", "contact": "Telefon 1"})
    html = answer.content.decode()
    assert (answer.status_code, BarrierReport.objects.count()) == (422, 0)
    assert 'value="Telefon 1"' in html
    assert 'href="#id_text"' in html


@pytest.mark.usefixtures("one_span")
def test_the_eleventh_report_of_an_hour_is_refused(client: Client) -> None:
    codes = [
        client.post("/barriere-melden/", {"text": f"Nr. {number}", "submission_key": str(uuid.uuid4())}).status_code
        for number in range(11)
    ]
    assert (codes, BarrierReport.objects.count()) == ([302] * 10 + [400], 10)


def test_closing_erases_the_report_once(person_of: Any) -> None:
    report = actions.report_barrier(text="a", address="b", contact="c", by=None, now=NOW)
    office = person_of("strategy_office")
    actions.close_barrier_report(report=report, by=office, now=NOW)
    with pytest.raises(Conflict):
        actions.close_barrier_report(report=report, by=office, now=NOW)
    report.refresh_from_db()
    assert (report.text, report.address, report.contact, report.closed_at) == ("", "", "", NOW)


def test_looking_at_reports_is_logged_and_only_for_the_office(person_of: Any, client_of: Any) -> None:
    actions.report_barrier(text="Schwelle am Eingang", address="", contact="", by=None, now=NOW)
    assert client_of(person_of("unit")).get("/barrieren/").status_code == 403
    assert "Schwelle am Eingang" in client_of(person_of("strategy_office")).get("/barrieren/").content.decode()
    kinds = list(AccessLogEntry.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["denied", "personal-data-read"]


def test_each_report_closes_by_its_own_button(person_of: Any, client_of: Any) -> None:
    for text in "ab":
        actions.report_barrier(text=text, address="", contact="", by=None, now=NOW)
    client = client_of(person_of("strategy_office"))
    html = client.get("/barrieren/").content.decode()
    main = html[html.index("<main") :]
    keys = [part.split('"')[0] for part in main.split('name="submission_key" value="')[1:]]
    assert len(set(keys)) == 2
    for pk, key in zip(BarrierReport.objects.values_list("pk", flat=True), keys, strict=True):
        client.post(f"/barrieren/{pk}/schliessen/", {"submission_key": key})
    assert BarrierReport.objects.filter(closed_at=None).count() == 0


def test_the_list_leads_to_every_page_and_marks_drafts(client: Client, impressum: Page) -> None:
    Page.objects.create(slug="alt", title=Translated(de="Alt"), changed_on=date(2024, 1, 1), archived_at=NOW)
    Page.objects.create(slug="neu", title=Translated(de="Neu"), changed_on=date(2024, 1, 1), is_draft=True, order=60)
    html = client.get("/seiten/").content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert [slug in main for slug in ("/seiten/impressum/", "/seiten/neu/", "/seiten/alt/")] == [True, True, False]
    assert main.count("Entwurf") == 1


def test_saving_in_english_stays_english(impressum: Page, person_of: Any, client_of: Any) -> None:
    answer = client_of(person_of("strategy_office")).post("/en/seiten/impressum/bearbeiten/", page_values())
    assert answer["Location"] == "/en/seiten/impressum/"


def test_who_deletes_their_account_takes_their_reports_along(person_of: Any) -> None:
    person = person_of("resident", email="a@example.org")
    mine = actions.report_barrier(text="a", address="", contact="Mail: A@example.org", by=None, now=NOW)
    other = actions.report_barrier(text="b", address="", contact="b@example.org", by=None, now=NOW)
    assert own_data.collect(person)["barrier_reports"] == [{"at": str(NOW), "text": "a"}]
    delete_account(person=person, by=person, now=NOW)
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.text, mine.contact, mine.closed_at, other.contact) == ("", "", NOW, "b@example.org")
