"""The pages of comments: without script, by position, in a fixed number of statements, sent at most once."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from stadtgespraech.apps.people.models import Person, Unit
from stadtgespraech.apps.voices import actions, commenting_boxes
from stadtgespraech.apps.voices.models import Comment, Voice
from stadtgespraech.core.languages import Translated
from tests.apps.voices.talking import NOW, a_voice, at_once, open_comments, talk
from tests.counting import page_statements

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


@pytest.fixture
def voice(db: None) -> Voice:
    open_comments()
    return a_voice()


@pytest.fixture
def person(person_of: Any) -> Any:
    return person_of("resident", display_name="Emre")


def of(voice: Voice, number: int | None = None) -> str:
    return f"/stimmen/{voice.slug}/kommentare/" + (f"{number}/" if number else "")


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def sent(words: str = "Das stimmt.", **more: str) -> dict[str, str]:
    return {"text": words, "submission_key": str(uuid.uuid4()), **more}


def numbers_on(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="kommentar-(\d+)"', page)]


def test_writing_leads_to_what_was_written(voice: Voice, person: Any, client_of: ClientOf) -> None:
    client = client_of(person)
    talk(voice, comments=25)
    answer = client.post(of(voice), sent("Ein <b>neuer</b>\nGedanke"))
    comment = Comment.objects.get(author=person)
    assert answer["Location"] == f"{of(voice)}?reihenfolge=neu#kommentar-{comment.pk}"
    page = text(client, answer["Location"])
    assert numbers_on(page)[0] == comment.pk
    assert "Ein &lt;b&gt;neuer&lt;/b&gt;<br>Gedanke" in page
    assert "26 Kommentare" in page


def test_answering_leads_to_the_answer(voice: Voice, person: Any, client_of: ClientOf) -> None:
    (top,) = talk(voice, comments=1, replies=30)
    client = client_of(person)
    page = text(client, of(voice, top.pk))
    assert (len(numbers_on(page)), 'id="antworten"' in page) == (21, True)
    answer = client.post(of(voice, top.pk), sent("Meine Antwort"))
    reply = Comment.objects.get(author=person)
    address, anchor = answer["Location"].split("#")
    assert (reply.parent, anchor) == (top, f"kommentar-{reply.pk}")
    assert numbers_on(text(client, address)) == [top.pk, reply.pk]
    # The address of a reply leads to its place as well.
    assert client.get(of(voice, reply.pk))["Location"] == answer["Location"]


def test_visitors_read_and_are_told_how_to_write(voice: Voice, client: Client) -> None:
    (top,) = talk(voice, comments=1)
    for address in (of(voice), of(voice, top.pk)):
        page = text(client, address)
        assert ("<textarea" in page, f"/anmelden/?next={address}" in page) == (False, True)
    answer = client.post(of(voice), sent())
    assert (answer.status_code, Comment.objects.count()) == (403, 1)


def test_when_no_stage_opens_comments_the_page_says_so(person: Any, client_of: ClientOf) -> None:
    open_comments(opens=False)
    voice, client = a_voice(), client_of(person)
    page = text(client, of(voice))
    assert ("<textarea" in page, "Zurzeit kann man Stimmen nicht kommentieren." in page) == (False, True)
    # Somebody had the page open: nothing typed is lost, nothing is stored.
    answer = client.post(of(voice), sent("Zu spät"))
    assert (answer.status_code, Comment.objects.count()) == (409, 0)


@pytest.mark.parametrize("words", ["", "   ", "x" * 2_001])
def test_nothing_typed_is_lost(voice: Voice, person: Any, client_of: ClientOf, words: str) -> None:
    answer = client_of(person).post(of(voice), sent(words))
    page = answer.content.decode()
    assert (answer.status_code, words.strip() in page, Comment.objects.count()) == (422, True, 0)


def test_staff_choose_in_whose_name_they_speak(voice: Voice, person_of: Any, client_of: ClientOf) -> None:
    own = Unit.objects.create(slug="gruen", number="63", name=Translated(de="Grünflächenamt"))
    other = Unit.objects.create(slug="bau", number="61", name=Translated(de="Bauamt"))
    client = client_of(person_of("unit", unit=own, display_name="Frau Beispiel"))
    page = text(client, of(voice))
    assert ("Grünflächenamt" in page, "In meinem eigenen Namen" in page, "Bauamt" in page) == (True, True, False)
    assert client.post(of(voice), sent("Wir prüfen das.", unit=str(other.pk))).status_code == 422
    assert client.post(of(voice), sent("Wir prüfen das.", unit=str(own.pk))).status_code == 302
    shown = text(Client(), of(voice))
    assert ("Grünflächenamt" in shown, "Antwort der Verwaltung" in shown, "Frau Beispiel" in shown) == (
        True,
        True,
        False,
    )


def test_the_way_of_a_comment_that_is_hidden_shown_and_deleted(
    voice: Voice, person: Any, person_of: Any, client_of: ClientOf
) -> None:
    writer, office, reader = client_of(person), client_of(person_of("moderator")), Client()
    comment = actions.write_comment(voice=voice, text="Ihr seid doof.", by=person, now=NOW)
    hide, show, delete = (f"{of(voice, comment.pk)}{word}/" for word in ("ausblenden", "zeigen", "loeschen"))
    assert [hide in text(office, of(voice)), hide in text(writer, of(voice))] == [True, False]
    assert [delete in text(writer, of(voice)), delete in text(office, of(voice))] == [True, False]
    assert "Ihr seid doof." in text(office, hide)
    assert office.post(hide, {"reason": ""}).status_code == 422
    assert office.post(hide, {"reason": "Das beleidigt."})["Location"] == of(voice, comment.pk)
    assert "Ihr seid doof." not in text(reader, of(voice)) + text(reader, of(voice, comment.pk))
    assert "Das beleidigt." in text(writer, of(voice))
    assert "Das beleidigt." not in text(reader, of(voice))
    assert office.post(show, sent())["Location"] == of(voice, comment.pk)
    assert "Ihr seid doof." in text(reader, of(voice))
    assert (writer.post(hide, {"reason": "x"}).status_code, office.post(delete, sent()).status_code) == (403, 403)
    assert writer.post(delete, sent())["Location"] == of(voice, comment.pk)
    assert "Dieser Kommentar wurde gelöscht." in text(reader, of(voice))
    assert [reader.get(address).status_code for address in (hide, show, delete)] == [404, 404, 404]


def test_comments_of_another_voice_are_not_found(voice: Voice, client: Client) -> None:
    (elsewhere,) = talk(a_voice(), comments=1)
    hidden_voice = a_voice(state=Voice.State.PENDING)
    (unseen,) = talk(hidden_voice, comments=1)
    for address in (of(voice, elsewhere.pk), of(hidden_voice), of(hidden_voice, unseen.pk), of(voice, 2**63)):
        assert client.get(address).status_code == 404


def test_the_english_page_stays_english(voice: Voice, person: Any, client_of: ClientOf) -> None:
    answer = client_of(person).post(f"/en{of(voice)}", sent())
    assert answer["Location"].startswith(f"/en{of(voice)}?")


@pytest.mark.usefixtures("one_span")
def test_one_person_writes_thirty_comments_an_hour(voice: Voice, person: Any, client_of: ClientOf) -> None:
    client = client_of(person)
    statuses = [client.post(of(voice), sent(f"Nummer {n}")).status_code for n in range(32)]
    assert (statuses, Comment.objects.count()) == ([302] * 30 + [400] * 2, 30)


# -- Statements ------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("role", ["visitor", "resident", "moderator", "unit"])
def test_pages_ask_as_often_for_1000_comments_as_for_10(
    voice: Voice, role: str, person_of: Any, client_of: ClientOf
) -> None:
    unit = Unit.objects.create(slug="amt", number="1", name=Translated(de="Amt")) if role == "unit" else None
    person = person_of(role, unit=unit)
    client = client_of(person)
    counts = []
    for comments in (10, 990):
        top = talk(voice, comments=comments, replies=4, author=person)[-1]
        addresses = (of(voice), f"{of(voice)}?reihenfolge=neu", of(voice, top.pk))
        counts.append([page_statements(client, address) for address in addresses])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 15
    assert Comment.objects.count() == 5_000


def test_the_boxes_on_a_voices_page_ask_at_most_four_times(
    voice: Voice, person_of: Any, django_assert_max_num_queries: Any
) -> None:
    person = person_of("moderator")
    assert person.roles
    talk(voice, comments=30, replies=5, author=person)
    with django_assert_max_num_queries(4):
        found = [
            box(voice, person)
            for box in (commenting_boxes.pictures, commenting_boxes.comments, commenting_boxes.own_pictures)
        ]
    assert [template for template, _context in filter(None, found)] == [
        "voices/boxes/comments.html",
        "voices/boxes/own_pictures.html",
    ]


# -- Races -----------------------------------------------------------------------------------------


def send_at_once(person: Any, client_of: ClientOf, times: int) -> tuple[int, int]:
    """One form from several browsers' tabs at the same moment: (comments, counter)."""
    open_comments()
    voice, form = a_voice(), sent("Nur einmal")
    clients = [client_of(person) for _ in range(times)]
    answers = at_once(times, lambda number: clients[number].post(of(voice), form).status_code)
    assert answers == [302] * times
    return Comment.objects.count(), Voice.objects.get(pk=voice.pk).comment_count


@pytest.mark.django_db(transaction=True)
def test_a_comment_that_is_sent_five_times_stands_there_once(person_of: Any, client_of: ClientOf) -> None:
    assert send_at_once(person_of("resident"), client_of, 5) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_control_without_receipts_it_stands_there_five_times(
    person_of: Any, client_of: ClientOf, settings: Any
) -> None:
    settings.SUBMIT_ONCE = False
    assert send_at_once(person_of("resident"), client_of, 5) == (5, 5)
