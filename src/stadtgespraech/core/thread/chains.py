"""Reading the thread: where something comes from, what became of it, and search over all nodes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from stadtgespraech.core.access import roles_of, sees_internal, units_of
from stadtgespraech.core.text import matching
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.thread.registry import CHAIN, kind_of, kinds

# Longer than any path through the nine kinds; keeps a cycle from running for ever.
DEEPEST = 16
# More stations of one kind than this are drawn as one with their number.
MOST_OF_A_KIND = 4


@dataclass(frozen=True)
class Station:
    """One stop on the thread, as the page draws it."""

    kind: str
    kind_label: Any
    title: str
    url: str
    note: str
    state: str
    position: str
    on: date | None
    is_example: bool
    count: int = 1
    others: tuple[tuple[str, str], ...] = ()


def visible_nodes(person: Any) -> Q:
    """The nodes this person may see, as one Q."""
    allowed = Q(visibility=Node.Visibility.PUBLIC)
    if sees_internal(person):
        allowed |= Q(visibility=Node.Visibility.INTERNAL)
    if person is not None:
        allowed |= Q(visibility=Node.Visibility.PERSON, person_id=person.pk)
    if "strategy_office" in roles_of(person):
        allowed |= Q(visibility__in=[Node.Visibility.UNIT, Node.Visibility.PERSON])
    elif units_of(person):
        allowed |= Q(visibility=Node.Visibility.UNIT, unit_id__in=sorted(units_of(person)))
    return allowed


def origins(obj: Any, *, seen_by: Any) -> list[Station]:
    """Where does this come from? Everything upstream, in the order of the chain, ending here."""
    here = _node(obj, seen_by)
    return [*_stations(here, seen_by, upstream=True, position="before"), _here(here)] if here else []


def outcomes(obj: Any, *, seen_by: Any) -> list[Station]:
    """What became of it? From here on downstream."""
    here = _node(obj, seen_by)
    return [_here(here), *_stations(here, seen_by, upstream=False, position="after")] if here else []


def chain_ids(node: Node, *, seen_by: Any, upstream: bool) -> dict[int, int]:
    """Node id → number of links away, for everything this person can reach from ``node`` over nodes they may see.

    One recursive statement. What is hidden also hides what lies only behind it.
    """
    sql, parameters = Node.objects.filter(visible_nodes(seen_by)).values("pk").query.sql_with_params()
    near, far = ("target_id", "source_id") if upstream else ("source_id", "target_id")
    walk = f"""
        WITH RECURSIVE seen(id) AS ({sql}), walk(id, depth) AS (
            SELECT CAST(%s AS bigint), 0
            UNION
            SELECT link.{far}, walk.depth + 1 FROM walk
            JOIN thread_link link ON link.{near} = walk.id
            JOIN seen ON seen.id = link.{far}
            WHERE walk.depth < %s
        )
        SELECT id, MIN(depth) FROM walk WHERE depth > 0 AND id <> %s GROUP BY id
    """  # noqa: S608 -- column names are the two constants above
    with connection.cursor() as cursor:
        cursor.execute(walk, [*parameters, node.pk, DEEPEST, node.pk])
        return dict(cursor.fetchall())


def search(words: str, *, seen_by: Any, kind: str = "") -> QuerySet[Node]:
    """Nodes that contain all the words ("Übermut" is found for "übermut" and "uebermut"), titles first."""
    nodes = matching(Node.objects.filter(visible_nodes(seen_by), is_archived=False), words, field="search_text")
    if kind:
        nodes = nodes.filter(kind=kind)
    rank = [When(kind=name, then=Value(position)) for position, name in enumerate(CHAIN)]
    return nodes.annotate(rank=Case(*rank, default=Value(len(CHAIN)), output_field=IntegerField())).order_by(
        "rank", "pk"
    )


def _node(obj: Any, seen_by: Any) -> Node | None:
    return Node.objects.filter(visible_nodes(seen_by), kind=kind_of(obj).name, object_id=obj.pk).first()


def _here(node: Node) -> Station:
    return _station(node, position="here")


def _station(node: Node, *, position: str, count: int = 1, others: tuple[tuple[str, str], ...] = ()) -> Station:
    kind = kinds()[node.kind]
    return Station(
        kind=node.kind,
        kind_label=kind.label if count == 1 else kind.plural,
        title=str(node.title),
        url=node.address,
        note=str(node.note),
        state="here" if position == "here" else node.state,
        position=position,
        on=node.on,
        is_example=node.is_example,
        count=count,
        others=others,
    )


def _stations(here: Node, seen_by: Any, *, upstream: bool, position: str) -> list[Station]:
    depth = chain_ids(here, seen_by=seen_by, upstream=upstream)
    nodes = [node for node in Node.objects.filter(pk__in=depth, is_archived=False) if node.kind in CHAIN]
    nodes.sort(key=lambda node: (CHAIN.index(node.kind), depth[node.pk], node.on or date.min, str(node.title)))
    stations: list[Station] = []
    for name in CHAIN:
        group = [node for node in nodes if node.kind == name]
        if len(group) > MOST_OF_A_KIND:
            stations.append(
                _station(
                    group[0],
                    position=position,
                    count=len(group),
                    others=tuple((str(node.title), node.address) for node in group[1:50]),
                )
            )
        else:
            stations.extend(_station(node, position=position) for node in group)
    return stations
