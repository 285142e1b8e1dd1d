"""Compare the thread with the apps' own tables."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stadtgespraech.core.thread.models import Link, Node
from stadtgespraech.core.thread.registry import kinds
from stadtgespraech.core.thread.weaving import columns_of, implied_links, put_many


def drift() -> list[str]:
    """One sentence per difference between the nodes and what the apps' objects say; empty when all is well."""
    found: list[str] = []
    known = {(node.kind, node.object_id): node for node in Node.objects.all()}
    for kind in kinds().values():
        for obj in kind.model._default_manager.all():
            node = known.pop((kind.name, obj.pk), None)
            if node is None:
                found.append(f"{kind.name} {obj}: has no node.")
                continue
            differing = [name for name, value in columns_of(obj).items() if getattr(node, name) != value]
            if differing:
                found.append(f"{kind.name} {obj}: differs in {', '.join(differing)}.")
            try:
                wanted = implied_links(obj)
            except Node.DoesNotExist:
                found.append(f"{kind.name} {obj}: is linked to an object without a node.")
                continue
            have = {(link.source_id, link.relation, link.target_id) for link in Link.objects.filter(follows_from=node)}
            shared = set(
                Link.objects.filter(source_id__in=[key[0] for key in wanted]).values_list(
                    "source_id", "relation", "target_id"
                )
            )
            if wanted - have - shared or have - wanted:
                found.append(
                    f"{kind.name} {obj}: {len(wanted - have - shared)} links missing, {len(have - wanted)} too many."
                )
    found += [f"{name} {object_id}: its object is gone." for name, object_id in known]
    return found


@transaction.atomic
def repair(*, at: datetime) -> None:
    """Write every node and implied link anew from the apps' objects; links that people made stay."""
    objects = [obj for kind in kinds().values() for obj in kind.model._default_manager.all()]
    nodes = put_many(objects, at=at)
    Node.objects.exclude(pk__in=[node.pk for node in nodes]).delete()
