"""Walking the thread for many at once: which nodes can see something new, and what many readers can reach."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from stadtgespraech.core.access import roles_of, sees_internal, units_of
from stadtgespraech.core.thread.chains import DEEPEST
from stadtgespraech.core.thread.models import Node

Visibility = Node.Visibility


def touched_since(moment: datetime) -> RawSQL:
    """Ids of all nodes that changed, got a new link, or lie upstream of such a node, as a subquery (one statement).

    Whatever its visibility: who may see what is asked afterwards.
    """
    sql = """
        WITH RECURSIVE touched(id) AS (
            SELECT id FROM (
                SELECT node.id FROM thread_node node WHERE node.changed_at >= %s
                UNION ALL
                SELECT link.source_id FROM thread_link link WHERE link.at >= %s
            ) new
            UNION
            SELECT link.source_id FROM touched JOIN thread_link link ON link.target_id = touched.id
        )
        SELECT id FROM touched
    """
    prepared = connection.ops.adapt_datetimefield_value(moment)
    return RawSQL(sql, (prepared, prepared))  # noqa: S611 -- no value stands in it


@dataclass(frozen=True)
class Downstream:
    """Everything downstream of some nodes, in memory."""

    nodes: dict[int, Node]
    links: dict[int, list[int]] = field(default_factory=dict)

    def seen_from(self, start: int, *, may_see: Callable[[Node], bool]) -> Iterator[Node]:
        """The start and what can be reached from it over nodes that the reader may see, nearest first."""
        first = self.nodes.get(start)
        if first is None or not may_see(first):
            return
        seen, edge, depth = {start}, [first], 0
        while edge and depth <= DEEPEST:
            yield from edge
            near = dict.fromkeys(target for node in edge for target in self.links.get(node.pk, ()))
            edge = [node for pk in near if pk not in seen and may_see(node := self.nodes[pk])]
            seen.update(node.pk for node in edge)
            depth += 1


def downstream_of(starts: Collection[int]) -> Downstream:
    """What lies downstream of these nodes, whatever its visibility (two statements)."""
    if not starts:
        return Downstream({})
    marks = ", ".join(["%s"] * len(starts))
    walk = f"""
        WITH RECURSIVE walk(id) AS (
            SELECT id FROM thread_node WHERE id IN ({marks})
            UNION
            SELECT link.target_id FROM walk JOIN thread_link link ON link.source_id = walk.id
        )
    """  # noqa: S608 -- only placeholders
    links: dict[int, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"{walk} SELECT link.source_id, link.target_id FROM walk"  # noqa: S608
            " JOIN thread_link link ON link.source_id = walk.id ORDER BY link.id",
            [*starts],
        )
        for source, target in cursor.fetchall():
            links.setdefault(source, []).append(target)
    rows = Node.objects.filter(pk__in=RawSQL(f"{walk} SELECT id FROM walk", [*starts]))  # noqa: S608, S611
    return Downstream({node.pk: node for node in rows}, links)


def seer(person: Any) -> Callable[[Node], bool]:
    """The condition of ``visible_nodes`` for one node in memory; a test compares the two."""
    internal, units = sees_internal(person), units_of(person)
    sees_all = "strategy_office" in roles_of(person)

    def may_see(node: Node) -> bool:
        match node.visibility:
            case Visibility.PUBLIC:
                return True
            case Visibility.INTERNAL:
                return internal
            case Visibility.PERSON:
                return sees_all or (person is not None and node.person_id == person.pk)
            case _:
                return sees_all or node.unit_id in units

    return may_see
