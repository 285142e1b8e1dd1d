"""Cards, calls and letters: the true channel and day, no invented account, and quick."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from stadtgespraech.apps.dialogue.models import Event, Format
from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.voices import actions
from stadtgespraech.apps.voices.actions.entering import beginning_of
from stadtgespraech.apps.voices.models import Voice, VoiceContact
from stadtgespraech.core.access.models import AccessLogEntry
from stadtgespraech.core.errors import BadInput, NotAllowed
from stadtgespraech.core.languages import Translated
from tests.apps.voices.saying import NOW, make_topic, open_stage
from tests.conftest import PersonOf

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


def test_a_card_keeps_its_way_and_day_and_makes_no_account(person_of: PersonOf) -> None:
    moderator = person_of("moderator")
    stage = open_stage()
    form = Format.objects.create(slug="forum", name=Translated(de="Forum"), description=Translated(de="So."))
    event = Event.objects.create(slug="abend", name=Translated(de="Abend"), stage=stage, format=form)
    people = Person.objects.count()
    voice = actions.enter_voice(
        text="Mehr Bänke! Am Markt kann man nicht sitzen.",
        channel="workshop",
        given_on=date(2026, 5, 2),
        event=event,
        contact="0231 123",
        by=moderator,
        now=NOW,
    )
    assert (voice.title, voice.channel, voice.author, voice.entered_by) == ("Mehr Bänke!", "workshop", None, moderator)
    assert (timezone.localdate(voice.given_at), voice.state, voice.stage, voice.format) == (
        date(2026, 5, 2),
        "published",
        stage,
        form,
    )
    assert (Person.objects.count(), VoiceContact.objects.get().details) == (people, "0231 123")


def test_what_was_said_today_was_not_said_later_than_now(person_of: PersonOf) -> None:
    early = datetime(2026, 5, 14, 6, tzinfo=UTC)
    voice = actions.enter_voice(
        text="Guten Morgen", channel="phone", given_on=date(2026, 5, 14), by=person_of("moderator"), now=early
    )
    assert voice.given_at == early


@pytest.mark.parametrize(("channel", "day"), [("online", date(2026, 5, 1)), ("paper", date(2026, 5, 15))])
def test_neither_online_nor_from_the_future(person_of: PersonOf, channel: str, day: date) -> None:
    with pytest.raises(BadInput):
        actions.enter_voice(text="x", channel=channel, given_on=day, by=person_of("moderator"), now=NOW)


def test_only_moderation_enters(person_of: PersonOf) -> None:
    for who in ("resident", "unit", "council"):
        with pytest.raises(NotAllowed):
            actions.enter_voice(text="x", channel="paper", given_on=date(2026, 5, 1), by=person_of(who), now=NOW)


def test_saving_leads_to_the_next_card_of_the_pile(person_of: PersonOf, client_of: ClientOf) -> None:
    client, topic = client_of(person_of("strategy_office")), make_topic()
    card = {"text": "Zu laut.", "channel": "letter", "given_on": "2.5.2026", "topic": topic.slug, "publish": "on"}
    answer = client.post("/stimmen/eintragen/", card)
    assert answer["Location"] == "/stimmen/eintragen/?weg=letter&tag=2026-05-02&thema=mobilitaet"
    page = client.get(answer["Location"]).content.decode()
    assert '<option value="letter" selected>' in page and 'value="02.05.2026"' in page
    assert f'<option value="{topic.slug}" selected>' in page
    assert "autofocus" in page and 'accesskey="s"' in page and "Zu laut." in page
    done = client.post("/stimmen/eintragen/", {**card, "text": "Noch eine.", "leave": "1"})
    assert (done["Location"], Voice.objects.count()) == ("/stimmen/pruefen/", 2)


def test_a_card_can_wait_for_somebody_else(person_of: PersonOf, client_of: ClientOf) -> None:
    client = client_of(person_of("moderator"))
    answer = client.post("/stimmen/eintragen/", {"text": "Unklar.", "channel": "paper", "given_on": "2.5.2026"})
    assert (Voice.objects.get().state, "warten=1" in answer["Location"]) == ("pending", True)


def test_looking_at_an_address_is_logged(person_of: PersonOf, client_of: ClientOf) -> None:
    moderator = person_of("moderator")
    entry = {"text": "Zu laut", "channel": "phone", "given_on": date(2026, 5, 1), "by": moderator, "now": NOW}
    voice = actions.enter_voice(**entry, contact="0231 123456")
    without = actions.enter_voice(**entry)
    page = client_of(moderator).get(f"/stimmen/{voice.slug}/kontakt/")
    assert "0231 123456" in page.content.decode()
    assert AccessLogEntry.objects.get().reason == "contact of a voice"
    assert client_of(moderator).get(f"/stimmen/{without.slug}/kontakt/").status_code == 404
    assert client_of(person_of("unit")).get(f"/stimmen/{voice.slug}/kontakt/").status_code == 403
    assert "0231" not in Client().get(voice.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Mehr Bäume! Und Bänke.", "Mehr Bäume!"),
        ("ohne punkt und komma", "ohne punkt und komma"),
        ("Wort " * 40, "Wort " * 22 + "Wort…"),
        ("x" * 300, "x" * 119 + "…"),
    ],
)
def test_without_a_title_it_is_the_first_sentence(text: str, title: str) -> None:
    assert beginning_of(text) == title
    assert len(title) <= 120
