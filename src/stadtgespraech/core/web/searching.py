"""What the search page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from stadtgespraech.core import thread
from stadtgespraech.core.text.marking import Part, excerpt, marked
from stadtgespraech.core.text.search import words_of
from stadtgespraech.core.thread.chains import visible_nodes
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.web.addresses import localized


@dataclass(frozen=True)
class Found:
    """One result: what it is, where it is, and its texts in pieces with what was searched for marked."""

    kind: Any
    url: str
    title: list[Part]
    summary: list[Part]
    is_example: bool


@dataclass(frozen=True)
class KindFound:
    """How many results one kind has."""

    name: str
    plural: Any
    number: int


def results(nodes: Iterable[Node], query: str) -> list[Found]:
    """A page of nodes as results."""
    kinds = thread.kinds()
    return [
        Found(
            kind=kinds[node.kind].label,
            url=localized(node.address),
            title=marked(str(node.title), query),
            summary=excerpt(str(node.summary), query),
            is_example=node.is_example,
        )
        for node in nodes
    ]


def numbers_by_kind(query: str, *, seen_by: Any) -> list[KindFound]:
    """How many results each kind has, in the order of the chain; kinds without any are left out (one statement)."""
    rows = thread.search(query, seen_by=seen_by).order_by().values("kind").annotate(number=Count("pk"))
    numbers: dict[str, int] = {}
    for row in rows:
        numbers[row["kind"]] = numbers.get(row["kind"], 0) + row["number"]
    return [KindFound(name, kind.plural, numbers[name]) for name, kind in _in_order() if name in numbers]


def _in_order() -> list[tuple[str, Any]]:
    kinds = thread.kinds()
    on_chain = [name for name in thread.CHAIN if name in kinds]
    return [(name, kinds[name]) for name in (*on_chain, *(name for name in kinds if name not in thread.CHAIN))]


def single_words(query: str, *, seen_by: Any) -> list[tuple[str, int]]:
    """For a search of several words that found nothing: each word that finds something alone (one statement)."""
    words = words_of(query)
    if len(words) < 2:
        return []
    alone = {f"word_{place}": Count("pk", filter=Q(search_text__contains=word)) for place, word in enumerate(words)}
    numbers = Node.objects.filter(visible_nodes(seen_by), is_archived=False).aggregate(**alone)
    return [(word, numbers[f"word_{place}"]) for place, word in enumerate(words) if numbers[f"word_{place}"]]
