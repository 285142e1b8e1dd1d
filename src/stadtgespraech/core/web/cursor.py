"""Pages of a list by position, not by number: rows that come in between neither shift nor repeat anything.

A list is ordered by whole numbers that never change (usually the row's id). The cursor holds those of the last
row that was given out; the next page is everything after it.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from stadtgespraech.core.errors import BadInput

M = TypeVar("M", bound=Model)
# What both databases can compare.
LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Slice(Generic[M]):
    """Some rows of a list.

    Attributes:
        rows: in the order of the list.
        next: cursor of the rows that follow; "" at the end.
        total: rows of the whole list.
    """

    rows: list[M]
    next: str
    total: int


def encode(position: tuple[int, ...]) -> str:
    """An opaque cursor for the position of a row."""
    return base64.urlsafe_b64encode(json.dumps(list(position)).encode()).decode().rstrip("=")


def decode(cursor: str, *, length: int) -> tuple[int, ...]:
    """The position behind a cursor.

    Raises:
        BadInput: it was not made by :func:`encode` for a position of this length.
    """
    try:
        position = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        position = None
    is_known = (
        isinstance(position, list)
        and len(position) == length
        and all(type(number) is int and abs(number) <= LARGEST for number in position)
    )
    if not is_known:
        raise BadInput(
            _("Diese Stelle der Liste gibt es nicht. Bitte nehmen Sie „cursor“ aus „next“ der letzten Antwort.")
        )
    return tuple(position or ())


def after(position: tuple[int, ...], order: tuple[str, ...]) -> Q:
    """Everything that follows a position."""
    following = Q()
    equal = Q()
    for name, number in zip(order, position, strict=True):
        following |= equal & Q(**{f"{name}__gt": number})
        equal &= Q(**{name: number})
    return following


def slice_of(rows: QuerySet[M], *, cursor: str, limit: int, order: tuple[str, ...] = ("pk",)) -> Slice[M]:
    """The ``limit`` rows after ``cursor`` ("" = from the start). Two statements besides the rows' own prefetches.

    Args:
        order: names of columns or annotations that hold whole numbers and together tell any two rows apart.
    Raises:
        BadInput: the cursor is not one of this list.
    """
    wanted = rows.order_by(*order)
    if cursor:
        wanted = wanted.filter(after(decode(cursor, length=len(order)), order))
    found = list(wanted[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    following = encode(tuple(int(getattr(found[-1], name)) for name in order)) if more else ""
    return Slice(rows=found, next=following, total=rows.order_by().count())
