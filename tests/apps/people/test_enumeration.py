"""Nobody learns from our answers who has an account."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from stadtgespraech.apps.people.models import Person
from stadtgespraech.core.jobs.models import OutgoingMail
from tests.apps.people.signing_in import newest_mail

Make = Callable[..., Person]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ADDRESSES = ["resident@example.org", "staff@example.org", "blocked@example.org", "nobody@example.org"]


@pytest.fixture(autouse=True)
def _some_people(resident: Make, staff: Make) -> None:
    # What every page shows and a process keeps for some seconds must not run out between two of them.
    cache.clear()
    resident("resident@example.org")
    resident("blocked@example.org", is_active=False)
    staff(email="staff@example.org")


def seen(answer: Any, address: str) -> tuple[int, str, str, list[str]]:
    """All that the answer shows, with what must differ (address, tokens) taken out."""
    text = answer.content.decode().replace(address, "ADDRESS")
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    cookies = sorted(f"{name} {cookie['max-age']}" for name, cookie in answer.cookies.items())
    return answer.status_code, answer.get("Location", ""), text, cookies


def through(start: str, address: str) -> list[Any]:
    """The first page, the page after it, a wrong code, another code, and what comes after too many."""
    client = Client()
    field = {"email": address}
    answers = [client.post(start, field), client.get(start)]
    client.post(start, field)
    follow = answers[0]["Location"]
    answers.append(client.get(follow))
    answers += [client.post(follow, {"code": "1234-5678"}), client.post(follow, {"action": "resend"})]
    answers += [client.post(follow, {"code": "1234-5678"}) for _attempt in range(2)]
    answers.append(client.get(follow))
    return [seen(answer, address) for answer in answers]


@pytest.mark.parametrize("start", ["/anmelden/", "/konto/anlegen/", "/konto/passwort/vergessen/"])
def test_every_address_gets_the_same_pages(start: str) -> None:
    ways = [through(start, address) for address in ADDRESSES]
    assert ways[1:] == [ways[0]] * 3


@pytest.mark.parametrize("start", ["/anmelden/", "/konto/anlegen/", "/konto/passwort/vergessen/"])
def test_every_address_gets_one_mail(start: str) -> None:
    for address in ADDRESSES:
        Client().post(start, {"email": address})
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == sorted(ADDRESSES)


@pytest.mark.parametrize(
    ("start", "subjects"),
    [
        (
            "/anmelden/",
            [
                "Ihr Code: ",
                "Bitte melden Sie sich mit Passwort an",
                "Zu dieser Adresse gibt es noch kein Konto",
                "Zu dieser Adresse gibt es noch kein Konto",
            ],
        ),
        (
            "/konto/anlegen/",
            [
                "Sie haben schon ein Konto",
                "Bitte melden Sie sich mit Passwort an",
                "Sie haben schon ein Konto",
                "Ihr Code: ",
            ],
        ),
        (
            "/konto/passwort/vergessen/",
            [
                "Sie brauchen kein Passwort",
                "Neues Passwort setzen",
                "Zu dieser Adresse gibt es noch kein Konto",
                "Zu dieser Adresse gibt es noch kein Konto",
            ],
        ),
    ],
)
def test_only_the_mail_says_what_is_the_case(start: str, subjects: list[str]) -> None:
    for address in ADDRESSES:
        Client().post(start, {"email": address})
    assert [re.sub(r"\d{4}-\d{4}", "", newest_mail(address).subject) for address in ADDRESSES] == subjects


@pytest.mark.usefixtures("one_span")
def test_a_wrong_password_looks_the_same_for_every_address() -> None:
    answers = []
    for address in ADDRESSES:
        client = Client()
        answers.append(seen(client.post("/anmelden/passwort/", {"login": address, "password": "falsch"}), address))
    assert answers[1:] == [answers[0]] * 3


@pytest.mark.usefixtures("one_span")
def test_addresses_stay_secret_when_the_limit_is_reached() -> None:
    answers = []
    for address in ADDRESSES:
        for _attempt in range(11):
            answer = Client().post("/anmelden/", {"email": address})
        answers.append(seen(answer, address))
    assert (answers[1:], answers[0][0]) == ([answers[0]] * 3, 429)


def test_links_in_mails_never_follow_a_forged_host(client: Client) -> None:
    for start in ("/anmelden/", "/konto/anlegen/", "/konto/passwort/vergessen/"):
        for address in ADDRESSES:
            Client(HTTP_HOST="127.0.0.1").post(start, {"email": address})
    links = {link for mail in OutgoingMail.objects.all() for link in re.findall(r"https?://[^/\s]+", mail.body)}
    assert links == {"http://localhost:8000"}
