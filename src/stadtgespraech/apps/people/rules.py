"""Who may see and change people and units."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from rules.predicates import predicate

from stadtgespraech.apps.people.models import Person, Unit
from stadtgespraech.core import access


def not_archived(person: Any) -> Q:
    """Everybody sees what is current; the strategy office also sees the archive."""
    return Q() if "strategy_office" in access.roles_of(person) else Q(archived_at=None)


def people_seen_by(person: Any) -> Q:
    """The technical administration sees everybody, everybody else only themselves."""
    if "administrator" in access.roles_of(person):
        return Q()
    return Q(pk=person.pk) if person is not None else Q(pk=None)


@predicate
def is_own_account(person: Any, account: Any) -> bool:
    return person is not None and account is not None and person.pk == account.pk


@predicate
def holds_a_role(person: Any) -> bool:
    return bool(access.roles_of(person))


access.visibility(Unit, not_archived)
access.visibility(Person, people_seen_by)

access.permission("people.change_unit", access.has_role("strategy_office"))

access.permission("people.see_account", access.is_signed_in)
access.permission("people.change_account", is_own_account)
access.permission("people.export_account", is_own_account)
access.permission("people.delete_account", is_own_account)
access.permission("people.use_password", holds_a_role)

_administrator = access.has_role("administrator")
access.permission("people.see_people", _administrator)
access.permission("people.invite_person", _administrator)
access.permission("people.give_role", _administrator)
access.permission("people.end_role", _administrator)
access.permission("people.block_person", _administrator)
access.permission("people.unblock_person", _administrator)
access.permission("people.reset_second_factor", _administrator)
