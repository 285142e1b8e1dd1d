"""Every page of sign-in comes in our look, in both languages, and stands up to nonsense."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from stadtgespraech.apps.people import sign_in_urls, urls
from stadtgespraech.apps.people.models import Person, RoleAssignment
from stadtgespraech.core.journal.models import JournalEntry
from tests.apps.people.signing_in import enter_password, sign_in_fully

Make = Callable[..., Person]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OUR_LOOK = '<main id="inhalt"'
FOR_VISITORS = [
    "/anmelden/",
    "/anmelden/passwort/",
    "/konto/anlegen/",
    "/konto/gesperrt/",
    "/konto/geloescht/",
    "/konto/passwort/vergessen/",
    "/konto/passwort/vergessen/gesendet/",
    "/konto/passwort/neu/gesetzt/",
    "/konto/passwort/neu/1-abc/",
]
FOR_STAFF = [
    "/abmelden/",
    "/konto/passwort/",
    "/konto/bestaetigen/",
    "/konto/bestaetigen/code/",
    "/konto/zweiter-faktor/",
    "/konto/zweiter-faktor/neu/",
    "/konto/zweiter-faktor/notfall-codes/neu/",
    "/mein-bereich/",
    "/mein-bereich/bearbeiten/",
    "/mein-bereich/loeschen/",
]
NONSENSE = [
    "",
    " ",
    "\x00",
    "ä" * 3000,
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "9" * 400,
    "-1",
    "\u202eevil",
    "\U0001f600",
    "a@b",
    "a@example.org\nBcc: b@example.org",
    "{{ 7 * 7 }}",
    "%00%ff",
]
FORMS = {
    "/anmelden/": ["email", "next"],
    "/anmelden/code/": ["code", "action", "next"],
    "/anmelden/passwort/": ["login", "password", "remember", "next"],
    "/anmelden/zweiter-faktor/": ["code"],
    "/konto/anlegen/": ["email", "next"],
    "/konto/anlegen/code/": ["code", "action"],
    "/konto/passwort/vergessen/": ["email"],
    "/konto/passwort/neu/1-set-password/": ["password1", "password2"],
    "/abmelden/": ["next"],
}
FORMS_SIGNED_IN = {
    "/konto/passwort/": ["oldpassword", "password1", "password2"],
    "/konto/bestaetigen/": ["password", "next"],
    "/konto/bestaetigen/code/": ["code", "next"],
    "/mein-bereich/bearbeiten/": ["display_name", "language", "submission_key", "seen"],
    "/mein-bereich/loeschen/": ["unsure"],
    "/personen/neu/": ["email", "role", "unit", "submission_key"],
    "/personen/1/aufgabe/": ["role", "unit", "submission_key"],
    "/personen/999999999999999999999999/sperren/": ["submission_key"],
    "/personen/1/aufgaben/999999999999999999999999/beenden/": ["submission_key"],
}


@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_for_everybody(client: Client, language: str) -> None:
    for path in FOR_VISITORS:
        answer = client.get(language + path)
        assert (answer.status_code, OUR_LOOK in answer.content.decode()) == (200, True), path


@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_on_the_way_in(client: Client, staff: Make, language: str) -> None:
    staff()
    enter_password(client, "staff@example.org")
    assert OUR_LOOK in client.get(f"{language}/anmelden/zweiter-faktor/").content.decode()
    for start, code in (("/anmelden/", "/anmelden/code/"), ("/konto/anlegen/", "/konto/anlegen/code/")):
        other = Client()
        other.post(language + start, {"email": "a@example.org"})
        page = other.get(language + code).content.decode()
        assert (OUR_LOOK in page, "a@example.org" in page, 'value="resend"' in page) == (True, True, True)


@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_for_staff(client: Client, staff: Make, language: str) -> None:
    staff("administrator")
    sign_in_fully(client, "staff@example.org")
    for path in FOR_STAFF:
        answer = client.get(language + path)
        assert (answer.status_code, OUR_LOOK in answer.content.decode()) == (200, True), path


def test_every_address_of_ours_is_known_here() -> None:
    patterns = [*sign_in_urls.urlpatterns, *urls.urlpatterns]
    assert all(isinstance(pattern, URLPattern) for pattern in patterns)
    names = {pattern.name for pattern in patterns}
    # Nothing of allauth's is reachable that we do not lead to: no mail management, no social accounts, no sessions.
    assert {name for name in names if name and name.startswith(("account_", "mfa_"))} == {
        "account_change_password",
        "account_confirm_login_code",
        "account_deleted",
        "account_email",
        "account_email_verification_sent",
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_request_login_code",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_second_factor_picture",
        "account_set_password",
        "account_sign_in_with_password",
        "account_signup",
        "mfa_activate_totp",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_view_recovery_codes",
    }


def rubbish(fields: list[str], seed: int) -> dict[str, str]:
    chance = random.Random(seed)
    return {field: chance.choice(NONSENSE) for field in fields if chance.random() < 0.8}


@pytest.mark.parametrize("path", FORMS)
def test_nonsense_from_visitors_breaks_nothing(path: str) -> None:
    for seed in range(12):
        client = Client(REMOTE_ADDR=f"203.0.113.{seed}")
        if "code" in path:
            client.post(path.replace("code/", ""), {"email": f"p{seed}@example.org"})
        people = Person.objects.count()
        answer = client.post(path, rubbish(FORMS[path], seed))
        assert answer.status_code < 500, seed
        assert Person.objects.count() == people, seed
        assert client.get(path).status_code < 500


@pytest.mark.parametrize("path", FORMS_SIGNED_IN)
def test_nonsense_from_staff_breaks_nothing(client_of: Any, person_of: Any, path: str) -> None:
    person = person_of("administrator")
    client = client_of(person)
    for seed in range(12):
        data = rubbish(FORMS_SIGNED_IN[path], seed)
        data.pop("display_name" if data.get("language") in ("de", "en") else "", None)
        answer = client.post(path.replace("/1/", f"/{person.pk}/"), data)
        assert answer.status_code < 500, (seed, data)
    assert (Person.objects.count(), RoleAssignment.objects.count(), JournalEntry.objects.count()) == (1, 1, 0)


@pytest.mark.parametrize(
    "path",
    [
        "/konto/passwort/neu/zzzzzzzzzzzzz-abc/",
        "/konto/passwort/neu/0-set-password/",
        "/fachbereiche/?q=%00&art=%ff&seite=abc",
        "/fachbereiche/?q=" + "a%20" * 300,
        "/fachbereiche/%00/",
        "/anmelden/?next=%00",
        "/personen/?q=%00&aufgabe=%00&seite=99999999999999999999",
    ],
)
def test_strange_addresses(client_of: Any, person_of: Any, path: str) -> None:
    for person in (None, person_of("administrator")):
        assert client_of(person).get(path).status_code < 500


def test_forms_are_refused_without_their_token(staff: Make) -> None:
    staff()
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/anmelden/passwort/", {"login": "staff@example.org", "password": "x"})
    assert (answer.status_code, "Das Formular war zu lange offen" in answer.content.decode()) == (403, True)


def test_other_methods_are_refused(client: Client) -> None:
    assert [client.put(path).status_code for path in ("/anmelden/", "/abmelden/", "/mein-bereich/")] == [405, 405, 405]
