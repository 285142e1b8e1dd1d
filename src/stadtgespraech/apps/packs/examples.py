"""Examples for the demo: made-up people, events, milestones and values, each marked as such."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from stadtgespraech.apps.dialogue.examples import add_example_events
from stadtgespraech.apps.indicators.examples import add_example_values
from stadtgespraech.apps.packs.example_thread import add_example_thread, open_the_dialogue, person
from stadtgespraech.apps.people.examples import add_example_people
from stadtgespraech.apps.strategy.examples import add_example_milestones
from stadtgespraech.apps.voices.examples import add_example_voices
from stadtgespraech.core import journal


@transaction.atomic
def add_examples(*, now: datetime) -> list[Any]:
    """Add every example that is not there yet; adding twice changes nothing. Returns the example logins."""
    logins = list(add_example_people(now=now))
    opened = open_the_dialogue(now=now)
    added: dict[str, Any] = {
        "events": add_example_events(now=now),
        "milestones": add_example_milestones(now=now),
        "values": add_example_values(now=now),
        "voices": add_example_voices(by=person("strategy_office"), author=person("resident"), now=now),
        # The last one: it is made of the others.
        "steps_of_the_thread": add_example_thread(now=now) if opened else 0,
    }
    if any(added.values()):
        journal.record("examples.added", subject=None, by=None, at=now, example=True, **added)
    return logins
