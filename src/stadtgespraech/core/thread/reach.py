"""Walking the thread for many at once: which nodes can see something new, and what many readers can reach."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from stadtgespraech.core.access import roles_of, sees_internal, units_of
from stadtgespraech.core.thread.chains import DEEPEST, OF_A_UNIT
from stadtgespraech.core.thread.models import Node

Visibility = Node.Visibility


def touched_since(moment: datetime) -> RawSQL:
    """Ids of all nodes that changed, got a new link, or lie upstream of such a node, as a subquery (one statement).

    Whatever its visibility: who may see what is asked afterwards.
    """
    sql = """
        WITH RECURSIVE touched(id, itself) AS (
            SELECT id, itself FROM (
                SELECT node.id, TRUE AS itself FROM thread_node node WHERE node.changed_at >= %s
                UNION ALL
                SELECT link.source_id, FALSE FROM thread_link link WHERE link.at >= %s
            ) new
            UNION
            SELECT link.source_id, FALSE FROM touched JOIN thread_link link ON link.target_id = touched.id
            WHERE touched.itself OR NOT link.is_last
        )
        SELECT id FROM touched
    """
    prepared = connection.ops.adapt_datetimefield_value(moment)
    return RawSQL(sql, (prepared, prepared))  # noqa: S611 -- no value stands in it


@dataclass(frozen=True)
class Downstream:
    """Everything downstream of some nodes, in memory."""

    nodes: dict[int, Node]
    # Source → (target, whether the walk ends there).
    links: dict[int, list[tuple[int, bool]]] = field(default_factory=dict)

    def seen_from(self, start: int, *, may_see: Callable[[Node], bool]) -> Iterator[Node]:
        """The start and what can be reached from it over nodes that the reader may see, nearest first."""
        first = self.nodes.get(start)
        if first is None or not may_see(first):
            return
        seen, gone_on, edge, depth = {start}, {start}, [start], 0
        yield first
        while edge and depth < DEEPEST:
            near = [end for pk in edge for end in self.links.get(pk, ()) if may_see(self.nodes[end[0]])]
            for pk in dict.fromkeys(pk for pk, _last in near if pk not in seen):
                seen.add(pk)
                yield self.nodes[pk]
            # Something may be reached twice: by a last link, and later by one that goes on.
            edge = list(dict.fromkeys(pk for pk, last in near if not last and pk not in gone_on))
            gone_on.update(edge)
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
    links: dict[int, list[tuple[int, bool]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"{walk} SELECT link.source_id, link.target_id, link.is_last FROM walk"  # noqa: S608
            " JOIN thread_link link ON link.source_id = walk.id ORDER BY link.id",
            [*starts],
        )
        for source, target, last in cursor.fetchall():
            links.setdefault(source, []).append((target, bool(last)))
    rows = Node.objects.filter(pk__in=RawSQL(f"{walk} SELECT id FROM walk", [*starts]))  # noqa: S608, S611
    return Downstream({node.pk: node for node in rows}, links)


def seer(person: Any) -> Callable[[Node], bool]:
    """The condition of ``visible_nodes`` for one node in memory; a test compares the two."""
    internal, roles, units = sees_internal(person), roles_of(person), units_of(person)

    def may_see(node: Node) -> bool:
        match node.visibility:
            case Visibility.PUBLIC:
                return True
            case Visibility.INTERNAL:
                return internal
            case Visibility.PERSON:
                return "strategy_office" in roles or (person is not None and node.person_id == person.pk)
            case of_a_unit:
                return bool(roles & OF_A_UNIT[of_a_unit]) or node.unit_id in units

    return may_see
