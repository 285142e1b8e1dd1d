"""The way to a page of the council, and where its tables can be had as files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stadtgespraech.core.tables import FORMATS
from stadtgespraech.core.web.addresses import localized

editing = require_http_methods(["GET", "POST"])


def to_papers() -> list[tuple[Any, str]]:
    return [(_("Beschlüsse"), reverse("council:papers"))]


def to_resolutions() -> list[tuple[Any, str]]:
    return [*to_papers(), (_("Was beschlossen ist"), reverse("council:resolutions"))]


def formats(route: str, **kwargs: Any) -> list[tuple[str, str]]:
    """(name, address) of a table as each kind of file."""
    return [(name.upper(), reverse(route, kwargs={"format": name, **kwargs})) for name in FORMATS]


def saved(request: HttpRequest, obj: Any, sentence: Any = None) -> str:
    """Say that it is saved, and give the address of the object's page."""
    messages.success(request, sentence or _("Gespeichert."))
    return localized(obj.get_absolute_url())
