"""Example people for the demo: one per role, and their logins work."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from stadtgespraech.apps.people.examples import add_example_people, example_logins
from stadtgespraech.apps.people.models import Person, RoleAssignment, Unit
from stadtgespraech.core.access import ROLES
from tests.apps.people.signing_in import sign_in_by_code

NOW = datetime(2026, 5, 14, 10, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _units() -> None:
    Unit.objects.create(slug="wohnen", number="64", name={"de": "Wohnen"})
    Unit.objects.create(slug="gb", number="GBII", name={"de": "Geschäftsbereich II"}, kind="office")


def test_one_per_role_marked_as_example_and_adding_twice_changes_nothing() -> None:
    first = add_example_people(now=NOW)
    assert [login.role for login in first] == ["resident", *ROLES]
    assert add_example_people(now=NOW) == first == example_logins()
    people = Person.objects.all()
    assert (len(people), {person.is_example for person in people}) == (11, {True})
    assert {person.email.rpartition("@")[2] for person in people} == {"beispiel.invalid"}
    assert {person.display_name.split(" ")[0] for person in people} == {"Beispiel-Person"}
    with_unit = RoleAssignment.objects.exclude(unit=None).values_list("role", "unit__number").order_by("role")
    assert list(with_unit) == [("sponsor", "GBII"), ("unit", "64")]


def test_every_login_works() -> None:
    for login in add_example_people(now=NOW):
        client = Client()
        if login.role == "resident":
            assert (login.password, login.totp_secret) == ("", "")
            assert sign_in_by_code(client, login.email).status_code == 302
        else:
            client.post("/anmelden/passwort/", {"login": login.email, "password": login.password})
            code = format_hotp_value(hotp_value(login.totp_secret, int(time.time()) // 30))
            client.post("/anmelden/zweiter-faktor/", {"code": code})
        page = client.get("/mein-bereich/")
        assert (page.status_code, page.wsgi_request.user.email) == (200, login.email)


def test_another_installation_has_other_logins(settings: object) -> None:
    ours = add_example_people(now=NOW)
    settings.SECRET_KEY = "another installation"  # type: ignore[attr-defined]
    theirs = example_logins()
    assert [login.password for login in ours[1:]] != [login.password for login in theirs[1:]]
    assert {login.totp_secret for login in ours[1:]} & {login.totp_secret for login in theirs[1:]} == set()


def test_without_units_there_are_still_logins() -> None:
    Unit.objects.all().delete()
    assert len(add_example_people(now=NOW)) == 11
