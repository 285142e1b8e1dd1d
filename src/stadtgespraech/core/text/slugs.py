"""Addresses that nobody else has."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify

from stadtgespraech.core.text.search import fold


def slug_of(words: str, *, longest: int, otherwise: str) -> str:
    """Words as an address, umlauts written out; ``otherwise`` where they hold neither letters nor digits."""
    return slugify(fold(words))[:longest].strip("-") or otherwise


def free_slug(rows: QuerySet[Any], stem: str, *, reserved: Collection[str] = ()) -> str:
    """The first of ``stem``, ``stem-2``, ``stem-3`` … that no row has and that is not ``reserved`` (one statement).

    Another request may take it at the same moment: the unique column decides.
    """
    taken = {*rows.filter(slug__startswith=stem).values_list("slug", flat=True), *reserved}
    if stem not in taken:
        return stem
    return next(slug for number in count(2) if (slug := f"{stem}-{number}") not in taken)
