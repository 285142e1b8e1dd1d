"""Pages of following, as residents and guests use them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from stadtgespraech.apps.following import actions
from stadtgespraech.apps.following.models import Follow
from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core.jobs.models import OutgoingMail
from stadtgespraech.core.jobs.transport import message_of
from tests import sample_city
from tests.apps.voices.waiting import NOW, voice
from tests.conftest import PersonOf

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


def guest(heard: Voice) -> Follow:
    made = actions.follow_as_guest(obj=heard, email="gast@example.org", language="de", now=timezone.now())
    return actions.confirm_follow(token=made.token, now=timezone.now())


def test_one_press_of_a_button_follows_and_another_one_stops(person_of: PersonOf, client_of: ClientOf) -> None:
    heard, person = voice(), person_of("resident")
    client = client_of(person)
    there = client.post(f"/folgen/voice/{heard.slug}/", {})
    assert (there.status_code, there["Location"]) == (302, f"/stimmen/{heard.slug}/")
    assert [(one.person, one.pace) for one in Follow.objects.all()] == [(person, "digest")]
    client.post(f"/folgen/voice/{heard.slug}/", {"pace": "at-once"})
    assert [one.pace for one in Follow.objects.all()] == ["at-once"]
    assert heard.title in client.get("/folgen/").text
    back = client.post(f"/folgen/voice/{heard.slug}/beenden/", {})
    assert (back.status_code, Follow.objects.count()) == (302, 0)
    assert "Sie folgen noch nichts" in client.get("/folgen/").text


def test_a_guest_walks_from_the_form_to_the_last_mail(client: Client) -> None:
    heard = voice()
    sent = client.post(f"/folgen/voice/{heard.slug}/", {"email": "gast@example.org", "pace": "at-once"})
    assert (sent.status_code, sent["Location"]) == (302, "/folgen/gesendet/")
    link = re.search(r"http://localhost:8000(/folgen/mail/\S+)", OutgoingMail.objects.get().body)
    assert link is not None
    assert client.get(link[1]).status_code == 200
    assert Follow.objects.get().confirmed_at is None  # looking at the link confirms nothing
    mine = client.post(link[1], {})
    assert heard.title in client.get(mine["Location"]).text
    made = Follow.objects.get()
    assert (made.confirmed_at is not None, made.pace) == (True, "at-once")
    data = json.loads(client.get(f"/folgen/mail/{made.token}/meine-daten.json").content)
    assert (data["email"], [row["page"] for row in data["follows"]]) == (
        "gast@example.org",
        [f"/stimmen/{heard.slug}/"],
    )
    stop = f"/folgen/mail/{made.token}/alles-beenden/"
    assert (client.get(stop).status_code, Follow.objects.count()) == (200, 1)
    client.post(stop, {})
    assert (Follow.objects.count(), set(OutgoingMail.objects.values_list("to", flat=True))) == (0, {""})
    assert client.get(stop).status_code == 404


def test_a_mail_program_ends_it_with_one_click_and_without_a_cookie() -> None:
    made = guest(voice())
    program = Client(enforce_csrf_checks=True)
    stop = f"/folgen/mail/{made.token}/alles-beenden/"
    answer = program.post(stop, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, Follow.objects.count()) == (302, 0)


def test_ending_one_leaves_the_others(client: Client) -> None:
    first, second = guest(voice()), guest(voice())
    assert client.get(f"/folgen/mail/{first.token}/beenden/").status_code == 200
    client.post(f"/folgen/mail/{first.token}/beenden/", {})
    assert list(Follow.objects.all()) == [second]


def test_an_address_that_follows_already_gets_the_same_page(client: Client) -> None:
    heard = voice()
    guest(heard)
    OutgoingMail.objects.all().delete()
    sent = client.post(f"/folgen/voice/{heard.slug}/", {"email": "gast@example.org"})
    assert (sent["Location"], OutgoingMail.objects.count()) == ("/folgen/gesendet/", 0)


def test_nobody_can_flood_an_address(client: Client) -> None:
    answers = [
        client.post(f"/folgen/voice/{voice().slug}/", {"email": "opfer@example.org"}).status_code for _ in range(11)
    ]
    assert answers == [302] * 10 + [429]


def test_a_wrong_address_is_said_beside_the_field(client: Client) -> None:
    answer = client.post(f"/folgen/voice/{voice().slug}/", {"email": "kein"})
    assert answer.status_code == 422
    assert "kein" in answer.text


def test_visitors_have_no_list(client: Client) -> None:
    assert (
        client.get("/folgen/")["Location"].startswith("/konto/anmelden/") or client.get("/folgen/").status_code == 302
    )


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/ziele/gutes-wohnen/", "goal"),
        ("/handlungsfelder/wohnen/", "field"),
        ("/projekte/neue-wohnungen/", "project"),
        ("/kennzahlen/fertige-wohnungen/", "indicator"),
        ("/vorlagen/vorlage-1/", "paper"),
    ],
)
def test_every_page_of_the_chain_has_the_button(
    address: str, kind: str, person_of: PersonOf, client_of: ClientOf
) -> None:
    sample_city.build()
    slug = address.strip("/").split("/")[-1]
    follow = f"/folgen/{kind}/{slug}/"
    client = client_of(person_of("resident"))
    assert f'action="{follow}"' in client.get(address).text
    client.post(follow, {})
    assert f'action="{follow}beenden/"' in client.get(address).text
    assert f'href="{follow}"' in Client().get(address).text


def test_the_header_goes_over_the_wire() -> None:
    mail = OutgoingMail(
        key="k",
        to="a@example.org",
        subject="s",
        body="b",
        created_at=NOW,
        due_at=NOW,
        headers={"List-Unsubscribe": "<https://example.org/x/>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
    raw = message_of(mail)
    assert b"List-Unsubscribe: <https://example.org/x/>\r\n" in raw
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
