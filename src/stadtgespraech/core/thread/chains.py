"""Reading the thread: where something comes from, what became of it, and search over all nodes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex

from stadtgespraech.core.access import roles_of, sees_internal, units_of
from stadtgespraech.core.text import matching, words_of
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.thread.registry import CHAIN, kind_of, kinds

# The two ways along the thread, as the statements name their walks.
UP, DOWN = "walk_up", "walk_down"
# Longer than any path through the nine kinds; keeps a cycle from running for ever.
DEEPEST = 16
# More stations of one kind than this are drawn as one with their number.
MOST_OF_A_KIND = 4
# Of such a station so many are named; the rest is only counted.
MOST_NAMED = 50
# What a station shows of its node.
SHOWN = (
    """node.id, node.kind, node.title, node.note, node.sentence, node.address, node.state, node."on", node.is_example"""
)


@dataclass(frozen=True)
class Station:
    """One stop on the thread, as the page draws it.

    Attributes:
        count: how many objects it stands for; the first is its title, ``others`` names the next ones.
    """

    kind: str
    kind_label: Any
    kind_plural: Any
    title: str
    url: str
    note: str
    sentence: str
    state: str
    position: str
    on: date | None
    is_example: bool
    count: int = 1
    others: tuple[tuple[str, str], ...] = ()

    @property
    def unnamed(self) -> int:
        """How many more there are than it names."""
        return self.count - 1 - len(self.others)


Visibility = Node.Visibility
# Classes that belong to a unit, and the roles that see all nodes of a class whatever its unit.
OF_A_UNIT: dict[str, frozenset[str]] = {
    Visibility.UNIT: frozenset({"strategy_office"}),
    Visibility.OFFICES: frozenset({"strategy_office", "committee_office"}),
    Visibility.COUNCIL: frozenset({"strategy_office", "committee_office", "council"}),
}


def visible_nodes(person: Any) -> Q:
    """The nodes this person may see, as one Q."""
    if person is None:
        return Q(visibility=Visibility.PUBLIC)
    roles = roles_of(person)
    whole = [Visibility.PUBLIC, *(name for name, readers in OF_A_UNIT.items() if roles & readers)]
    if sees_internal(person):
        whole.append(Visibility.INTERNAL)
    if "strategy_office" in roles:
        whole.append(Visibility.PERSON)
    allowed = Q(visibility__in=whole) | Q(visibility=Visibility.PERSON, person_id=person.pk)
    if units_of(person):
        allowed |= Q(visibility__in=list(OF_A_UNIT), unit_id__in=sorted(units_of(person)))
    return allowed


def origins(obj: Any, *, seen_by: Any) -> list[Station]:
    """Where does this come from? Everything upstream, in the order of the chain, ending here. One statement."""
    return _upstream(_walked(obj, seen_by, UP)[UP])


def outcomes(obj: Any, *, seen_by: Any) -> list[Station]:
    """What became of it? From here on downstream. One statement."""
    return _downstream(_walked(obj, seen_by, DOWN)[DOWN])


def origins_and_outcomes(obj: Any, *, seen_by: Any) -> tuple[list[Station], list[Station]]:
    """Both, for pages that show both. Still one statement."""
    found = _walked(obj, seen_by, UP, DOWN)
    return _upstream(found[UP]), _downstream(found[DOWN])


def chain_ids(node: Node, *, seen_by: Any, upstream: bool) -> dict[int, int]:
    """Node id → number of links away, for everything this person can reach from ``node`` over nodes they may see.

    What is hidden also hides what lies only behind it.
    """
    way = UP if upstream else DOWN
    walk, parameters = _walk(way, "SELECT CAST(%s AS bigint), 0, FALSE", [node.pk], seen_by)
    sql = f"WITH RECURSIVE {walk} SELECT id, MIN(depth) FROM {way} WHERE id <> %s GROUP BY id"  # noqa: S608 -- built from constants
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, node.pk])
        return dict(cursor.fetchall())


def _walk(way: str, start: str, start_parameters: list[Any], seen_by: Any) -> tuple[str, list[Any]]:
    """The recursive part: ``way(id, depth, ended)`` from the rows of ``start`` on, over visible nodes only.

    A last link (see ``registry.is_last``) ends a walk downstream, and can only begin one upstream.
    """
    if way == UP:
        near, far, goes_on, ended = "target_id", "source_id", "(walk.depth = 0 OR NOT link.is_last)", "walk.ended"
    else:
        near, far, goes_on, ended = "source_id", "target_id", "NOT walk.ended", "link.is_last"
    # The person's own condition, asked for each link's far end through the primary key.
    there = Node.objects.filter(visible_nodes(seen_by), pk=RawSQL(f"link.{far}", ())).values("pk")  # noqa: S611
    condition, parameters = there.query.sql_with_params()
    sql = f"""
        {way}(id, depth, ended) AS (
            {start}
            UNION
            SELECT link.{far}, walk.depth + 1, {ended} FROM {way} walk
            JOIN thread_link link ON link.{near} = walk.id
            WHERE walk.depth < %s AND {goes_on} AND EXISTS ({condition})
        )
    """  # noqa: S608 -- column names are the constants above
    return sql, [*start_parameters, DEEPEST, *parameters]


def _walked(obj: Any, seen_by: Any, *ways: str) -> dict[str, list[Any]]:
    """Way → the object's own node (depth 0) and what can be reached that way.

    The nodes have ``depth`` and ``of_kind``: how many there are of their kind.
    """
    own = Node.objects.filter(visible_nodes(seen_by), kind=kind_of(obj).name, object_id=obj.pk).values("id")
    start, start_parameters = own.query.sql_with_params()
    here = f"SELECT own.id, 0, FALSE FROM ({start}) own"  # noqa: S608 -- Django's own SQL
    walks = [_walk(way, here, [*start_parameters], seen_by) for way in ways]
    found = " UNION ALL ".join(f"SELECT id, MIN(depth) AS depth, '{way}' AS way FROM {way} GROUP BY id" for way in ways)  # noqa: S608 -- constants
    on_chain = ", ".join(["%s"] * len(CHAIN))
    # The first of each kind and their number come from the database: a picture may have thousands of voices.
    sql = f"""
        WITH RECURSIVE {", ".join(walk for walk, _parameters in walks)}, found AS ({found}),
        ranked AS (
            SELECT node.id, found.depth, found.way,
                ROW_NUMBER() OVER (
                    PARTITION BY found.way, node.kind, found.depth = 0
                    ORDER BY found.depth, node."on" IS NOT NULL, node."on", node.id
                ) AS place,
                COUNT(*) OVER (PARTITION BY found.way, node.kind, found.depth = 0) AS of_kind
            FROM found JOIN thread_node node ON node.id = found.id
            WHERE found.depth = 0 OR (NOT node.is_archived AND node.kind IN ({on_chain}))
        )
        SELECT {SHOWN}, ranked.depth, ranked.of_kind, ranked.way
        FROM ranked JOIN thread_node node ON node.id = ranked.id
        WHERE ranked.place <= %s ORDER BY ranked.place
    """  # noqa: S608 -- built from the constants above
    parameters = [one for _walk, of_walk in walks for one in of_walk]
    nodes: list[Any] = list(Node.objects.raw(sql, [*parameters, *CHAIN, MOST_NAMED]))
    return {way: [node for node in nodes if node.way == way] for way in ways}


def search(words: str, *, seen_by: Any, kind: str = "") -> QuerySet[Node]:
    """Nodes that contain all the words ("Übermut" is found for "übermut" and "uebermut").

    Those with all the words in their title come first, then the order of the chain.
    """
    nodes = matching(Node.objects.filter(visible_nodes(seen_by), is_archived=False), words, field="search_text")
    if kind:
        nodes = nodes.filter(kind=kind)
    # The searched text is the title, a line break, and the summary.
    nodes = nodes.alias(title_end=StrIndex("search_text", Value("\n")))
    in_title = Q()
    for place, word in enumerate(words_of(words)):
        nodes = nodes.alias(**{f"at_{place}": StrIndex("search_text", Value(word))})
        in_title &= Q(**{f"at_{place}__lt": F("title_end")})
    titles_first = (
        Case(When(in_title, then=Value(0)), default=Value(1), output_field=IntegerField()) if in_title else None
    )
    rank = [When(kind=name, then=Value(position)) for position, name in enumerate(CHAIN)]
    nodes = nodes.annotate(rank=Case(*rank, default=Value(len(CHAIN)), output_field=IntegerField()))
    return nodes.order_by(*([titles_first] if titles_first else []), "rank", "pk")


def _station(node: Node, *, position: str) -> Station:
    kind = kinds()[node.kind]
    return Station(
        kind=node.kind,
        kind_label=kind.label,
        kind_plural=kind.plural,
        title=str(node.title),
        url=node.address,
        note=str(node.note),
        sentence=str(node.sentence),
        state="here" if position == "here" else node.state,
        position=position,
        on=node.on,
        is_example=node.is_example,
    )


def _station_of_many(nodes: list[Node], *, position: str, count: int) -> Station:
    """One station for many objects of a kind: titled by the nearest, the next ones named behind it."""
    first = _station(nodes[0], position=position)
    return replace(
        first,
        kind_label=kinds()[nodes[0].kind].plural,
        note="",
        # Still to come only if nothing of it is there yet.
        state="next" if all(node.state == "next" for node in nodes) else "done",
        is_example=any(node.is_example for node in nodes),
        count=count,
        others=tuple((str(node.title), node.address) for node in nodes[1:]),
    )


def _stations(nodes: list[Any], *, position: str) -> list[Station]:
    stations: list[Station] = []
    for name in CHAIN:
        group = [node for node in nodes if node.kind == name]
        if len(group) > MOST_OF_A_KIND:
            stations.append(_station_of_many(group, position=position, count=group[0].of_kind))
        else:
            stations.extend(_station(node, position=position) for node in group)
    return stations


def _upstream(nodes: list[Any]) -> list[Station]:
    return [*_stations([node for node in nodes if node.depth], position="before"), *_here(nodes)]


def _downstream(nodes: list[Any]) -> list[Station]:
    return [*_here(nodes), *_stations([node for node in nodes if node.depth], position="after")]


def _here(nodes: list[Any]) -> list[Station]:
    return [_station(node, position="here") for node in nodes if not node.depth]
