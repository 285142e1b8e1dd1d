"""A city in which one may speak, and the shortest way to a voice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from stadtgespraech.apps.dialogue.models import District, Stage, Topic
from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.voices import actions
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated

NOW = datetime(2026, 5, 14, 9, tzinfo=UTC)
# What a browser sends from the form, and again from the page that shows it once more.
WORDS = {"title": "Sicher zur Schule mit dem Rad", "text": "Meine Tochter ist neun.\r\nAn der Kreuzung rasen alle."}
SENT = {**WORDS, "send": "1"}


def open_stage(*opens: str) -> Stage:
    """A stage that opens these things; everything if nothing is named."""
    stage = Stage.objects.create(
        slug=f"stufe-{Stage.objects.count() + 1}",
        number=Stage.objects.count() + 1,
        name=Translated(de="Wie wir es sehen"),
        description=Translated(de="Alle sprechen."),
        state=Stage.State.OPEN,
        opens=list(opens or Stage.Opens.values),
    )
    thread.put(stage, at=NOW)
    return stage


def make_topic(slug: str = "mobilitaet") -> Topic:
    topic = Topic.objects.create(slug=slug, name=Translated(de=slug.title()))
    thread.put(topic, at=NOW)
    return topic


def make_district(slug: str = "huckarde") -> District:
    return District.objects.create(slug=slug, name=slug.title())


def say(title: str = "Mehr Bäume", by: Person | None = None, **values: Any) -> Voice:
    """Submit a voice; a stage has to be open."""
    given: dict[str, Any] = {"text": f"{title}, bitte.", "topic": None, "district": None, "now": NOW, **values}
    return actions.submit_voice(title=title, by=by, **given)


def say_publicly(office: Any, title: str = "Mehr Bäume", by: Person | None = None, **values: Any) -> Voice:
    """Submit and publish."""
    return actions.publish_voice(voice=say(title, by, **values), by=office, now=NOW)
