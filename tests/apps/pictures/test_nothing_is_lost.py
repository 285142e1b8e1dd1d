"""Random merges, splits and undos never lose a voice or an author, and nobody sees what they may not."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings

from tests.apps.pictures.conftest import Dialogue
from tests.apps.pictures.stories import Step, Story, run, stories

pytestmark = pytest.mark.slow
ONE, SOME = frozenset({0}), frozenset({0, 1, 2})


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=stories(longest=12))
# Stories in which a small mistake would show, told every time: see the places' numbers in ``Story``.
@example(steps=[("merge", 0, 0, SOME), ("join", 0, 1, SOME), ("take_out", 1, 0, ONE), ("separate", 0, 0, ONE)])
@example(steps=[("merge", 3, 0, SOME), ("grow", 3, 0, ONE), ("open", 4, 0, ONE)])
@example(steps=[("merge", 0, 0, SOME), ("split", 0, 0, ONE), ("join", 4, 0, ONE), ("join", 0, 1, ONE)])
@example(steps=[("merge", 0, 0, SOME), ("withdraw", 0, 0, ONE), ("grow", 0, 1, ONE), ("publish", 0, 0, ONE)])
def test_a_story_of_merging_splitting_and_undoing_loses_nothing(
    dialogue: Dialogue, editor: Any, resident: Any, moderator: Any, steps: list[Step]
) -> None:
    with transaction.atomic():
        run(Story(editor, resident, moderator), steps)
        transaction.set_rollback(True)


@pytest.mark.parametrize("order", [("join", "separate"), ("split", "join"), ("grow", "open")])
def test_the_stories_tell_something(
    dialogue: Dialogue, editor: Any, resident: Any, moderator: Any, order: tuple[str, str]
) -> None:
    """The random stories would prove nothing if the rules refused everything in them."""
    story = Story(editor, resident, moderator)
    some = frozenset({0, 1})
    first, then = order
    before = len(story.pictures)
    for step in (("merge", 0, 0, some), ("merge", 1, 0, frozenset({1, 2})), (first, 0, 1, some)):
        story.tell(step)
        story.check()
    newest = len(story.pictures) - 1
    place = newest if len(story.pictures) > before else 0
    done = dict(story.told.joined), set(story.told.drafts)
    story.tell((then, place, 1, some))
    story.check()
    assert (dict(story.told.joined), set(story.told.drafts)) != done
