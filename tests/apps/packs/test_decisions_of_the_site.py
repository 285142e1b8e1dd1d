"""What the city decides on the site stays when the pack is loaded again; what is real gets no invented result."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from stadtgespraech.apps.council import actions as council
from stadtgespraech.apps.council.models import Consultation, FollowUp, Paper, Resolution
from stadtgespraech.apps.packs.actions import load_pack
from stadtgespraech.apps.packs.checking import open_pack
from stadtgespraech.apps.packs.examples import add_examples
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy import actions as strategy
from stadtgespraech.apps.strategy.models import Goal, MeasurePackage
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.thread.recount import drift

DORTMUND = Path(__file__).parents[3] / "cities" / "dortmund"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.slow


def load() -> Any:
    return load_pack(pack=open_pack(DORTMUND), now=NOW)


@pytest.mark.django_db
def test_examples_are_in_order_and_the_two_real_papers_get_no_result() -> None:
    load()
    add_examples(now=NOW)
    real = Paper.objects.filter(is_example=False)
    assert set(real.values_list("slug", "state")) == {
        ("24633-22", "submitted"),
        ("dortmunder-modell-2020", "submitted"),
    }
    assert set(Consultation.objects.filter(paper__in=real).values_list("result", "note", "follows")) == {("", "", None)}
    assert not Resolution.objects.filter(paper__in=real).exists()
    sentences = {node.sentence["de"] for node in Node.objects.filter(kind="paper", is_example=False)}
    assert len(sentences) == 2 and all("legt es dem Rat zur Entscheidung vor." in one for one in sentences)
    examples = Voice.objects.filter(is_example=True).select_related("answer")
    assert [voice.title for voice in examples if not _happened_in_order(voice)] == []
    assert [voice.title for voice in examples if voice.routed_at and voice.state != "published"] == []


def _happened_in_order(voice: Voice) -> bool:
    """Said, published, sent to a unit, acknowledged, answered: nothing before what it follows from."""
    answer = getattr(voice, "answer", None)
    moments = [voice.given_at, voice.published_at, voice.routed_at, voice.acknowledged_at, answer and answer.given_at]
    known = [moment for moment in moments if moment]
    return known == sorted(known)


@pytest.mark.django_db
def test_loading_again_leaves_what_was_decided_on_the_site(person_of: Any) -> None:
    load()
    office, unit = person_of("strategy_office"), Unit.objects.order_by("pk")[0]
    goal = strategy.add_goal(values={"name": Translated(de="Ein neues Ziel")}, by=office, now=NOW)
    old = Goal.objects.order_by("order")[0]
    values = {"goal": old, "name": Translated(de="Bald"), "horizon": "short", "projects": []}
    package = strategy.add_package(values=values, by=office, now=NOW)
    decision = Consultation.objects.get(paper__slug="24633-22", role="decision")
    council.set_result(consultation=decision, result="agreed", on=decision.on, by=office, now=NOW)
    resolution = Resolution.objects.get()
    council.add_follow_up(
        resolution=resolution, what=Translated(de="Tun"), unit=unit, deadline=date(2026, 9, 1), by=office, now=NOW
    )
    counts = [model._default_manager.count() for model in (Goal, MeasurePackage, Paper, Consultation, FollowUp)]
    again = load()
    assert (again.nothing_new, again.outcome.conflicts) == (True, [])
    assert [model._default_manager.count() for model in (Goal, MeasurePackage, Paper, Consultation, FollowUp)] == counts
    for obj in (goal, package, resolution):
        obj.refresh_from_db()
        assert obj.archived_at is None
    decision.refresh_from_db()
    assert decision.result == "agreed"
    assert drift() == []
