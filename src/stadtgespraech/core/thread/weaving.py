"""Writing nodes and links, inside the transaction of the action that changes the object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from stadtgespraech.core.errors import Conflict
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.text import fold
from stadtgespraech.core.thread.models import Link, Node
from stadtgespraech.core.thread.registry import is_last, kind_of, kinds

# Rows per statement when many are written.
BATCH = 500


def columns_of(obj: Any) -> dict[str, Any]:
    """The node columns that follow from an object."""
    facts = kind_of(obj).describe(obj)
    # As they will be read: without empty languages.
    texts = (facts.title, facts.summary, facts.note, facts.sentence)
    title, summary, note, sentence = (Translated.of(text) for text in texts)
    return {
        "slug": obj.slug,
        "title": title,
        "summary": summary,
        "note": note,
        "sentence": sentence,
        "address": facts.address,
        "state": facts.state,
        "on": facts.on,
        "visibility": facts.visibility,
        "unit_id": facts.unit_id,
        "person_id": facts.person_id,
        "is_example": facts.is_example,
        "is_archived": getattr(obj, "archived_at", None) is not None,
        # Title and summary on a line each: the search puts titles first.
        "search_text": "\n".join(" ".join(fold(" ".join(text.values())).split()) for text in (title, summary)),
    }


def put(obj: Any, *, at: datetime) -> Node:
    """Bring an object's node, and the links that follow from the object, up to date."""
    return put_many([obj], at=at)[0]


def put_many(objects: Iterable[Any], *, at: datetime) -> list[Node]:
    """The same for many objects: all nodes first, then all links, so that their order does not matter."""
    objects = list(objects)
    nodes = [_put_node(obj, at=at) for obj in objects]
    wanted = [implied_links(obj) for obj in objects]
    # What is no longer so goes before what is new comes: a link may change hands.
    for node, keys in zip(nodes, wanted, strict=True):
        for link in Link.objects.filter(follows_from=node):
            if _key(link) not in keys:
                _let_go(link, of=node)
    for node, keys in zip(nodes, wanted, strict=True):
        _add_links(keys, node, at=at)
    return nodes


def put_bulk(objects: Sequence[Any], *, at: datetime) -> None:
    """The same for thousands of objects of one kind from which no links follow, in a few statements."""
    if not objects:
        return
    kind = kind_of(objects[0])
    there = {
        node.object_id: node for node in Node.objects.filter(kind=kind.name, object_id__in=[obj.pk for obj in objects])
    }
    new: list[Node] = []
    # What changes alike changes in one statement.
    changes: dict[str, tuple[dict[str, Any], list[int]]] = {}
    for obj in objects:
        if any(True for _link in kind.links(obj)):
            raise ValueError(f"Links follow from a {kind.name}: put_bulk writes nodes only.")
        columns = columns_of(obj)
        node = there.get(obj.pk)
        if node is None:
            new.append(Node(kind=kind.name, object_id=obj.pk, changed_at=at, **columns))
        elif changed := {name: value for name, value in columns.items() if getattr(node, name) != value}:
            changes.setdefault(repr(changed), (changed, []))[1].append(node.pk)
    Node.objects.bulk_create(new, batch_size=BATCH)
    for changed, nodes in changes.values():
        Node.objects.filter(pk__in=nodes).update(**changed, changed_at=at)


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


Key = tuple[int, str, int]
_KEY_COLUMNS = ("source_id", "relation", "target_id")


def implied_links(obj: Any, *, nodes: Mapping[tuple[str, Any], int] | None = None) -> set[Key]:
    """(source node, relation, target node) of every link that follows from an object's columns.

    Args:
        nodes: (kind, object id) → node id, where somebody has read them already.
    Raises:
        Node.DoesNotExist: it names an object that was never put on the thread.
    """
    facts = list(kind_of(obj).links(obj))
    ends = {_name_of(end) for link in facts for end in (link.source, link.target)}
    known = _node_ids(ends) if nodes is None else nodes
    if lost := ends - known.keys():
        raise Node.DoesNotExist(f"No node for {sorted(lost)}.")
    return {(known[_name_of(link.source)], link.relation, known[_name_of(link.target)]) for link in facts}


def _name_of(obj: Any) -> tuple[str, Any]:
    return kind_of(obj).name, obj.pk


def _node_ids(names: set[tuple[str, Any]]) -> dict[tuple[str, Any], int]:
    if not names:
        return {}
    wanted = Q()
    for kind in {kind for kind, _pk in names}:
        wanted |= Q(kind=kind, object_id__in=[pk for name, pk in names if name == kind])
    return {(kind, pk): node for kind, pk, node in Node.objects.filter(wanted).values_list("kind", "object_id", "pk")}


def _key(link: Link) -> Key:
    return link.source_id, link.relation, link.target_id


