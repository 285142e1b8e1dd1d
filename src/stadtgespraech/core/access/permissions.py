"""Roles and permissions: named predicates, one registry, one door."""

from __future__ import annotations

from typing import Any, Protocol

import rules
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rules.predicates import Predicate, predicate

from stadtgespraech.core.errors import NotAllowed, SignInFirst

# Role name → what the city calls it.
ROLES = {
    "strategy_office": _("Strategiebüro"),
    "unit": _("Fachbereich"),
    "sponsor": _("Patin oder Pate"),
    "moderator": _("Moderation"),
    "council": _("Ratsmitglied"),
    "committee_office": _("Ausschussbüro"),
    "draw_officer": _("Losleitung"),
    "auditor": _("Prüfung"),
    "jury": _("Jury"),
    "administrator": _("Technische Verwaltung"),
}
# Roles held by the administration; they see what is marked internal.
INTERNAL_ROLES = frozenset({"strategy_office", "unit", "sponsor", "moderator", "committee_office", "administrator"})


class PersonLike(Protocol):
    """What access needs to know of a person; ``people.Person`` has it."""

    pk: Any

    @property
    def roles(self) -> frozenset[str]: ...

    @property
    def unit_ids(self) -> frozenset[int]: ...


def person_of(request: HttpRequest) -> Any:
    """The signed-in person, or None for a visitor."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def roles_of(person: PersonLike | None) -> frozenset[str]:
    return person.roles if person is not None else frozenset()


def units_of(person: PersonLike | None) -> frozenset[int]:
    """Ids of the units this person works for."""
    return person.unit_ids if person is not None else frozenset()


def sees_internal(person: PersonLike | None) -> bool:
    """Whether this person works for the administration."""
    return bool(roles_of(person) & INTERNAL_ROLES)


def has_role(*names: str) -> Predicate:
    """Predicate: the person has at least one of these roles."""
    unknown = set(names) - set(ROLES)
    if unknown:
        raise ValueError(f"Unknown roles: {sorted(unknown)}")

    def check(person: Any, _obj: Any = None) -> bool:
        return bool(roles_of(person) & set(names))

    return Predicate(check, name=" or ".join(sorted(names)))


@predicate
def is_signed_in(person: Any) -> bool:
    return person is not None


def permission(name: str, who: Predicate) -> None:
    """Register a permission. Called from an app's rules.py; a second registration is an error."""
    rules.add_perm(name, who)


def permission_names() -> list[str]:
    return sorted(rules.permissions.permissions)


def may(person: PersonLike | None, name: str, obj: Any = None) -> bool:
    """Whether this person may do this (to this object). Unknown permissions raise KeyError."""
    if not rules.perm_exists(name):
        raise KeyError(f"Unknown permission: {name}")
    return bool(rules.has_perm(name, person, obj))


def require(person: PersonLike | None, name: str, obj: Any = None) -> None:
    """Let through or raise.

    Raises:
        SignInFirst: a visitor, who might be allowed after signing in.
        NotAllowed: anybody else.
    """
    if may(person, name, obj):
        return
    if person is None:
        raise SignInFirst
    raise NotAllowed
