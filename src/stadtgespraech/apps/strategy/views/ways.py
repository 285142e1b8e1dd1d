"""The way to a page, and where a saved form leads."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from stadtgespraech.apps.strategy.models import Field, Goal


def to_goals() -> list[tuple[Any, str]]:
    return [(_("Ziele"), reverse("strategy:goals"))]


def to_goal(goal: Goal) -> list[tuple[Any, str]]:
    return [*to_goals(), (goal.name, reverse("strategy:goal", args=[goal.slug]))]


def to_field(field: Field) -> list[tuple[Any, str]]:
    return [*to_goal(field.goal), (field.name, reverse("strategy:field", args=[field.slug]))]
