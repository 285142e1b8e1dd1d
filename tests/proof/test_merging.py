"""The stories of tests/apps/pictures, many and long, looked at after every step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings

from tests.apps.pictures.stories import Step, Story, run, stories


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=stories(longest=25))
def test_no_story_of_merging_splitting_and_undoing_loses_anything(
    person_of: Callable[..., Any], steps: list[Step]
) -> None:
    with transaction.atomic():
        people = [person_of(role) for role in ("strategy_office", "resident", "moderator")]
        run(Story(*people), steps, each=True)
        transaction.set_rollback(True)
