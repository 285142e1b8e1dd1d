"""The main navigation; apps add their entries when they are ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from stadtgespraech.core.web.addresses import localized


@dataclass(frozen=True)
class Entry:
    """One entry of a menu."""

    label: Any
    url: str
    current: bool


@dataclass(frozen=True)
class _Registered:
    order: int
    label: Any
    url_name: str
    place: str
    shown_to: Callable[[Any], bool]


# Returns (label, German path) of entries that are kept in the database, e.g. the legal pages.
Provider = Callable[[], list[tuple[Any, str]]]

_entries: list[_Registered] = []
_providers: list[tuple[str, Provider]] = []


def register_stored(provider: Provider, *, place: str) -> None:
    """Add entries that the city keeps in the database. They come first; the provider keeps them in the cache."""
    _providers.append((place, provider))


def register(
    label: Any, url_name: str, *, order: int, place: str = "main", shown_to: Callable[[Any], bool] = lambda person: True
) -> None:
    """Add an entry.

    Args:
        url_name: route without arguments.
        order: small numbers first.
        place: ``main`` (at most six, for residents), ``staff`` (the administration's bar), ``footer``.
        shown_to: person (None for a visitor) → shown or not. Hiding is courtesy; access decides.
    """
    _entries.append(_Registered(order, label, url_name, place, shown_to))


def entries(request: HttpRequest, place: str, person: Any) -> list[Entry]:
    """The entries of one menu for this request, the current one marked."""
    shown = sorted(
        (entry for entry in _entries if entry.place == place and entry.shown_to(person)), key=lambda entry: entry.order
    )
    urls = [(label, localized(path)) for at, stored in _providers if at == place for label, path in stored()]
    urls += [(entry.label, reverse(entry.url_name)) for entry in shown]
    # The longest address that the current page lies under is the current entry.
    under = [url for _label, url in urls if request.path.startswith(url)]
    current = max(under, key=len, default="")
    return [Entry(label, url, bool(current) and url == current) for label, url in urls]
