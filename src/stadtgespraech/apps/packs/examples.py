"""Examples for the demo: made-up people, events, milestones and values, each marked as such."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from stadtgespraech.apps.dialogue.examples import add_example_events
from stadtgespraech.apps.indicators.examples import add_example_values
from stadtgespraech.apps.people.examples import add_example_people
from stadtgespraech.apps.strategy.examples import add_example_milestones
from stadtgespraech.core import journal


@transaction.atomic
def add_examples(*, now: datetime) -> list[Any]:
    """Add every example that is not there yet; adding twice changes nothing. Returns the example logins."""
    logins = list(add_example_people(now=now))
    added: dict[str, Any] = {
        "events": add_example_events(now=now),
        "milestones": add_example_milestones(now=now),
        "values": add_example_values(now=now),
    }
    if any(added.values()):
        journal.record("examples.added", subject=None, by=None, at=now, example=True, **added)
    return logins
