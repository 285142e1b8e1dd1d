"""What waits for somebody of the administration.

Each app says what waits for a person as queues: query sets that are only counted here, all of them in one statement
however many apps there are, and the address where their rows are shown. The workplace lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Value


@dataclass(frozen=True)
class Queue:
    """Things of one kind that wait.

    Attributes:
        rows: what waits.
        words: how many, as ``ngettext_lazy("Ein Auftrag ist offen", "%(n)s Aufträge sind offen", "n")``.
        url: where they are.
        facts: what ``words`` names besides ``n``.
        is_overdue: whether a time has passed; shown on top.
    """

    rows: QuerySet[Any]
    words: Any
    url: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    is_overdue: bool = False


@dataclass(frozen=True)
class Waiting:
    """One line of the workplace: what waits, how much of it, and where.

    Attributes:
        heading: what it belongs to.
    """

    heading: str
    text: str
    number: int
    url: str
    is_overdue: bool = False


# Yields the queues of a person at a moment; asks the database nothing.
Provider = Callable[[Any, datetime], Iterable[Queue]]
_providers: list[tuple[int, Any, Provider]] = []


def register(heading: Any, provider: Provider, *, order: int = 50) -> None:
    """Show an app's queues under this heading."""
    _providers.append((order, heading, provider))


def waiting(person: Any, *, now: datetime) -> list[Waiting]:
    """What waits for this person, in the order of the apps, without what is empty (one statement)."""
    queues = [
        (str(heading), queue)
        for _order, heading, provider in sorted(_providers, key=lambda entry: entry[0])
        for queue in provider(person, now)
    ]
    numbers = _count([queue.rows for _heading, queue in queues])
    return [
        Waiting(heading, queue.words % {"n": number, **queue.facts}, number, queue.url, queue.is_overdue)
        for (heading, queue), number in zip(queues, numbers, strict=True)
        if number
    ]


def _count(queues: list[QuerySet[Any]]) -> list[int]:
    counts = [
        # Whatever a query set joins, groups or orders: its rows are counted once each.
        rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"))
        .order_by()
        .annotate(queue_place=Value(place, output_field=IntegerField()))
        .values("queue_place")
        .annotate(queue_length=Count("pk"))
        .values_list("queue_place", "queue_length")
        for place, rows in enumerate(queues)
    ]
    found = dict(counts[0].union(*counts[1:], all=True)) if counts else {}
    return [found.get(place, 0) for place in range(len(queues))]
