"""A real journal: written by the house, read as the verifier reads it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.models import Goal
from stadtgespraech.core import journal
from stadtgespraech.core.journal.check import entries_in_order
from stadtgespraech.core.languages import Translated

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def write_journal(person_of: Any) -> list[dict[str, Any]]:
    """Twelve entries of every sort."""
    unit = Unit.objects.create(slug="amt-fuer-wohnen", number="64", name=Translated(de="Amt für Wohnen"))
    office, colleague = person_of("strategy_office", email="anna@example.org"), person_of("unit", unit=unit)
    goal = Goal.objects.create(slug="übermut", name=Translated(de="Übermut"))
    example = Goal.objects.create(slug="beispiel", name=Translated(de="Beispiel"), is_example=True)
    for minute in range(3):
        at = NOW.replace(minute=minute)
        with transaction.atomic():
            journal.record("goal.changed", subject=goal, by=office, at=at, fields=["name"], share=Decimal("12.50"))
            journal.record("goal.changed", subject=example, by=colleague, at=at, fields=[])
            journal.record("person.changed", subject=office, by=office, at=at, private={"email": "anna@example.org"})
            journal.record("pack.loaded", subject=None, by=None, at=at, note='Ä\n"ö"\u2028')
    return list(entries_in_order())


@pytest.fixture
def entries(person_of: Any) -> list[dict[str, Any]]:
    """The journal as the verifier wants it."""
    return write_journal(person_of)
