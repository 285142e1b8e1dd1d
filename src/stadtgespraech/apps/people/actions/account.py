"""What people do with their own account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stadtgespraech.apps.people import own_data
from stadtgespraech.apps.people.models import Person, PersonSession, RoleAssignment
from stadtgespraech.core import access, journal
from stadtgespraech.core.errors import BadInput

UNCONFIRMED_KEPT = timedelta(days=2)


@transaction.atomic
def change_account(*, person: Person, changes: dict[str, Any], by: Any, now: datetime) -> Person:
    """Change one's own name or language.

    Raises:
        NotAllowed: it is somebody else's account.
    """
    access.require(by, "people.change_account", person)
    changed = sorted(name for name, value in changes.items() if getattr(person, name) != value)
    if not changed:
        return person
    for name in changed:
        setattr(person, name, changes[name])
    person.search_text = person.searchable()
    person.save(update_fields=[*changed, "search_text"])
    journal.record("account.changed", subject=person, by=by, at=now, fields=changed)
    return person


@transaction.atomic
def delete_account(*, person: Person, by: Any, now: datetime) -> None:
    """Delete one's own account and everything personal that hangs on it.

    What the person decided stays in the journal as their office's decision; the salts of its commitments go, so that
    nobody can ever show who it was.

    Raises:
        NotAllowed: it is somebody else's account.
        BadInput: the last administrator can't leave.
    """
    access.require(by, "people.delete_account", person)
    keep_an_administrator(without=person)
    journal.record("account.deleted", subject=person, by=by, at=now)
    own_data.erase(person, now=now)
    end_sessions(person)
    person.delete()


def end_sessions(person: Person) -> int:
    """Sign a person out everywhere; also where they have only begun to sign in."""
    return PersonSession.objects.filter(person_id=person.pk).delete()[0]


def delete_expired_sessions(*, now: datetime) -> int:
    """Forget sessions that are over."""
    return PersonSession.objects.filter(expire_date__lt=now).delete()[0]


@transaction.atomic
def delete_unconfirmed_accounts(*, now: datetime) -> int:
    """Forget addresses that somebody typed in but nobody confirmed. Accounts with a role are never touched."""
    stale = Person.objects.filter(
        date_joined__lt=now - UNCONFIRMED_KEPT, last_login=None, is_example=False, role_assignments=None
    ).exclude(emailaddress__verified=True)
    for person in stale:
        own_data.erase(person, now=now)
        end_sessions(person)
        person.delete()
    return len(stale)


def keep_an_administrator(*, without: Person) -> None:
    """Refuse what would leave the site without anybody who can give roles.

    Raises:
        BadInput: ``without`` is the last one.
    """
    administrators = RoleAssignment.objects.filter(role="administrator", ended_at=None, person__is_active=True)
    # Locked, so that two can't leave at once, each because of the other.
    holders = {one.person_id for one in administrators.select_for_update(of=("self",))}
    if holders == {without.pk}:
        raise BadInput(
            _("Das ist die letzte Person mit der technischen Verwaltung. Bitte geben Sie die Aufgabe erst weiter.")
        )
