"""Reading what came in: the oldest first, publish or say why not, and nobody changes a word."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from stadtgespraech.apps.following import actions as following
from stadtgespraech.apps.following.models import Follow
from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.voices import actions
from stadtgespraech.apps.voices.models import Answer, Voice
from stadtgespraech.core import thread
from stadtgespraech.core.errors import Conflict, NotAllowed
from stadtgespraech.core.jobs.models import OutgoingMail
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.journal.writing import facts_of
from stadtgespraech.core.thread.models import Node
from tests.apps.voices.saying import NOW, make_district, make_topic, open_stage, say, say_publicly
from tests.conftest import PersonOf

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


def test_the_oldest_stands_on_top_and_one_button_publishes_it(person_of: PersonOf, client_of: ClientOf) -> None:
    open_stage()
    topic, district = make_topic(), make_district()
    say("Die zweite", now=NOW + timedelta(hours=1))
    oldest = say("Die erste")
    client = client_of(person_of("moderator"))
    page = client.get("/stimmen/pruefen/").content.decode()
    assert re.findall(r'id="aktuell">([^<]+)<', page) == ["Die erste"]
    answer = client.post(f"/stimmen/{oldest.slug}/veroeffentlichen/", {"topic": topic.slug, "district": district.slug})
    oldest.refresh_from_db()
    assert (answer["Location"], oldest.state, oldest.topic, oldest.district) == (
        "/stimmen/pruefen/",
        "published",
        topic,
        district,
    )
    assert re.findall(r'id="aktuell">([^<]+)<', client.get("/stimmen/pruefen/").content.decode()) == ["Die zweite"]


def test_the_queue_marks_links_and_repeats(person_of: PersonOf, client_of: ClientOf) -> None:
    open_stage()
    for _time in range(2):
        say("Billig", text="Nur auf www.billig.example")
    page = client_of(person_of("strategy_office")).get("/stimmen/pruefen/").content.decode()
    assert "Enthält Verweise auf andere Seiten." in page and "Wort für Wort dasselbe steht noch einmal da." in page


def test_an_empty_queue_says_so(person_of: PersonOf, client_of: ClientOf) -> None:
    assert "Alles gelesen" in client_of(person_of("moderator")).get("/stimmen/pruefen/").content.decode()


def test_publishing_makes_it_public_everywhere_and_tells_the_author(person_of: PersonOf) -> None:
    open_stage()
    author, moderator = person_of("resident"), person_of("moderator")
    voice = say(by=author)
    assert Node.objects.get(kind="voice").visibility == "person"
    actions.publish_voice(voice=voice, by=moderator, now=NOW)
    again = actions.publish_voice(voice=voice, by=moderator, now=NOW + timedelta(days=1))
    assert (again.published_at, Node.objects.get(kind="voice").visibility) == (NOW, "public")
    mail = OutgoingMail.objects.get()
    assert (mail.to, f"/stimmen/{voice.slug}/" in mail.body) == (author.email, True)
    assert [entry.kind for entry in JournalEntry.objects.order_by("seq")] == ["voice.submitted", "voice.published"]


def test_a_refusal_names_its_reason_to_the_author_only(person_of: PersonOf, client_of: ClientOf) -> None:
    open_stage()
    author = person_of("resident")
    voice = say(by=author)
    client = client_of(person_of("moderator"))
    unsaid = client.post(f"/stimmen/{voice.slug}/ablehnen/", {"note": "Warum auch immer"})
    assert (unsaid.status_code, "Bitte nennen Sie einen Grund." in unsaid.content.decode()) == (422, True)
    client.post(f"/stimmen/{voice.slug}/ablehnen/", {"refusal": "personal-data", "note": "Bitte ohne den Nachbarn."})
    mail = OutgoingMail.objects.get()
    assert mail.to == author.email
    assert "Sie nennt persönliche Daten anderer." in mail.body and "Bitte ohne den Nachbarn." in mail.body
    page = client_of(author).get(voice.get_absolute_url()).content.decode()
    assert "Ihre Stimme wird nicht veröffentlicht." in page and "Bitte ohne den Nachbarn." in page
    assert Client().get(voice.get_absolute_url()).status_code == 404
    entry = JournalEntry.objects.get(kind="voice.refused")
    assert facts_of(entry)["facts"] == {"refusal": "personal-data", "was_public": False}
    assert "Nachbarn" not in entry.body


def test_a_guest_with_a_confirmed_address_is_told_too_but_nobody_who_follows_later(person_of: PersonOf) -> None:
    open_stage()
    moderator = person_of("moderator")
    voice = say(email="aylin@example.org")
    OutgoingMail.objects.all().delete()
    actions.publish_voice(voice=voice, by=moderator, now=NOW)
    assert OutgoingMail.objects.count() == 0  # not confirmed
    Follow.objects.update(confirmed_at=NOW)
    later = following.follow_as_guest(obj=voice, email="b@example.org", language="de", now=NOW + timedelta(days=1))
    Follow.objects.filter(pk=later.pk).update(confirmed_at=NOW + timedelta(days=1))
    OutgoingMail.objects.all().delete()
    actions.refuse_voice(voice=voice, refusal="rules", note="", by=moderator, now=NOW)
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["aylin@example.org"]


def test_taking_a_published_voice_down_hides_its_answer_too(person_of: PersonOf) -> None:
    open_stage()
    moderator = person_of("moderator")
    voice = say_publicly(moderator)
    answer = Answer.objects.create(voice=voice, disposition="planned", text="Ja.", given_at=NOW)
    thread.put(answer, at=NOW)
    actions.refuse_voice(voice=voice, refusal="rules", note="", by=moderator, now=NOW)
    assert set(Node.objects.filter(kind__in=("voice", "answer")).values_list("visibility", flat=True)) == {"person"}
    actions.publish_voice(voice=voice, by=moderator, now=NOW)
    assert set(Node.objects.filter(kind__in=("voice", "answer")).values_list("visibility", flat=True)) == {"public"}


def test_two_who_refuse_for_different_reasons_do_not_overwrite_each_other(person_of: PersonOf) -> None:
    open_stage()
    moderator = person_of("moderator")
    voice = say()
    first = actions.refuse_voice(voice=voice, refusal="rules", note="", by=moderator, now=NOW)
    assert actions.refuse_voice(voice=voice, refusal="rules", note="", by=moderator, now=NOW).pk == first.pk
    with pytest.raises(Conflict):
        actions.refuse_voice(voice=voice, refusal="advertising", note="", by=moderator, now=NOW)


def test_topic_and_district_are_set_and_the_words_stay(person_of: PersonOf, client_of: ClientOf) -> None:
    open_stage()
    topic, moderator = make_topic(), person_of("moderator")
    voice = say_publicly(moderator)
    answer = client_of(moderator).post(f"/stimmen/{voice.slug}/einordnen/", {"topic": topic.slug, "title": "Anders"})
    after = Voice.objects.get()
    assert (answer.status_code, after.topic, after.title, after.text) == (302, topic, voice.title, voice.text)
    actions.sort_voice(voice=voice, topic=topic, district=None, by=moderator, now=NOW)
    assert JournalEntry.objects.filter(kind="voice.sorted").count() == 1


def test_nobody_else_moderates(person_of: PersonOf, client_of: ClientOf) -> None:
    open_stage()
    author = person_of("resident")
    voice = say(by=author)
    for person in (author, person_of("unit"), person_of("council")):
        with pytest.raises(NotAllowed):
            actions.publish_voice(voice=voice, by=person, now=NOW)
        with pytest.raises(NotAllowed):
            actions.refuse_voice(voice=voice, refusal="rules", note="", by=person, now=NOW)
        with pytest.raises(NotAllowed):
            actions.sort_voice(voice=voice, topic=None, district=None, by=person, now=NOW)
        assert client_of(person).get("/stimmen/pruefen/").status_code == 403