def _add_links(keys: set[Key], node: Node, *, at: datetime) -> None:
    if not keys:
        return
    ends = Link.objects.filter(source_id__in={key[0] for key in keys})
    there = {(source, relation, target) for source, relation, target in ends.values_list(*_KEY_COLUMNS)}
    for source_id, relation, target_id in sorted(keys - there):
        Link.objects.get_or_create(
            source_id=source_id, relation=relation, target_id=target_id, defaults={"at": at, "follows_from": node}
        )


def _let_go(link: Link, *, of: Node | None) -> None:
    """Nobody, or this node, holds the link any longer: the object at one of its ends takes it over, or it goes."""
    for end in (link.source, link.target):
        kind = kinds().get(end.kind)
        if kind is None or (of is not None and end.pk == of.pk):
            continue
        obj = kind.model._default_manager.filter(pk=end.object_id).first()
        try:
            if obj is not None and _key(link) in implied_links(obj):
                Link.objects.filter(pk=link.pk).update(follows_from=end, by=None, reason="")
                return
        except Node.DoesNotExist:
            continue
    link.delete()


def node_of(obj: Any) -> Node:
    """An object's node.

    Raises:
        Node.DoesNotExist: the object was never put on the thread.
    """
    kind, pk = _name_of(obj)
    return Node.objects.get(kind=kind, object_id=pk)


def connect(source: Any, relation: str, target: Any, *, by: Any, at: datetime, reason: str = "") -> Link:
    """Link two objects, upstream → downstream. Linking twice changes nothing.

    A link that followed from the objects' columns until now becomes somebody's own and outlives them.

    Raises:
        Conflict: an object can't be linked to itself.
    """
    upstream, downstream = node_of(source), node_of(target)
    if upstream.pk == downstream.pk:
        raise Conflict
    made = {"by": by, "at": at, "reason": reason, "follows_from": None}
    defaults = {**made, "is_last": is_last(upstream.kind, downstream.kind)}
    link, created = Link.objects.get_or_create(source=upstream, relation=relation, target=downstream, defaults=defaults)
    if not created and link.follows_from_id is not None:
        Link.objects.filter(pk=link.pk).update(**made)
        link.refresh_from_db()
    return link


def connect_many(
    sources: Iterable[Any], relation: str, target: Any, *, by: Any, at: datetime, reason: str = ""
) -> list[Any]:
    """Link many objects of one kind to one target; returns those that were not linked to it before.

    The number of statements grows only with the batches of the insertion, not with the objects. Two who link the same
    object at once both succeed; so that only one of them is told that it was new, the caller locks the target.

    Raises:
        Conflict: an object can't be linked to itself.
        Node.DoesNotExist: one of them was never put on the thread.
    """
    downstream, nodes = node_of(target), nodes_of(sources)
    if any(pk == downstream.pk for pk, _source in nodes):
        raise Conflict
    links = Link.objects.filter(relation=relation, target=downstream, source_id__in=[pk for pk, _source in nodes])
    there = set(links.values_list("source_id", flat=True))
    made = {"by": by, "at": at, "reason": reason, "follows_from": None}
    Link.objects.bulk_create(
        (
            Link(
                source_id=pk,
                relation=relation,
                target=downstream,
                is_last=is_last(kind_of(source).name, downstream.kind),
                **made,
            )
            for pk, source in nodes
            if pk not in there
        ),
        ignore_conflicts=True,
    )
    if there:
        links.exclude(follows_from=None).update(**made)
    return [source for pk, source in nodes if pk not in there]


def disconnect_many(sources: Iterable[Any], relation: str, targets: Iterable[Any]) -> list[Any]:
    """Take away what somebody linked between many objects and some targets; returns those that were linked.

    Links that follow from the objects' columns stay.
    """
    nodes = nodes_of(sources)
    links = Link.objects.filter(
        relation=relation,
        source_id__in=[pk for pk, _source in nodes],
        target_id__in=[pk for pk, _target in nodes_of(targets)],
        follows_from=None,
    )
    there = set(links.values_list("source_id", flat=True))
    links.delete()
    return [source for pk, source in nodes if pk in there]


def nodes_of(objects: Iterable[Any]) -> list[tuple[int, Any]]:
    """(node id, object) for objects of any kinds, each once, in their order (one statement).

    Raises:
        Node.DoesNotExist: one of them was never put on the thread.
    """
    by_name = {_name_of(obj): obj for obj in objects}
    known = _node_ids(set(by_name))
    if lost := by_name.keys() - known.keys():
        raise Node.DoesNotExist(f"No node for {sorted(lost)}.")
    return [(known[name], obj) for name, obj in by_name.items()]


def disconnect(source: Any, relation: str, target: Any) -> bool:
    """Take a link away that somebody made; the journal keeps who and why. True if there was one.

    What also follows from the objects' columns stays, as what it is.
    """
    link = Link.objects.filter(
        source=node_of(source), relation=relation, target=node_of(target), follows_from=None
    ).first()
    if link is not None:
        _let_go(link, of=None)
    return link is not None


def drop(obj: Any) -> None:
    """Take an object's node off the thread before the object itself is deleted."""
    Node.objects.filter(kind=kind_of(obj).name, object_id=obj.pk).delete()
