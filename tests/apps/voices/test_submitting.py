"""Speaking: the form, the page that shows it once more, and the receipt."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from stadtgespraech.apps.dialogue.models import Stage
from stadtgespraech.apps.following.models import Follow
from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.voices import actions, queries
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.apps.voices.views import submitting
from stadtgespraech.core.jobs.models import OutgoingMail
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.thread.models import Node
from tests.apps.voices.saying import NOW, SENT, WORDS, make_district, make_topic, open_stage, say, say_publicly
from tests.conftest import PersonOf

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


def test_a_guest_speaks_and_gets_a_receipt(client: Client) -> None:
    stage, topic, district = open_stage(), make_topic(), make_district()
    answer = client.post("/stimmen/neu/", {**SENT, "topic": topic.slug, "district": district.slug})
    voice = Voice.objects.get()
    assert answer["Location"] == f"/stimmen/{voice.slug}/quittung/"
    assert (voice.title, voice.text, voice.topic, voice.district, voice.stage, voice.author) == (
        "Sicher zur Schule mit dem Rad",
        "Meine Tochter ist neun.\nAn der Kreuzung rasen alle.",
        topic,
        district,
        stage,
        None,
    )
    assert (voice.state, voice.channel, voice.language, voice.speaker) == ("pending", "online", "de", "ohne Namen")
    assert len(voice.slug) == 8 and set(voice.slug) <= set("23456789bcdfghjkmnpqrstvwxz")
    receipt = client.get(answer["Location"]).content.decode()
    assert voice.receipt in receipt and "Danke! Ihre Stimme ist angekommen." in receipt
    # Whoever only knows the number does not learn what was said.
    assert (voice.title in receipt, client.get(voice.get_absolute_url()).status_code) == (False, 404)
    assert JournalEntry.objects.get().kind == "voice.submitted"


def test_before_sending_everything_is_shown_once_more_and_nothing_is_stored(client: Client) -> None:
    open_stage()
    page = client.post("/stimmen/neu/", {**WORDS, "signed_as": "Aylin <K.>"}).content.decode()
    assert "Stimmt alles?" in page and "Aylin &lt;K.&gt;" in page and "niemanden, ich schaue selbst nach" in page
    assert Voice.objects.count() == 0
    back = client.post("/stimmen/neu/", {**WORDS, "signed_as": "Aylin", "change": "1"})
    assert (back.status_code, 'value="Aylin"' in back.content.decode()) == (200, True)
    assert "error-summary" not in back.content.decode()


def test_what_is_missing_is_named_and_nothing_typed_is_lost(client: Client) -> None:
    open_stage()
    answer = client.post("/stimmen/neu/", {"text": "Nur ein Text", "title": "", "email": "keine Adresse", "send": "1"})
    text = answer.content.decode()
    assert (answer.status_code, Voice.objects.count()) == (422, 0)
    assert "Bitte sagen Sie es auch in einem Satz." in text and "Nur ein Text" in text and "keine Adresse" in text


def test_similar_voices_are_a_hint(client: Client, person_of: PersonOf) -> None:
    open_stage()
    office = person_of("moderator")
    say_publicly(office, "Kinder sollen sicher zur Schule kommen")
    say("Die Schule ist sicher zu klein")  # nobody has read it yet
    page = client.post("/stimmen/neu/", WORDS).content.decode()
    assert "Ähnliches haben schon andere gesagt" in page and "Kinder sollen sicher zur Schule kommen" in page
    assert "Die Schule ist sicher zu klein" not in page
    assert queries.similar_voices(title="Ganz etwas anderes", text="Neu", seen_by=None) == []


def test_with_an_account_one_says_what_becomes_of_it_and_follows(person_of: PersonOf, client_of: ClientOf) -> None:
    open_stage()
    person = person_of("resident", display_name="Aylin")
    client = client_of(person)
    form = client.get("/stimmen/neu/").content.decode()
    assert 'value="Aylin"' in form and 'name="email"' not in form
    client.post("/stimmen/neu/", {**SENT, "signed_as": "Aylin", "on_erasure": "remove"})
    voice = Voice.objects.get()
    assert (voice.author, voice.on_erasure, voice.speaker) == (person, "remove", "Aylin")
    assert list(Follow.objects.values_list("person", "node__object_id")) == [(person.pk, voice.pk)]
    assert client.get(voice.get_absolute_url()).status_code == 200
    assert "on_erasure" not in Client().get("/stimmen/neu/").content.decode()


def test_a_guest_can_leave_an_address_and_confirms_it_first(client: Client) -> None:
    open_stage()
    page = client.post("/stimmen/neu/", {**SENT, "email": "aylin@example.org"}, follow=True).content.decode()
    assert "Wir haben Ihnen eine Mail geschickt. Bestätigen Sie darin Ihre Adresse." in page
    assert list(Follow.objects.values_list("email", "confirmed_at")) == [("aylin@example.org", None)]
    mail = OutgoingMail.objects.get()
    # The address may be somebody else's: it does not repeat what was said.
    assert (mail.to, WORDS["title"] in mail.body) == ("aylin@example.org", False)


def test_when_no_stage_opens_voices_the_page_says_so(client: Client) -> None:
    open_stage(Stage.Opens.SUPPORT)
    page = client.get("/stimmen/neu/")
    assert page.status_code == 200 and "Gerade nimmt die Stadt keine neuen Stimmen an" in page.content.decode()
    answer = client.post("/stimmen/neu/", SENT)
    assert (answer.status_code, Voice.objects.count()) == (409, 0)
    assert "Ihre Eingaben stehen noch hier" in answer.content.decode() and WORDS["title"] in answer.content.decode()
    with pytest.raises(actions.Closed):
        say()


def test_too_many_from_one_connection_are_kept_waiting(
    client: Client, monkeypatch: pytest.MonkeyPatch, one_span: None
) -> None:
    open_stage()
    monkeypatch.setattr(submitting, "VOICES_PER_CONNECTION", replace(submitting.VOICES_PER_CONNECTION, most=2))
    codes = [client.post("/stimmen/neu/", SENT).status_code for _time in range(3)]
    assert (codes, Voice.objects.count()) == ([302, 302, 400], 2)
    # Somebody else's connection is free.
    assert client.post("/stimmen/neu/", SENT, REMOTE_ADDR="203.0.113.7").status_code == 302


def test_the_form_begins_with_the_topic_that_a_link_names(client: Client) -> None:
    open_stage()
    topic = make_topic()
    assert f'<option value="{topic.slug}" selected>' in client.get(f"/stimmen/neu/?thema={topic.slug}").content.decode()


def test_a_receipt_is_found_however_it_is_typed(client: Client, person_of: PersonOf) -> None:
    open_stage()
    voice = say()
    typed = f" {voice.slug[:4].upper()} - {voice.slug[4:]} "
    assert client.get("/stimmen/quittung/", {"nummer": typed})["Location"] == f"/stimmen/{voice.slug}/quittung/"
    unknown = client.get("/stimmen/quittung/?nummer=xxxx")
    assert (unknown.status_code, "Diese Quittung kennen wir nicht" in unknown.content.decode()) == (404, True)
    assert client.get("/stimmen/xxxxxxxx/quittung/").status_code == 404


@pytest.mark.parametrize("state", ["pending", "published", "rejected", "withdrawn"])
def test_the_receipt_tells_every_state(client: Client, person_of: PersonOf, state: str) -> None:
    open_stage()
    office, author = person_of("moderator"), person_of("resident")
    voice = say(by=author)
    if state == "published":
        actions.publish_voice(voice=voice, by=office, now=NOW)
    if state == "rejected":
        actions.refuse_voice(voice=voice, refusal="advertising", note="Bitte ohne Preise.", by=office, now=NOW)
    if state == "withdrawn":
        actions.withdraw_voice(voice=voice, by=author, now=NOW)
    said = {
        "pending": "Danke! Ihre Stimme ist angekommen.",
        "published": "Ihre Stimme ist veröffentlicht.",
        "rejected": "Bitte ohne Preise.",
        "withdrawn": "Diese Stimme wurde zurückgezogen.",
    }
    text = client.get(f"/stimmen/{voice.slug}/quittung/").content.decode()
    assert [word for word, sentence in said.items() if sentence in text] == [state]


def race(*, times: int) -> int:
    """Send the same form from many threads at once; returns how many voices there are afterwards."""
    open_stage()
    data = {**SENT, "submission_key": str(uuid.uuid4())}
    barrier = threading.Barrier(times)
    answers: list[Any] = []

    def send() -> None:
        try:
            barrier.wait()
            answers.append(Client().post("/stimmen/neu/", data)["Location"])
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(times)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(answers) == times
    return Voice.objects.count()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", [2, 20])
def test_the_same_form_sent_many_times_at_once_is_one_voice(times: int) -> None:
    assert race(times=times) == 1
    assert (Node.objects.filter(kind="voice").count(), JournalEntry.objects.count()) == (1, 1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_control_without_receipts_it_is_many_voices(settings: Any) -> None:
    settings.SUBMIT_ONCE = False
    assert race(times=8) == 8
