"""The way to a page, and where a saved form leads."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stadtgespraech.apps.strategy.models import Field, Goal
from stadtgespraech.core.web.addresses import localized

editing = require_http_methods(["GET", "POST"])


def to_goals() -> list[tuple[Any, str]]:
    return [(_("Ziele"), reverse("strategy:goals"))]


def to_goal(goal: Goal) -> list[tuple[Any, str]]:
    return [*to_goals(), (goal.name, reverse("strategy:goal", args=[goal.slug]))]


def to_field(field: Field) -> list[tuple[Any, str]]:
    return [*to_goal(field.goal), (field.name, reverse("strategy:field", args=[field.slug]))]


def saved(request: HttpRequest, obj: Any, sentence: Any = None) -> str:
    """Say that it is saved, and give the address of the object's page."""
    messages.success(request, sentence or _("Gespeichert."))
    return localized(obj.get_absolute_url())
