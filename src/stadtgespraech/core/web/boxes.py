"""Boxes that upper apps put on lower apps' pages (`{% boxes "strategy.project" project %}`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# A template and its context, or None when there is nothing to show.
Box = tuple[str, dict[str, Any]] | None
Provider = Callable[[Any, Any], Box]
_providers: dict[str, list[tuple[int, Provider]]] = {}


def register(slot: str, provider: Provider, *, order: int = 50) -> None:
    """Fill a slot. ``provider(obj, person)`` runs a fixed number of queries."""
    _providers.setdefault(slot, []).append((order, provider))


def boxes(slot: str, obj: Any, person: Any) -> list[tuple[str, dict[str, Any]]]:
    """Templates and contexts of a slot, in order."""
    filled = (provider(obj, person) for _order, provider in sorted(_providers.get(slot, []), key=lambda pair: pair[0]))
    return [box for box in filled if box is not None]
