"""How goals and fields stand. An upper app knows; lists here ask once for all rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol


class Light(Protocol):
    """What ``{% light %}`` draws."""

    @property
    def state(self) -> str: ...

    @property
    def text(self) -> Any: ...


Provider = Callable[[Any], dict[int, Any]]
_providers: dict[str, Provider] = {}


def register(kind: str, provider: Provider) -> None:
    """Say who knows how the objects of a kind (``goal``, ``field``) stand.

    Args:
        provider: person → object id → light, in a fixed number of statements.
    """
    _providers[kind] = provider


def lights(kind: str, *, seen_by: Any) -> dict[int, Light]:
    """Object id → light; empty as long as nobody knows."""
    provider = _providers.get(kind)
    return provider(seen_by) if provider else {}
