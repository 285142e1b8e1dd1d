"""Whom an overdue answer is escalated to. Apps above say who sponsors what; voices know nothing of fields."""

from __future__ import annotations

from collections.abc import Callable

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.voices.models import Voice

# (voice, the unit it goes to) → the office that sponsors that work, or None when it can't say.
Suggestion = Callable[[Voice, Unit], Unit | None]
_suggestions: list[Suggestion] = []


def register(suggestion: Suggestion) -> None:
    """Add somebody who may know the sponsor. Called from an upper app's apps.py; the first answer counts."""
    _suggestions.append(suggestion)


def suggested(voice: Voice, unit: Unit) -> Unit | None:
    """The office to escalate to, or None for the strategy office."""
    return next((office for one in _suggestions if (office := one(voice, unit)) is not None), None)
