"""Reading follows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from stadtgespraech.apps.following.models import Follow
from stadtgespraech.apps.people.models import Person, RoleAssignment
from stadtgespraech.core import access
from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.thread import kind_of
from stadtgespraech.core.thread.chains import visible_nodes
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.thread.reach import touched_since

# What can be followed: the links of the chain that have a page of their own.
FOLLOWED_KINDS = frozenset({"voice", "picture", "goal", "field", "project", "paper", "indicator"})

# (person id, None) or (None, mail address of a guest)
Follower = tuple[int | None, str | None]


def by_token(token: str) -> Follow:
    """The follow that a link in a mail means.

    Raises:
        NotFound: there is none, or no longer.
    """
    found = None if "\x00" in token else Follow.objects.select_related("node", "person").filter(token=token).first()
    if found is None:
        raise NotFound
    return found


def followed_node(kind: str, slug: str, *, seen_by: Any) -> Node:
    """The node of something that this person may see and follow.

    Raises:
        NotFound: unknown, hidden, archived, or of a kind that can't be followed.
    """
    found = None
    if kind in FOLLOWED_KINDS:
        found = Node.objects.filter(visible_nodes(seen_by), kind=kind, slug=slug, is_archived=False).first()
    if found is None:
        raise NotFound
    return found


def own_follow(obj: Any, person: Any) -> Follow | None:
    """How this person follows an object, if they do (one statement)."""
    rows = access.visible(Follow, to=person)
    return rows.filter(node__kind=kind_of(obj).name, node__object_id=obj.pk).first()


def follow_of(node: Node, person: Any) -> Follow | None:
    return access.visible(Follow, to=person).filter(node=node).first()


def follows_of(person: Any) -> QuerySet[Follow]:
    """Everything this person follows and may still see, newest first."""
    rows = access.visible(Follow, to=person).filter(node__in=Node.objects.filter(visible_nodes(person)))
    return rows.select_related("node").order_by("-since", "-pk")


def follows_like(follow: Follow) -> QuerySet[Follow]:
    """What the owner of a link in a mail follows: all of a guest's address, or all of a person's."""
    rows = Follow.objects.filter(email=follow.email) if follow.email else Follow.objects.filter(person=follow.person)
    return rows.exclude(confirmed_at=None).select_related("node").order_by("-since", "-pk")


# -- For the rounds of mails -----------------------------------------------------------------------


def followers_with_changes(*, since: datetime, paces: Iterable[str]) -> list[Follower]:
    """Followers of a node that changed, or has something changed downstream of it, since then (one statement).

    They may have been told already, or may not be allowed to see it: that is looked at in batches.
    """
    rows = Follow.objects.filter(node__in=touched_since(since), pace__in=list(paces))
    rows = rows.exclude(confirmed_at=None).exclude(person__is_active=False)
    found = {(person, email or None) for person, email in rows.values_list("person_id", "email").iterator()}
    return sorted(found, key=lambda one: (one[0] is None, one[0] or 0, one[1] or ""))


def follows_of_many(followers: Iterable[Follower]) -> QuerySet[Follow]:
    """All follows of these followers, locked until the transaction ends, with node and person."""
    followers = list(followers)
    people = [person for person, _email in followers if person is not None]
    addresses = [email for _person, email in followers if email is not None]
    rows = Follow.objects.select_for_update(of=("self",)).filter(Q(person__in=people) | Q(email__in=addresses))
    return rows.exclude(confirmed_at=None).select_related("node", "person").order_by("since", "pk")


def read_roles(people: Iterable[Person]) -> None:
    """Read what these people may see, for all of them at once (one statement)."""
    by_person: dict[int, list[RoleAssignment]] = {person.pk: [] for person in people}
    for held in RoleAssignment.objects.filter(person__in=by_person, ended_at=None).select_related("unit"):
        by_person[held.person_id].append(held)
    for person in people:
        person.__dict__["_assignments"] = by_person[person.pk]


def data_of_address(email: str) -> list[dict[str, Any]]:
    """What the database holds about a mail address that follows, for its owner."""
    rows = Follow.objects.filter(email__iexact=email).select_related("node").order_by("since", "pk")
    return [
        {
            "follows": str(row.node.title),
            "page": row.node.address,
            "since": row.since.isoformat(),
            "confirmed_at": row.confirmed_at.isoformat() if row.confirmed_at else None,
            "pace": row.pace,
            "language": row.language,
        }
        for row in rows
    ]
