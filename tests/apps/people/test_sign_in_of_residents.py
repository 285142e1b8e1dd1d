"""Residents open an account and sign in with a code from a mail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from stadtgespraech.apps.people.models import Person, PersonSession
from stadtgespraech.core.jobs.models import OutgoingMail
from tests.apps.people.signing_in import code_in_mail, newest_mail, sign_in_by_code

Make = Callable[..., Person]
pytestmark = pytest.mark.django_db


def who(client: Client) -> str | None:
    person = client.get("/mein-bereich/").wsgi_request.user
    return person.email if person.is_authenticated else None


def test_a_code_from_the_mail_signs_in_and_only_once(client: Client, resident: Make) -> None:
    resident("a@example.org")
    asked = client.post("/anmelden/", {"email": "A@example.org "})
    assert (asked.status_code, asked["Location"]) == (302, "/anmelden/code/")
    code = code_in_mail("a@example.org")
    answer = client.post("/anmelden/code/", {"code": f" {code.replace('-', '')} "})
    assert (answer.status_code, answer["Location"]) == (302, "/mein-bereich/")
    assert who(client) == "a@example.org"
    other = Client()
    other.post("/anmelden/", {"email": "a@example.org"})
    assert other.post("/anmelden/code/", {"code": code}).status_code == 422
    assert who(other) is None


def test_after_three_wrong_codes_a_new_one_is_needed(client: Client, resident: Make) -> None:
    resident("a@example.org")
    client.post("/anmelden/", {"email": "a@example.org"})
    code = code_in_mail("a@example.org")
    statuses = [client.post("/anmelden/code/", {"code": "0000-0000"}).status_code for _attempt in range(3)]
    assert statuses == [422, 422, 302]
    assert client.post("/anmelden/code/", {"code": code})["Location"] == "/anmelden/"
    assert who(client) is None


def test_a_new_account_needs_an_address_and_a_code_and_nothing_else(client: Client, db: None) -> None:
    page = client.get("/en/konto/anlegen/").content.decode()
    assert ('type="password"' in page, 'name="username"' in page, 'name="email"' in page) == (False, False, True)
    assert client.post("/en/konto/anlegen/", {"email": "new@example.org"})["Location"] == "/en/konto/anlegen/code/"
    assert who(client) is None
    answer = client.post("/en/konto/anlegen/code/", {"code": code_in_mail("new@example.org")})
    assert (answer.status_code, answer["Location"]) == (302, "/en/mein-bereich/")
    person = Person.objects.get()
    assert (person.email, person.language, person.has_usable_password(), person.search_text, person.roles) == (
        "new@example.org",
        "en",
        False,
        "new@example.org\n",
        frozenset(),
    )


def test_another_code_can_be_asked_for_twice(client: Client, resident: Make) -> None:
    resident("a@example.org")
    client.post("/anmelden/", {"email": "a@example.org"})
    for _attempt in range(3):
        client.post("/anmelden/code/", {"action": "resend"})
    mails = OutgoingMail.objects.filter(to="a@example.org")
    assert mails.count() == 3
    assert client.post("/anmelden/code/", {"code": code_in_mail("a@example.org")}).status_code == 302


def test_signing_in_gives_the_session_a_new_key(client: Client, resident: Make) -> None:
    person = resident("a@example.org")
    client.post("/anmelden/", {"email": "a@example.org"})
    before = client.cookies["stadtgespraech"].value
    client.post("/anmelden/code/", {"code": code_in_mail("a@example.org")})
    after = client.cookies["stadtgespraech"].value
    assert before != after
    assert list(PersonSession.objects.values_list("session_key", "person_id")) == [(after, person.pk)]


def test_signing_out_ends_the_session(client: Client, resident: Make) -> None:
    resident("a@example.org")
    sign_in_by_code(client, "a@example.org")
    assert client.get("/abmelden/").status_code == 200
    assert client.post("/abmelden/")["Location"] == "/"
    assert (who(client), PersonSession.objects.filter(person_id__isnull=False).count()) == (None, 0)


def test_sign_in_leads_where_one_wanted_to_go(client: Client, resident: Make) -> None:
    resident("a@example.org")
    wanted = client.get("/mein-bereich/bearbeiten/")
    assert wanted["Location"] == "/anmelden/?next=%2Fmein-bereich%2Fbearbeiten%2F"
    asked = client.post(wanted["Location"], {"email": "a@example.org", "next": "/mein-bereich/bearbeiten/"})
    answer = client.post(
        asked["Location"], {"code": code_in_mail("a@example.org"), "next": "/mein-bereich/bearbeiten/"}
    )
    assert answer["Location"] == "/mein-bereich/bearbeiten/"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_sign_in_never_leads_elsewhere(client: Client, resident: Make, target: str) -> None:
    resident("a@example.org")
    client.post("/anmelden/", {"email": "a@example.org", "next": target})
    answer = client.post("/anmelden/code/", {"code": code_in_mail("a@example.org"), "next": target})
    assert answer["Location"] == "/mein-bereich/"


@pytest.mark.parametrize(
    ("path", "data", "sentence"),
    [
        (
            "/anmelden/",
            {"email": "keine Adresse"},
            "Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.org.",
        ),
        ("/anmelden/", {}, "Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.org."),
        ("/anmelden/", {"email": "a\x00@example.org"}, "Fehler:"),
        ("/konto/anlegen/", {"email": "a@"}, "Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.org."),
        (
            "/konto/passwort/vergessen/",
            {"email": ""},
            "Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.org.",
        ),
        ("/anmelden/passwort/", {"login": "a@example.org"}, "Bitte geben Sie Ihr Passwort ein."),
    ],
)
def test_a_mistake_gets_a_sentence(client: Client, path: str, data: dict[str, Any], sentence: str) -> None:
    answer = client.post(path, data)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert OutgoingMail.objects.count() == 0


def test_somebody_blocked_gets_no_code_and_no_hint(client: Client, resident: Make) -> None:
    resident("a@example.org", is_active=False)
    assert client.post("/anmelden/", {"email": "a@example.org"})["Location"] == "/anmelden/code/"
    assert newest_mail("a@example.org").subject == "Zu dieser Adresse gibt es noch kein Konto"


def test_going_back_to_the_first_page_begins_anew(client: Client, resident: Make) -> None:
    resident("a@example.org")
    client.post("/anmelden/", {"email": "a@example.org"})
    assert client.get("/anmelden/").status_code == 200
    assert client.get("/anmelden/passwort/").status_code == 200
    assert client.get("/anmelden/code/")["Location"] == "/anmelden/"
