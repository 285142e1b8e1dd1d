"""Anybody says that a text breaks the rules; the moderation decides."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stadtgespraech.apps.people.actions import delete_account
from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.voices import actions, queries
from stadtgespraech.apps.voices.actions.complaining import KEPT_AFTER_CLOSING, forget_complaints
from stadtgespraech.apps.voices.models import Comment, Complaint, Voice
from stadtgespraech.core.access.models import AccessLogEntry
from stadtgespraech.core.errors import BadInput, Conflict, NotAllowed, SignInFirst
from stadtgespraech.core.journal.models import JournalEntry
from tests.apps.voices.talking import NOW, a_voice, talk

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


@pytest.fixture
def voice(db: None) -> Voice:
    return a_voice()


@pytest.fixture
def comment(voice: Voice) -> Comment:
    return talk(voice, comments=1)[0]


@pytest.fixture
def moderator(person_of: Any) -> Any:
    return person_of("moderator")


def test_a_visitor_complains(voice: Voice, comment: Comment) -> None:
    first = actions.complain(voice=voice, reason="Werbung", by=None, now=NOW)
    second = actions.complain(voice=voice, comment=comment, reason="Beleidigung", by=None, now=NOW)
    assert list(Complaint.objects.values_list("comment", "by", "reason", "closed_at")) == [
        (None, None, "Werbung", None),
        (comment.pk, None, "Beleidigung", None),
    ]
    assert (first.voice, second.voice) == (voice, voice)
    bodies = [json.loads(entry.body) for entry in JournalEntry.objects.order_by("seq")]
    assert [body["facts"] for body in bodies] == [
        {"voice": voice.slug, "about": "voice"},
        {"voice": voice.slug, "about": f"comment {comment.pk}"},
    ]


def test_nobody_complains_about_what_is_not_public(voice: Voice, comment: Comment) -> None:
    Comment.objects.update(state=Comment.State.HIDDEN)
    comment.refresh_from_db()
    with pytest.raises(Conflict):
        actions.complain(voice=voice, comment=comment, reason="x", by=None, now=NOW)
    voice.state = Voice.State.WITHDRAWN
    with pytest.raises(Conflict):
        actions.complain(voice=voice, reason="x", by=None, now=NOW)
    elsewhere = talk(a_voice(), comments=1)[0]
    with pytest.raises(Conflict):
        actions.complain(voice=a_voice(), comment=elsewhere, reason="x", by=None, now=NOW)
    assert Complaint.objects.count() == 0


def test_one_decision_closes_all_complaints_about_the_same_text(voice: Voice, comment: Comment, moderator: Any) -> None:
    same = [actions.complain(voice=voice, comment=comment, reason=f"{n}", by=None, now=NOW) for n in range(3)]
    other = actions.complain(voice=voice, reason="Die Stimme selbst", by=None, now=NOW)
    assert actions.close_complaint(complaint=same[1], hide=False, by=moderator, now=NOW) == 3
    assert list(queries.open_complaints(seen_by=moderator)) == [other]
    comment.refresh_from_db()
    assert comment.state == Comment.State.PUBLISHED
    with pytest.raises(Conflict):
        actions.close_complaint(complaint=same[0], hide=False, by=moderator, now=NOW)


def test_a_complaint_hides_the_comment(voice: Voice, comment: Comment, moderator: Any) -> None:
    complaint = actions.complain(voice=voice, comment=comment, reason="Beleidigung", by=None, now=NOW)
    with pytest.raises(BadInput):
        actions.close_complaint(complaint=complaint, hide=True, by=moderator, now=NOW)
    actions.close_complaint(complaint=complaint, hide=True, reason="Das beleidigt.", by=moderator, now=NOW)
    comment.refresh_from_db()
    voice.refresh_from_db()
    assert (comment.state, comment.hidden_reason, voice.comment_count) == (Comment.State.HIDDEN, "Das beleidigt.", 0)
    assert [entry.kind for entry in JournalEntry.objects.order_by("seq")] == [
        "complaint.made",
        "comment.hidden",
        "complaint.closed",
    ]


def test_a_complaint_takes_the_voice_out_of_the_public(voice: Voice, moderator: Any) -> None:
    complaint = actions.complain(voice=voice, reason="Werbung", by=None, now=NOW)
    for refusal in ("", "because"):
        with pytest.raises(BadInput):
            actions.close_complaint(complaint=complaint, hide=True, reason="x", refusal=refusal, by=moderator, now=NOW)
    complaint.refresh_from_db()
    assert complaint.closed_at is None
    actions.close_complaint(complaint=complaint, hide=True, refusal="advertising", by=moderator, now=NOW)
    voice.refresh_from_db()
    complaint.refresh_from_db()
    assert (voice.state, voice.refusal, complaint.closed_at) == (Voice.State.REJECTED, "advertising", NOW)


def test_only_the_moderation_decides(voice: Voice, person_of: Any) -> None:
    complaint = actions.complain(voice=voice, reason="Werbung", by=None, now=NOW)
    for nobody in (person_of("resident"), person_of("unit"), person_of("administrator")):
        with pytest.raises(NotAllowed):
            actions.close_complaint(complaint=complaint, hide=False, by=nobody, now=NOW)
        assert list(queries.open_complaints(seen_by=nobody)) == []
    with pytest.raises(SignInFirst):
        actions.close_complaint(complaint=complaint, hide=False, by=None, now=NOW)


def test_closed_complaints_are_forgotten_after_a_while(voice: Voice, moderator: Any) -> None:
    old = actions.complain(voice=voice, reason="Werbung", by=None, now=NOW)
    actions.close_complaint(complaint=old, hide=False, by=moderator, now=NOW)
    waiting = actions.complain(voice=voice, reason="Noch eine", by=None, now=NOW)
    assert forget_complaints(now=NOW + KEPT_AFTER_CLOSING) == 0
    assert forget_complaints(now=NOW + KEPT_AFTER_CLOSING + timedelta(seconds=1)) == 1
    assert list(Complaint.objects.all()) == [waiting]


def test_erasing_an_account_leaves_open_complaints_without_a_name(voice: Voice, person_of: Any, moderator: Any) -> None:
    person = person_of("resident")
    closed = actions.complain(voice=voice, reason="Erledigt", by=person, now=NOW)
    actions.close_complaint(complaint=closed, hide=False, by=moderator, now=NOW)
    actions.complain(voice=voice, reason="Offen", by=person, now=NOW)
    delete_account(person=person, by=person, now=timezone.now())
    assert list(Complaint.objects.values_list("reason", "by")) == [("Offen", None)]


# -- Pages -----------------------------------------------------------------------------------------


def test_the_way_of_a_complaint(voice: Voice, comment: Comment, moderator: Any, client_of: ClientOf) -> None:
    visitor, office = client_of(None), client_of(moderator)
    address = f"/stimmen/{voice.slug}/kommentare/{comment.pk}/melden/"
    assert comment.text in visitor.get(address).content.decode()
    sent = visitor.post(address, {"reason": "Das ist <b>Werbung</b>."})
    assert (sent.status_code, sent["Location"]) == (302, "/stimmen/meldungen/danke/")
    assert "Danke für den Hinweis" in visitor.get(sent["Location"]).content.decode()
    queue = office.get("/stimmen/meldungen/").content.decode()
    assert ("Das ist &lt;b&gt;Werbung&lt;/b&gt;." in queue, comment.text in queue) == (True, True)
    assert AccessLogEntry.objects.filter(kind="personal-data-read", route="voices:complaints").count() == 1
    decide = f"/stimmen/meldungen/{Complaint.objects.get().pk}/"
    missing = office.post(decide, {"decision": "hide", "reason": ""})
    assert (missing.status_code, "Bitte sagen Sie der Person" in missing.content.decode()) == (422, True)
    assert office.post(decide, {"decision": "hide", "reason": "Werbung"}).status_code == 302
    comment.refresh_from_db()
    assert comment.state == Comment.State.HIDDEN
    assert "Keine offene Meldung" in office.get("/stimmen/meldungen/").content.decode()
    assert office.get(decide).status_code == 404


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        ({"decision": "keep", "refusal": "advertising", "reason": "x"}, "published"),
        ({"decision": "hide", "refusal": "advertising", "reason": ""}, "rejected"),
    ],
)
def test_the_way_of_a_complaint_about_a_voice(
    voice: Voice, moderator: Any, client_of: ClientOf, sent: dict[str, str], state: str
) -> None:
    complaint = actions.complain(voice=voice, reason="Werbung", by=None, now=NOW)
    office, address = client_of(moderator), f"/stimmen/meldungen/{complaint.pk}/"
    assert office.post(address, {"decision": "hide", "refusal": "", "reason": "x"}).status_code == 422
    assert office.post(address, sent).status_code == 302
    complaint.refresh_from_db()
    voice.refresh_from_db()
    assert (voice.state, complaint.closed_at is not None) == (state, True)


def test_the_queue_is_the_moderations(person_of: Any, client_of: ClientOf) -> None:
    statuses = {
        role: client_of(person_of(role)).get("/stimmen/meldungen/").status_code
        for role in ("visitor", "resident", "unit", "council", "administrator", "moderator", "strategy_office")
    }
    assert statuses == {
        "visitor": 302,
        "resident": 403,
        "unit": 403,
        "council": 403,
        "administrator": 403,
        "moderator": 200,
        "strategy_office": 200,
    }


@pytest.mark.usefixtures("one_span")
def test_one_connection_complains_ten_times_an_hour(voice: Voice, client: Client) -> None:
    address = f"/stimmen/{voice.slug}/melden/"

    def send() -> int:
        return client.post(address, {"reason": "x", "submission_key": str(uuid.uuid4())}).status_code

    assert [send() for _ in range(12)] == [302] * 10 + [400] * 2
    assert Complaint.objects.count() == 10
