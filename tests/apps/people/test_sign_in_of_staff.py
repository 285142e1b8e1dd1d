"""Whoever holds a role signs in with password and second factor, or does nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from stadtgespraech.apps.people import actions
from stadtgespraech.apps.people.middleware import ON_THE_WAY
from stadtgespraech.apps.people.models import Person, RoleAssignment
from stadtgespraech.apps.people.second_factor import fits, has_second_factor, set_second_factor
from tests.apps.people.signing_in import (
    PASSWORD,
    SECRET,
    code_in_mail,
    enter_password,
    newest_mail,
    sign_in_by_code,
    sign_in_fully,
    totp,
)

Make = Callable[..., Person]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def who(client: Client) -> str | None:
    """Who this client may act as: nobody, unless "Mein Bereich" opens."""
    answer = client.get("/mein-bereich/")
    return answer.wsgi_request.user.email if answer.status_code == 200 else None


def test_password_and_app_sign_in(client: Client, staff: Make) -> None:
    staff()
    first = enter_password(client, "staff@example.org")
    assert (first["Location"], who(client)) == ("/anmelden/zweiter-faktor/", None)
    second = client.post("/anmelden/zweiter-faktor/", {"code": totp()})
    assert (second["Location"], who(client)) == ("/arbeitsplatz/", "staff@example.org")


@pytest.mark.parametrize(("email", "password"), [("staff@example.org", "falsch"), ("nobody@example.org", PASSWORD)])
def test_a_wrong_password_and_an_unknown_address_look_the_same(
    client: Client, staff: Make, email: str, password: str
) -> None:
    staff()
    answer = enter_password(client, email, password)
    page = answer.content.decode()
    assert (answer.status_code, "E-Mail-Adresse und Passwort passen nicht zusammen." in page) == (422, True)


def test_an_app_code_opens_only_once(client: Client, staff: Make) -> None:
    staff()
    code = totp()
    enter_password(client, "staff@example.org")
    assert client.post("/anmelden/zweiter-faktor/", {"code": code}).status_code == 302
    thief = Client()
    enter_password(thief, "staff@example.org")
    answer = thief.post("/anmelden/zweiter-faktor/", {"code": code})
    assert (answer.status_code, "schon benutzt" in answer.content.decode(), who(thief)) == (422, True, None)


@pytest.mark.usefixtures("one_span")
def test_guessing_the_second_factor_ends_after_five(client: Client, staff: Make) -> None:
    staff()
    enter_password(client, "staff@example.org")
    guesses = [client.post("/anmelden/zweiter-faktor/", {"code": "000000"}).status_code for _guess in range(6)]
    assert guesses == [422, 422, 422, 422, 422, 429]
    # From anywhere else, too, and with the right code.
    other = Client(REMOTE_ADDR="203.0.113.9")
    enter_password(other, "staff@example.org")
    assert other.post("/anmelden/zweiter-faktor/", {"code": totp()}).status_code == 429


def test_a_code_by_mail_is_not_offered_to_staff(client: Client, staff: Make) -> None:
    staff()
    assert client.post("/anmelden/", {"email": "staff@example.org"})["Location"] == "/anmelden/code/"
    mail = newest_mail("staff@example.org")
    assert (mail.subject, "/anmelden/passwort/" in mail.body) == ("Bitte melden Sie sich mit Passwort an", True)


def test_a_code_from_before_the_role_opens_nothing(client: Client, resident: Make, staff: Make) -> None:
    person = resident("a@example.org")
    client.post("/anmelden/", {"email": "a@example.org"})
    code = code_in_mail("a@example.org")
    RoleAssignment.objects.create(person=person, role="strategy_office", started_at=timezone.now())
    answer = client.post("/anmelden/code/", {"code": code}, follow=True)
    assert answer.redirect_chain[-1][0] == "/anmelden/passwort/?next=%2Farbeitsplatz%2F"
    assert who(client) is None


def test_a_session_by_code_loses_everything_when_a_role_is_given(client: Client, resident: Make, staff: Make) -> None:
    administrator = staff("administrator", email="admin@example.org")
    person = resident("a@example.org")
    sign_in_by_code(client, "a@example.org")
    assert who(client) == "a@example.org"
    actions.give_role(person=person, role="council", unit=None, by=administrator, now=timezone.now())
    assert who(client) is None


def test_without_a_second_factor_there_is_only_its_set_up(client: Client, staff: Make) -> None:
    staff("administrator", second_factor=False)
    assert enter_password(client, "staff@example.org")["Location"] == "/arbeitsplatz/"
    for path in ("/", "/mein-bereich/", "/personen/", "/en/fachbereiche/", "/mein-bereich/meine-daten.json"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"].removeprefix("/en")) == (
            302,
            "/konto/zweiter-faktor/einrichten/",
        ), path
    assert client.post("/mein-bereich/loeschen/", {"sure": "on"}).status_code == 403
    assert Person.objects.count() == 1
    assert client.get("/konto/zweiter-faktor/einrichten/").status_code == 200


def test_the_api_treats_half_a_sign_in_as_a_visitor(client: Client, staff: Make) -> None:
    staff(second_factor=False)
    enter_password(client, "staff@example.org")
    answer = client.get("/api/v1/units")
    assert (answer.status_code, answer.wsgi_request.user.is_authenticated) == (200, False)


def test_setting_it_up_opens_the_site_and_gives_emergency_codes(client: Client, staff: Make) -> None:
    staff(second_factor=False)
    enter_password(client, "staff@example.org")
    page = client.get("/konto/zweiter-faktor/einrichten/")
    secret = page.context["form"].secret
    picture = client.get("/konto/zweiter-faktor/einrichten/bild.svg")
    assert (picture["Content-Type"], picture.content[:5], secret in page.content.decode()) == (
        "image/svg+xml; charset=utf-8",
        b"<?xml",
        True,
    )
    wrong = client.post("/konto/zweiter-faktor/einrichten/", {"code": "000000"})
    assert (wrong.status_code, secret in wrong.content.decode()) == (422, True)
    before = client.cookies["stadtgespraech"].value
    right = client.post("/konto/zweiter-faktor/einrichten/", {"code": totp(secret)})
    assert right["Location"] == "/konto/zweiter-faktor/notfall-codes/"
    assert client.cookies["stadtgespraech"].value != before
    codes = client.get("/konto/zweiter-faktor/notfall-codes/").context["unused_codes"]
    assert (len(codes), who(client)) == (10, "staff@example.org")
    other = Client()
    enter_password(other, "staff@example.org")
    assert other.post("/anmelden/zweiter-faktor/", {"code": codes[0]}).status_code == 302
    again = Client()
    enter_password(again, "staff@example.org")
    assert again.post("/anmelden/zweiter-faktor/", {"code": codes[0]}).status_code == 422


def test_setting_it_up_anew_closes_the_site_until_it_is_done(client: Client, staff: Make) -> None:
    staff()
    sign_in_fully(client, "staff@example.org")
    assert client.get("/konto/zweiter-faktor/neu/").status_code == 200
    assert client.post("/konto/zweiter-faktor/neu/")["Location"] == "/konto/zweiter-faktor/einrichten/"
    assert (who(client), Authenticator.objects.count()) == (None, 0)
    assert newest_mail("staff@example.org").body.startswith("Der zweite Faktor Ihres Kontos wurde entfernt.")


def test_something_weighty_asks_for_the_password_again_after_a_while(client: Client, staff: Make) -> None:
    person = staff()
    sign_in_fully(client, "staff@example.org")
    session = client.session
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 3600} for record in session["account_authentication_methods"]
    ]
    session.save()
    asked = client.post("/konto/zweiter-faktor/neu/")
    assert asked["Location"] == "/konto/bestaetigen/?next=%2Fkonto%2Fzweiter-faktor%2Fneu%2F"
    assert client.get(asked["Location"]).status_code == 200
    assert client.get("/konto/bestaetigen/code/").status_code == 200
    assert client.post(asked["Location"], {"password": "falsch"}).status_code == 422
    client.post(asked["Location"], {"password": PASSWORD, "next": "/konto/zweiter-faktor/neu/"})
    assert has_second_factor(person) is False


def test_the_secret_lies_encrypted_in_the_database(staff: Make) -> None:
    staff()
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert (SECRET in stored, fits(Authenticator.objects.get(), totp())) == (False, True)


def test_blocking_signs_out_at_once(client: Client, staff: Make) -> None:
    administrator = staff("administrator", email="admin@example.org")
    person = staff("council")
    sign_in_fully(client, "staff@example.org")
    assert who(client) == "staff@example.org"
    actions.block_person(person=person, by=administrator, now=timezone.now())
    assert who(client) is None
    answer = enter_password(client, "staff@example.org")
    assert (answer["Location"], client.get(answer["Location"]).status_code) == ("/konto/gesperrt/", 200)


def test_blocking_counts_even_for_a_session_that_is_left(client: Client, staff: Make) -> None:
    person = staff("council")
    sign_in_fully(client, "staff@example.org")
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert who(client) is None


def test_a_role_that_ended_is_gone_with_the_next_click(client: Client, staff: Make) -> None:
    administrator = staff("administrator", email="admin@example.org")
    staff("administrator")
    sign_in_fully(client, "staff@example.org")
    assert client.get("/personen/").status_code == 200
    held = RoleAssignment.objects.get(person__email="staff@example.org")
    actions.end_role(assignment=held, by=administrator, now=timezone.now())
    assert client.get("/personen/").status_code == 403


def test_a_new_password_through_the_mail_ends_other_sessions(client: Client, staff: Make) -> None:
    staff()
    sign_in_fully(client, "staff@example.org")
    other = Client()
    assert other.post("/konto/passwort/vergessen/", {"email": "staff@example.org"}).status_code == 302
    body = newest_mail("staff@example.org").body
    link = body.split("http://localhost:8000")[1].split()[0]
    form = other.get(link)["Location"]
    assert other.get(form).status_code == 200
    short = other.post(form, {"password1": "kurz", "password2": "kurz"})
    assert (short.status_code, "Fehler:" in short.content.decode()) == (422, True)
    done = other.post(form, {"password1": "ein ganz neuer Satz", "password2": "ein ganz neuer Satz"}, follow=True)
    assert (done.status_code, done.redirect_chain[-1][0]) == (200, "/konto/passwort/neu/gesetzt/")
    assert (who(other), who(client)) == (None, None)
    assert other.get(link).status_code == 200  # says that the link is used up
    assert "Dieser Link gilt nicht mehr" in other.get(link).content.decode()


def test_changing_the_password_keeps_this_session_and_ends_the_others(client: Client, staff: Make) -> None:
    person = staff()
    sign_in_fully(client, "staff@example.org")
    other = Client()
    other.force_login(person, backend="stadtgespraech.apps.people.login.PersonBackend")
    new = "noch ein Satz nur für mich"
    wrong = client.post("/konto/passwort/", {"oldpassword": "falsch", "password1": new, "password2": new})
    assert (wrong.status_code, "Das ist nicht Ihr jetziges Passwort." in wrong.content.decode()) == (422, True)
    client.post("/konto/passwort/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert (who(client), other.get("/").wsgi_request.user.is_authenticated) == ("staff@example.org", False)


@pytest.mark.parametrize(
    "path",
    ["/konto/passwort/", "/konto/zweiter-faktor/", "/konto/zweiter-faktor/einrichten/", "/konto/bestaetigen/"],
)
def test_passwords_and_second_factors_are_not_for_residents(client: Client, resident: Make, path: str) -> None:
    assert client.get(path)["Location"].startswith("/anmelden/?next=")
    resident("a@example.org")
    sign_in_by_code(client, "a@example.org")
    assert client.get(path).status_code == 403


def test_a_lost_second_factor_is_reset_by_the_administration(client: Client, staff: Make) -> None:
    administrator = staff("administrator", email="admin@example.org")
    person = staff("council")
    actions.reset_second_factor(person=person, by=administrator, now=timezone.now())
    enter_password(client, "staff@example.org")
    assert client.get("/")["Location"] == "/konto/zweiter-faktor/einrichten/"


def test_what_is_allowed_on_the_way_is_short() -> None:
    assert {
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "account_second_factor_picture",
    } == ON_THE_WAY


def test_passwords_are_kept_with_argon2(staff: Make) -> None:
    assert staff().password.startswith("argon2$")


def test_staff_come_back_signed_out_when_the_browser_was_closed(client: Client, staff: Make) -> None:
    staff()
    sign_in_fully(client, "staff@example.org")
    assert client.cookies["stadtgespraech"]["max-age"] == ""


def test_a_second_secret_replaces_the_first(staff: Make) -> None:
    person: Any = staff()
    set_second_factor(person, "A" * 32)
    assert Authenticator.objects.filter(user=person).count() == 1
    assert timezone.now() - Authenticator.objects.get().created_at < timedelta(minutes=1)
