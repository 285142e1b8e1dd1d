"""The way to a page of the council, and where its tables can be had as files."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from stadtgespraech.core.tables import FORMATS


def to_papers() -> list[tuple[Any, str]]:
    return [(_("Beschlüsse"), reverse("council:papers"))]


def to_resolutions() -> list[tuple[Any, str]]:
    return [*to_papers(), (_("Was beschlossen ist"), reverse("council:resolutions"))]


def formats(route: str, **kwargs: Any) -> list[tuple[str, str]]:
    """(name, address) of a table as each kind of file."""
    return [(name.upper(), reverse(route, kwargs={"format": name, **kwargs})) for name in FORMATS]
