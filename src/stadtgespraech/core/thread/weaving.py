"""Writing nodes and links, inside the transaction of the action that changes the object."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from stadtgespraech.core.errors import Conflict
from stadtgespraech.core.text import fold
from stadtgespraech.core.thread.models import Link, Node
from stadtgespraech.core.thread.registry import kind_of


def columns_of(obj: Any) -> dict[str, Any]:
    """The node columns that follow from an object."""
    facts = kind_of(obj).describe(obj)
    return {
        "title": facts.title,
        "summary": facts.summary,
        "note": facts.note,
        "address": facts.address,
        "state": facts.state,
        "on": facts.on,
        "visibility": facts.visibility,
        "unit_id": facts.unit_id,
        "person_id": facts.person_id,
        "is_example": facts.is_example,
        "is_archived": getattr(obj, "archived_at", None) is not None,
        "search_text": fold(" ".join([*facts.title.values(), *facts.summary.values()])),
    }


def put(obj: Any, *, at: datetime) -> Node:
    """Bring an object's node, and the links that follow from the object, up to date."""
    return put_many([obj], at=at)[0]


def put_many(objects: Iterable[Any], *, at: datetime) -> list[Node]:
    """The same for many objects: all nodes first, then all links, so that their order does not matter."""
    objects = list(objects)
    nodes = [_put_node(obj, at=at) for obj in objects]
    for obj, node in zip(objects, nodes, strict=True):
        _put_implied_links(obj, node, at=at)
    return nodes


def _put_node(obj: Any, *, at: datetime) -> Node:
    columns = columns_of(obj)
    node, created = Node.objects.get_or_create(
        kind=kind_of(obj).name, object_id=obj.pk, defaults={**columns, "changed_at": at}
    )
    if not created and any(getattr(node, name) != value for name, value in columns.items()):
        for name, value in columns.items():
            setattr(node, name, value)
        node.changed_at = at
        node.save()
    return node


def implied_links(obj: Any) -> set[tuple[int, str, int]]:
    """(source node, relation, target node) of every link that follows from an object's columns."""
    return {(node_of(link.source).pk, link.relation, node_of(link.target).pk) for link in kind_of(obj).links(obj)}


def _put_implied_links(obj: Any, node: Node, *, at: datetime) -> None:
    wanted = implied_links(obj)
    have = {(link.source_id, link.relation, link.target_id): link for link in Link.objects.filter(follows_from=node)}
    for key in wanted - have.keys():
        Link.objects.get_or_create(
            source_id=key[0], relation=key[1], target_id=key[2], defaults={"at": at, "follows_from": node}
        )
    stale = [have[key].pk for key in have.keys() - wanted]
    if stale:
        Link.objects.filter(pk__in=stale).delete()


def node_of(obj: Any) -> Node:
    """An object's node.

    Raises:
        Node.DoesNotExist: the object was never put on the thread.
    """
    return Node.objects.get(kind=kind_of(obj).name, object_id=obj.pk)


def connect(source: Any, relation: str, target: Any, *, by: Any, at: datetime, reason: str = "") -> Link:
    """Link two objects, upstream → downstream. Linking twice changes nothing.

    Raises:
        Conflict: an object can't be linked to itself.
    """
    upstream, downstream = node_of(source), node_of(target)
    if upstream.pk == downstream.pk:
        raise Conflict
    link, _created = Link.objects.get_or_create(
        source=upstream, relation=relation, target=downstream, defaults={"by": by, "at": at, "reason": reason}
    )
    return link


def disconnect(source: Any, relation: str, target: Any) -> bool:
    """Take a link away that somebody made; the journal keeps who and why. True if there was one."""
    deleted, _per_model = Link.objects.filter(
        source=node_of(source), relation=relation, target=node_of(target), follows_from=None
    ).delete()
    return bool(deleted)


def drop(obj: Any) -> None:
    """Take an object's node off the thread before the object itself is deleted."""
    Node.objects.filter(kind=kind_of(obj).name, object_id=obj.pk).delete()
