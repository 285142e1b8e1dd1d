"""The list, its filters and tables, a voice's page in every state, and what other pages show of voices."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stadtgespraech.apps.dialogue.models import Stage
from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.pictures.models import MERGED_INTO, Picture
from stadtgespraech.apps.voices import actions
from stadtgespraech.apps.voices.models import Answer, Voice
from stadtgespraech.apps.voices.queries import AnswerState, Sort, VoiceFilter, voices
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated
from tests.apps.voices.saying import NOW, make_district, make_topic, open_stage, say, say_publicly
from tests.conftest import PersonOf
from tests.counting import page_statements

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]
TODAY = date(2026, 6, 1)


def answer(voice: Voice, **values: Any) -> Answer:
    made = Answer.objects.create(
        voice=voice,
        **{"disposition": "adopted", "text": "Wird gebaut.", "given_at": NOW + timedelta(days=11), **values},
    )
    thread.put(made, at=NOW)
    return made


def titles(only: VoiceFilter | None = None, seen_by: Any = None) -> list[str]:
    return [voice.title for voice in voices(seen_by=seen_by, only=only or VoiceFilter(), today=TODAY)]


@pytest.fixture
def office(person_of: PersonOf) -> Any:
    open_stage()
    return person_of("strategy_office")


@pytest.fixture
def three(office: Any) -> dict[str, Voice]:
    """One answered on paper, one overdue, one of today."""
    topic, district = make_topic(), make_district()
    paper = actions.enter_voice(
        text="Übermut an der Kreuzung",
        channel="paper",
        given_on=date(2026, 5, 1),
        topic=topic,
        district=district,
        by=office,
        now=NOW,
    )
    answer(paper)
    late = say_publicly(office, "Der Bus kommt nie", topic=topic)
    new = say_publicly(office, "Mehr Bänke", now=NOW + timedelta(hours=1))
    Voice.objects.filter(pk=late.pk).update(due_on=TODAY - timedelta(days=1), support_count=3)
    Voice.objects.filter(pk=new.pk).update(due_on=TODAY)
    say("Noch nicht gelesen")
    return {"paper": paper, "late": late, "new": new}


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (VoiceFilter(), ["Mehr Bänke", "Der Bus kommt nie", "Übermut an der Kreuzung"]),
        (VoiceFilter(sort=Sort.MOST_SUPPORTED), ["Der Bus kommt nie", "Mehr Bänke", "Übermut an der Kreuzung"]),
        (VoiceFilter(words="uebermut KREUZ"), ["Übermut an der Kreuzung"]),
        (VoiceFilter(words="gelesen"), []),
        (VoiceFilter(topic="mobilitaet"), ["Der Bus kommt nie", "Übermut an der Kreuzung"]),
        (VoiceFilter(topic="mobilitaet", district="huckarde"), ["Übermut an der Kreuzung"]),
        (VoiceFilter(channel="paper"), ["Übermut an der Kreuzung"]),
        (VoiceFilter(answer=AnswerState.ANSWERED), ["Übermut an der Kreuzung"]),
        (VoiceFilter(answer=AnswerState.OVERDUE), ["Der Bus kommt nie"]),
        (VoiceFilter(answer=AnswerState.OPEN), ["Mehr Bänke", "Der Bus kommt nie"]),
    ],
    ids=str,
)
def test_filters(three: dict[str, Voice], only: VoiceFilter, expected: list[str]) -> None:
    assert titles(only) == expected


def test_the_list_shows_only_what_is_public_even_to_the_office(three: dict[str, Voice], office: Any) -> None:
    assert "Noch nicht gelesen" not in titles(seen_by=office)


def test_the_list_as_a_page(client: Client, three: dict[str, Voice]) -> None:
    page = client.get("/stimmen/?q=kreuzung&antwort=beantwortet").content.decode()
    assert "Eine Stimme für „kreuzung“" in page and "wird übernommen" in page and "Der Bus kommt nie" not in page
    assert "/stimmen/liste.csv?q=kreuzung&amp;antwort=beantwortet" in page
    nothing = client.get("/stimmen/?q=xyz").content.decode()
    assert "Dazu hat noch niemand etwas gesagt" in nothing
    odd = client.get("/stimmen/", {"thema": "gibt-es-nicht", "weg": "brieftaube", "q": "a\x00b", "seite": "9" * 30})
    assert (odd.status_code, 'aria-invalid="true"' in odd.content.decode()) == (200, True)


def test_without_any_voice_the_list_invites(client: Client) -> None:
    assert "Noch hat niemand etwas gesagt" in client.get("/stimmen/").content.decode()


def test_the_table_holds_what_the_list_shows_and_no_names(client: Client, office: Any) -> None:
    say_publicly(office, "=cmd|' /C calc'!A0", signed_as="Aylin", text="-1 und mehr")
    say_publicly(office, "Etwas anderes")
    response: Any = client.get("/stimmen/liste.csv?q=calc")
    text = response.getvalue().decode()
    assert "'=cmd|' /C calc'!A0" in text and "'-1 und mehr" in text
    assert "Etwas anderes" not in text and "Aylin" not in text
    xlsx: Any = client.get("/stimmen/liste.xlsx")
    assert xlsx.getvalue()[:2] == b"PK"
    assert client.get("/stimmen/liste.exe").status_code == 404


# -- The page --------------------------------------------------------------------------------------


def page_of(client: Client, voice: Voice) -> str:
    return client.get(voice.get_absolute_url()).content.decode()


def test_the_page_holds_words_origin_and_what_became_of_it(client: Client, three: dict[str, Voice]) -> None:
    voice = three["paper"]
    picture = Picture.objects.create(
        slug="wege", kind="starting", title=Translated(de="Sichere Wege"), text=Translated(de="So."), state="discussed"
    )
    thread.put(picture, at=NOW)
    thread.connect(voice, MERGED_INTO, picture, by=None, at=NOW)
    page = page_of(client, voice)
    for part in (
        "Was wurde daraus?",
        "Woher kommt das?",
        "Diese Stimme",
        "Papierkarte",
        "1. Mai 2026",
        "nach 24 Tagen",
    ):
        assert part in page, part
    assert "Sie ist Teil des Ausgangsbilds „Sichere Wege“" in page
    assert "Die Stadt hat geantwortet: Die Stimme wird übernommen." in page


def test_to_its_author_it_is_their_voice(person_of: PersonOf, client_of: ClientOf, office: Any) -> None:
    author = person_of("resident")
    voice = say_publicly(office, by=author)
    answer(voice)
    mine, others = page_of(client_of(author), voice), page_of(Client(), voice)
    called = re.compile(r'thread__kind">((?:Ihre|Diese) Stimme)')
    assert (called.findall(mine), called.findall(others)) == (["Ihre Stimme"], ["Diese Stimme"])


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("pending", "Ihre Stimme wird gerade geprüft."),
        ("published", "Das ist Ihre Stimme. Alle können sie lesen."),
        ("rejected", "Ihre Stimme wird nicht veröffentlicht."),
        ("withdrawn", "Sie haben diese Stimme zurückgezogen."),
    ],
)
def test_authors_see_their_voice_in_every_state(
    person_of: PersonOf, client_of: ClientOf, office: Any, state: str, said: str
) -> None:
    author, other = person_of("resident"), person_of("resident")
    voice = say(by=author)
    Voice.objects.filter(pk=voice.pk).update(state=state, refusal="rules" if state == "rejected" else "")
    assert said in page_of(client_of(author), voice)
    codes = [client_of(who).get(voice.get_absolute_url()).status_code for who in (None, other, office)]
    assert codes == ([200, 200, 200] if state == "published" else [404, 404, 200])
    assert said not in page_of(client_of(office), voice)
    listed = client_of(author).get("/konto/stimmen/").content.decode()
    assert voice.title in listed


def test_without_outcomes_it_says_what_is_known(client: Client, office: Any) -> None:
    voice = say_publicly(office)
    assert "Noch nichts. Diese Stimme ist veröffentlicht und wird gelesen." in page_of(client, voice)
    today = timezone.localdate()
    Voice.objects.update(due_on=today)
    assert "Die Stadt antwortet bis zum" in page_of(client, voice)
    Voice.objects.update(due_on=today - timedelta(days=1))
    assert "Die Antwort der Stadt war am" in page_of(client, voice)


def test_words_are_shown_as_they_were_said_and_never_run(client: Client, office: Any) -> None:
    voice = say_publicly(office, "<b>fett</b>", text="<script>alert(1)</script>\n\nzweiter Absatz")
    page = page_of(client, voice)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</p>" in page and "<p>zweiter Absatz</p>" in page
    assert "<b>fett</b>" not in page


def test_another_language_is_marked(client: Client, office: Any) -> None:
    voice = say_publicly(office, "More trees", text="Please, more trees.", language="en")
    assert re.search(r'<blockquote[^>]* lang="en"', page_of(client, voice))
    assert not re.search(r'<blockquote[^>]* lang="en"', client.get(f"/en{voice.get_absolute_url()}").content.decode())


def test_examples_are_marked(client: Client, person_of: PersonOf, office: Any) -> None:
    made_up = person_of("resident", is_example=True)
    voice = say_publicly(office, by=made_up)
    assert voice.is_example
    assert "Diese Stimme und ihr Verlauf sind erfunden." in page_of(client, voice)
    assert "example-mark" in client.get("/stimmen/").content.decode()


# -- Other pages -----------------------------------------------------------------------------------


def test_speaking_is_the_first_thing_on_the_start_page(client: Client) -> None:
    stage = open_stage(Stage.Opens.VOICES)
    page = client.get("/").content.decode()
    first = re.findall(r'class="card__title"><a href="([^"]+)">([^<]+)', page)[0]
    assert first == ("/stimmen/neu/", "Eine Stimme abgeben")
    assert "Eine Stimme abgeben" in client.get("/mitreden/").content.decode()
    Stage.objects.filter(pk=stage.pk).update(state="done")
    assert ("Eine Stimme abgeben" in client.get("/").content.decode(), "/stimmen/" in page) == (False, True)


def test_a_topic_shows_what_was_said_about_it(client: Client, office: Any) -> None:
    topic = make_topic()
    empty = client.get(topic.get_absolute_url()).content.decode()
    assert "Zu diesem Thema hat noch niemand etwas gesagt." in empty
    assert f"/stimmen/neu/?thema={topic.slug}" in empty
    for number in range(4):
        say_publicly(office, f"Stimme {number}", topic=topic, now=NOW + timedelta(hours=number))
    page = client.get(topic.get_absolute_url()).content.decode()
    assert re.findall(r">(Stimme \d)</a>", page) == ["Stimme 3", "Stimme 2", "Stimme 1"]


def test_my_page_and_the_workplace_lead_to_voices(person_of: PersonOf, client_of: ClientOf) -> None:
    open_stage()
    author = person_of("resident")
    say(by=author)
    assert "Eine Stimme, und was daraus wurde" in client_of(author).get("/mein-bereich/").content.decode()
    workplace = client_of(person_of("moderator")).get("/arbeitsplatz/").content.decode()
    assert "Eine Stimme hat noch niemand gelesen" in workplace


# -- Statements ------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/stimmen/", "/stimmen/?q=baum&antwort=offen&sortierung=unterstuetzt"])
@pytest.mark.parametrize("who", ["visitor", "resident", "strategy_office"])
def test_the_list_asks_as_often_for_many(
    person_of: PersonOf, client_of: ClientOf, office: Any, address: str, who: str
) -> None:
    client = client_of(person_of(who))
    topic = make_topic()

    say_publicly(office, "Ein Baum", topic=topic)
    few = page_statements(client, address)
    for number in range(30):
        say_publicly(office, f"Baum {number}", topic=topic)
    assert (page_statements(client, address), few <= 15) == (few, True)
