"""Compare the thread with the apps' own tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from stadtgespraech.core.thread.models import Link, Node
from stadtgespraech.core.thread.registry import kinds
from stadtgespraech.core.thread.weaving import Key, columns_of, implied_links, put_many


def drift() -> list[str]:
    """One sentence per difference between the nodes and what the apps' objects say; empty when all is well.

    The same number of statements for ten objects and for a hundred thousand. Links that people made are theirs and
    the journal's: they are not looked at here.
    """
    nodes = {(node.kind, node.object_id): node for node in Node.objects.iterator()}
    ids = {name: node.pk for name, node in nodes.items()}
    there: set[Key] = set()
    implied: dict[int, set[Key]] = {}
    for owner, source, relation, target in Link.objects.values_list(
        "follows_from_id", "source_id", "relation", "target_id"
    ):
        there.add((source, relation, target))
        if owner is not None:
            implied.setdefault(owner, set()).add((source, relation, target))
    found: list[str] = []
    for kind in kinds().values():
        for obj in kind.objects():
            node = nodes.pop((kind.name, obj.pk), None)
            if node is None:
                found.append(f"{kind.name} {obj}: has no node.")
            else:
                found += [f"{kind.name} {obj}: {what}" for what in _differences(obj, node, ids, there, implied)]
    return [*found, *(f"{name} {object_id}: its object is gone." for name, object_id in nodes)]


def _differences(
    obj: Any, node: Node, ids: dict[tuple[str, Any], int], there: set[Key], implied: dict[int, set[Key]]
) -> list[str]:
    found = []
    if differing := [name for name, value in columns_of(obj).items() if getattr(node, name) != value]:
        found.append(f"differs in {', '.join(differing)}.")
    try:
        wanted = implied_links(obj, nodes=ids)
    except Node.DoesNotExist:
        return [*found, "is linked to an object without a node."]
    missing, too_many = wanted - there, implied.get(node.pk, set()) - wanted
    if missing or too_many:
        found.append(f"{len(missing)} links missing, {len(too_many)} too many.")
    return found


@transaction.atomic
def repair(*, at: datetime) -> None:
    """Write every node and implied link anew from the apps' objects; links that people made stay."""
    alive = {node.pk for node in put_many([obj for kind in kinds().values() for obj in kind.objects()], at=at)}
    gone = [pk for pk in Node.objects.values_list("pk", flat=True) if pk not in alive]
    for start in range(0, len(gone), 500):
        Node.objects.filter(pk__in=gone[start : start + 500]).delete()
