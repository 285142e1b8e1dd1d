"""One example person per role for the demo. Their logins follow from the installation's own key."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.conf import settings

from stadtgespraech.apps.people.models import Person, RoleAssignment, Unit
from stadtgespraech.apps.people.second_factor import set_second_factor

DOMAIN = "beispiel.invalid"
RESIDENT = "resident"
# role → (address before the @, office). People have no names here; offices do.
PEOPLE = {
    RESIDENT: ("einwohnerin", "Einwohnerin"),
    "strategy_office": ("strategiebuero", "Strategiebüro"),
    "unit": ("fachbereich", "Fachbereich"),
    "sponsor": ("patenschaft", "Patenschaft"),
    "moderator": ("moderation", "Moderation"),
    "council": ("rat", "Rat"),
    "committee_office": ("ausschussbuero", "Ausschussbüro"),
    "draw_officer": ("losleitung", "Losleitung"),
    "auditor": ("pruefung", "Prüfung"),
    "jury": ("jury", "Jury"),
    "administrator": ("verwaltung", "Technische Verwaltung"),
}
# role → numbers of units to work for, the first that exists; else the first of this kind.
UNITS = {"unit": (("80",), Unit.Kind.UNIT), "sponsor": (("GBII",), Unit.Kind.OFFICE)}


class ExampleLogin(NamedTuple):
    """How to sign in as an example person; residents have neither password nor second factor."""

    role: str
    email: str
    password: str
    totp_secret: str


def _derived(what: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"people.examples\n{what}".encode(), hashlib.sha256).digest()


def _login(role: str) -> ExampleLogin:
    email = f"{PEOPLE[role][0]}@{DOMAIN}"
    if role == RESIDENT:
        return ExampleLogin(role, email, "", "")
    # One password for all, so that it need be copied only once; nobody else's installation has it.
    letters = base64.b32encode(_derived("password")).decode().lower()
    secret = base64.b32encode(_derived(f"totp {role}")[:20]).decode()
    return ExampleLogin(role, email, f"beispiel-{letters[:4]}-{letters[4:8]}", secret)


def example_logins() -> list[ExampleLogin]:
    """The logins of those example people that exist, in the order of the roles."""
    there = set(Person.objects.filter(is_example=True, is_active=True).values_list("email", flat=True))
    return [login for login in map(_login, PEOPLE) if login.email in there]


def add_example_people(now: datetime) -> list[ExampleLogin]:
    """Add the example people that are not there yet; adding twice changes nothing.

    Returns:
        All logins, for whoever prints them.
    """
    for role in PEOPLE:
        login = _login(role)
        if not Person.objects.filter(email=login.email).exists():
            _add(login, now)
    return example_logins()


def _add(login: ExampleLogin, now: datetime) -> None:
    person = Person.objects.create_user(
        login.email,
        login.password or None,
        display_name=f"Beispiel-Person {PEOPLE[login.role][1]}",
        is_example=True,
        date_joined=now,
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    if login.role != RESIDENT:
        RoleAssignment.objects.create(person=person, role=login.role, unit=_unit_for(login.role), started_at=now)
        set_second_factor(person, login.totp_secret)


def _unit_for(role: str) -> Unit | None:
    if role not in UNITS:
        return None
    numbers, kind = UNITS[role]
    current = Unit.objects.filter(archived_at=None)
    return current.filter(number__in=numbers).first() or current.filter(kind=kind).first() or current.first()
