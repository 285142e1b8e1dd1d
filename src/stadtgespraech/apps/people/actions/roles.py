"""Giving and ending roles, blocking accounts. Done by the technical administration."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from stadtgespraech.apps.people import mails, second_factor
from stadtgespraech.apps.people.actions.account import end_sessions, keep_an_administrator
from stadtgespraech.apps.people.models import Person, RoleAssignment, Unit
from stadtgespraech.core import access, journal
from stadtgespraech.core.errors import BadInput, Conflict

# Held for a unit, and meaningless without one.
ROLES_WITH_UNIT = frozenset({"unit", "sponsor"})
# Whoever runs the draw may not check it.
APART = (frozenset({"draw_officer", "auditor"}),)


@transaction.atomic
def invite_person(*, email: str, role: str, unit: Unit | None, by: Any, now: datetime) -> RoleAssignment:
    """Give a role to whoever owns this address, with a new account if there is none.

    Raises:
        NotAllowed: ``by`` is no administrator.
        BadInput, Conflict: see :func:`give_role`.
    """
    access.require(by, "people.invite_person")
    person = Person.objects.filter(email=email.lower()).first()
    if person is None:
        person = Person.objects.create_user(email, date_joined=now)
        # They prove that the address is theirs when they sign in.
        EmailAddress.objects.create(user=person, email=person.email, verified=False, primary=True)
    return give_role(person=person, role=role, unit=unit, by=by, now=now)


@transaction.atomic
def give_role(*, person: Person, role: str, unit: Unit | None, by: Any, now: datetime) -> RoleAssignment:
    """Give somebody a role. They are signed out everywhere and come back with password and second factor.

    Raises:
        NotAllowed: ``by`` is no administrator.
        BadInput: the role needs a unit, or takes none, or may not be held together with another.
        Conflict: they hold it already.
    """
    access.require(by, "people.give_role", person)
    return _give(person, role, unit, by=by, now=now)


def _give(person: Person, role: str, unit: Unit | None, *, by: Any, now: datetime) -> RoleAssignment:
    person = Person.objects.select_for_update().get(pk=person.pk)
    if (role in ROLES_WITH_UNIT) != (unit is not None):
        raise BadInput(
            _("Diese Aufgabe gilt für einen Fachbereich. Bitte wählen Sie einen aus.")
            if unit is None
            else _("Diese Aufgabe gilt für die ganze Stadt. Bitte wählen Sie keinen Fachbereich aus.")
        )
    held = set(person.role_assignments.filter(ended_at=None).values_list("role", "unit_id"))
    if (role, unit.pk if unit else None) in held:
        raise Conflict(_("Diese Person hat diese Aufgabe schon."))
    for together in APART:
        if role in together and together & {other for other, _unit in held} - {role}:
            raise BadInput(_("Wer die Auslosung leitet, darf sie nicht prüfen. Das müssen zwei Personen sein."))
    given = RoleAssignment.objects.create(person=person, role=role, unit=unit, started_at=now)
    journal.record("role.given", subject=person, by=by, at=now, role=role, unit=unit.number if unit else None)
    # A session that began without these rights does not get them.
    end_sessions(person)
    with translation.override(person.language):
        link = mails.address("account_reset_password") if person.has_usable_password() else password_link(person)
        mails.send("role_given", to=person.email, now=now, role=access.ROLES[role], link=link)
    return given


@transaction.atomic
def end_role(*, assignment: RoleAssignment, by: Any, now: datetime) -> RoleAssignment:
    """End a role; it counts at once. Ending it twice changes nothing.

    Raises:
        NotAllowed: ``by`` is no administrator.
        BadInput: it is the last administrator's.
    """
    access.require(by, "people.end_role", assignment)
    assignment = (
        RoleAssignment.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=assignment.pk)
    )
    if assignment.ended_at is not None:
        return assignment
    if assignment.role == "administrator":
        keep_an_administrator(without=assignment.person)
    assignment.ended_at = now
    assignment.save(update_fields=["ended_at"])
    unit = assignment.unit.number if assignment.unit else None
    journal.record("role.ended", subject=assignment.person, by=by, at=now, role=assignment.role, unit=unit)
    return assignment


@transaction.atomic
def block_person(*, person: Person, by: Any, now: datetime) -> Person:
    """Lock somebody out. They are signed out at once; what they wrote stays. Blocking twice changes nothing.

    Raises:
        NotAllowed: ``by`` is no administrator.
        BadInput: it is the last administrator.
    """
    access.require(by, "people.block_person", person)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        return person
    keep_an_administrator(without=person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person)
    journal.record("person.blocked", subject=person, by=by, at=now)
    return person


@transaction.atomic
def unblock_person(*, person: Person, by: Any, now: datetime) -> Person:
    """Let somebody in again, with the roles they still hold. Doing it twice changes nothing.

    Raises:
        NotAllowed: ``by`` is no administrator.
    """
    access.require(by, "people.unblock_person", person)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.is_active:
        return person
    person.is_active = True
    person.save(update_fields=["is_active"])
    journal.record("person.unblocked", subject=person, by=by, at=now)
    return person


@transaction.atomic
def reset_second_factor(*, person: Person, by: Any, now: datetime) -> bool:
    """Take away the second factor of somebody who lost it; they set up a new one when they sign in.

    Returns:
        False when there was none.
    Raises:
        NotAllowed: ``by`` is no administrator.
    """
    access.require(by, "people.reset_second_factor", person)
    if not second_factor.remove_second_factor(person):
        return False
    end_sessions(person)
    journal.record("second_factor.reset", subject=person, by=by, at=now)
    with translation.override(person.language):
        mails.send("security", to=person.email, now=now, what=_("Der zweite Faktor Ihres Kontos wurde entfernt."))
    return True


@transaction.atomic
def create_administrator(*, email: str, now: datetime) -> str:
    """Make somebody administrator from the shell, where there is nobody yet who could do it on the site.

    Returns:
        A link with which they set their password; good once and for three days.
    """
    person = Person.objects.filter(email=email.lower()).first() or Person.objects.create_user(email, date_joined=now)
    # Whoever may run commands on the server vouches for the address.
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    if not person.role_assignments.filter(role="administrator", ended_at=None).exists():
        _give(person, "administrator", None, by=None, now=now)
    return password_link(person)


def password_link(person: Person) -> str:
    """A link with which this person sets a password; good until they do, and for three days."""
    key = default_token_generator.make_token(person)
    return mails.address("account_reset_password_from_key", uidb36=user_pk_to_url_str(person), key=key)
