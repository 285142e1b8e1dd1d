"""Every address of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation


@dataclass(frozen=True)
class Route:
    """One address: its name (``strategy:goal``), and how it looks (``/ziele/<slug:slug>/``)."""

    name: str
    pattern: str
    parameters: tuple[str, ...]
    view: Any


def routes() -> list[Route]:
    """Every route of the resolver, in German; the English ones are the same with a prefix."""
    with translation.override("de"):
        return list(_below(get_resolver(), "", ()))


def _below(resolver: Any, prefix: str, namespaces: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _below(entry, pattern, (*namespaces, *([entry.namespace] if entry.namespace else [])))
        elif isinstance(entry, URLPattern):
            parameters = tuple(sorted(entry.pattern.regex.groupindex))
            yield Route(":".join([*namespaces, entry.name or pattern]), shown(pattern), parameters, entry.callback)


def shown(pattern: str) -> str:
    """An address as the table shows it, without the marks of regular expressions."""
    plain = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", pattern)
    return "/" + plain.replace("^", "").replace("$", "").lstrip("/")
