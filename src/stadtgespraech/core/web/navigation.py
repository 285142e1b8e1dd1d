"""The main navigation; apps add their entries when they are ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, override

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


@cache
def _in_order(place: str, language: str) -> list[tuple[_Registered, str]]:
    """The registered entries of a menu with their addresses in a language; both stand once the apps are ready."""
    with override(language):
        return [
            (entry, reverse(entry.url_name))
            for entry in sorted(_entries, key=lambda entry: entry.order)
            if entry.place == place
        ]


def entries(request: HttpRequest, place: str, person: Any) -> list[Entry]:
    """The entries of one menu for this request, the current one marked."""
    urls = [(label, localized(path)) for at, stored in _providers if at == place for label, path in stored()]
    in_order = _in_order(place, get_language() or settings.LANGUAGE_CODE)
    urls += [(entry.label, url) for entry, url in in_order if entry.shown_to(person)]
    # The longest address that the current page lies under is the current entry.
    under = [url for _label, url in urls if request.path.startswith(url)]
    current = max(under, key=len, default="")
    return [Entry(label, url, bool(current) and url == current) for label, url in urls]
