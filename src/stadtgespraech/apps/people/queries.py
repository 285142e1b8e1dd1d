"""Reading people and units."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from stadtgespraech.apps.people.models import Person, PersonSession, RoleAssignment, Unit
from stadtgespraech.core import access, thread
from stadtgespraech.core.jobs.models import OutgoingMail
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.text import fold, matching

KINDS = frozenset(Unit.Kind.values)


def units(*, seen_by: Any, words: str = "", kind: str = "") -> QuerySet[Unit]:
    """Current units and offices this person may see, by number; narrowed by words and kind."""
    rows = access.visible(Unit, to=seen_by).filter(archived_at=None)
    if kind in KINDS:
        rows = rows.filter(kind=kind)
    if words:
        found = thread.search(words, seen_by=seen_by, kind="unit").order_by().values("object_id")
        rows = rows.filter(Q(pk__in=found) | Q(number__iexact=fold(words).strip()[:20]))
    return rows


def people(*, seen_by: Any, words: str = "", role: str = "") -> QuerySet[Person]:
    """Everybody this person may see, by address, with the roles they hold now (two statements)."""
    rows = matching(access.visible(Person, to=seen_by), words, field="search_text")
    if role:
        rows = rows.filter(pk__in=current_roles().filter(role=role).values("person_id"))
    return rows.prefetch_related(Prefetch("role_assignments", queryset=current_roles(), to_attr="current_roles"))


def current_roles() -> QuerySet[RoleAssignment]:
    """Roles that are held now, with their units."""
    return RoleAssignment.objects.filter(ended_at=None).select_related("unit").order_by("role", "unit__number", "pk")


def roles_of(person: Person) -> list[RoleAssignment]:
    """Every role this person holds or held, current ones first."""
    rows = RoleAssignment.objects.filter(person=person).select_related("unit")
    return sorted(rows, key=lambda one: (one.ended_at is not None, one.role, one.started_at))


# -- What no foreign key leads to (own_data) -------------------------------------------------------


def mails_to(person: Person) -> list[dict[str, Any]]:
    """Mails in the outbox to this person."""
    rows = OutgoingMail.objects.filter(to__iexact=person.email).order_by("created_at", "pk")
    return [{"at": row.created_at.isoformat(), "subject": row.subject, "body": row.body} for row in rows]


def sessions_of(person: Person) -> list[dict[str, Any]]:
    """Where this person is signed in."""
    rows = PersonSession.objects.filter(person_id=person.pk).order_by("expire_date")
    return [{"ends": row.expire_date.isoformat()} for row in rows]


def journal_entries_of(person: Person) -> list[dict[str, Any]]:
    """Entries of the journal that this person made or that are about their account."""
    rows = JournalEntry.objects.filter(salts__owner=person).distinct().order_by("seq")
    return [{"seq": row.seq, "at": row.at.isoformat(), "kind": row.kind} for row in rows]


def second_factor_of(person: Person) -> list[dict[str, Any]]:
    """Which second factors there are; never their secrets."""
    from allauth.mfa.models import Authenticator

    rows = Authenticator.objects.filter(user=person).order_by("pk")
    return [{"type": row.type, "created_at": row.created_at.isoformat()} for row in rows]
