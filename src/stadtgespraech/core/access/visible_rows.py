"""Who may see which rows: one Q per list, never a question per row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from stadtgespraech.core.access.permissions import PersonLike
from stadtgespraech.core.errors import NotFound

M = TypeVar("M", bound=Model)
Rule = Callable[[Any], Q]
_rules: dict[type[Model], Rule] = {}


def visibility(model: type[Model], rule: Rule) -> None:
    """Say who sees which rows of ``model``: ``rule(person)`` returns one Q. Called from an app's rules.py."""
    if model in _rules:
        raise ValueError(f"{model.__name__} has a visibility rule already.")
    _rules[model] = rule


def visible(model: type[M], *, to: PersonLike | None) -> QuerySet[M]:
    """The rows this person may see. A model without a rule shows nothing: forgetting is safe."""
    rule = _rules.get(model)
    rows: QuerySet[M] = model._default_manager.all()
    return rows.filter(rule(to)) if rule else rows.none()


def get(model: type[M], *, to: PersonLike | None, rows: QuerySet[M] | None = None, **lookup: Any) -> M:
    """One object that this person may see.

    Args:
        rows: a narrower or joined queryset to look in (still filtered).
    Raises:
        NotFound: unknown or hidden; the two can't be told apart.
    """
    if any("\x00" in value for value in lookup.values() if isinstance(value, str)):
        raise NotFound  # PostgreSQL would fail on it
    source = visible(model, to=to)
    try:
        if rows is None:
            return source.get(**lookup)
        # Looked up inside, too: otherwise the database gathers every visible row before it takes one.
        return rows.get(pk__in=source.filter(**lookup).values("pk"), **lookup)
    except (model.DoesNotExist, ValueError, OverflowError):  # type: ignore[attr-defined]
        raise NotFound from None
