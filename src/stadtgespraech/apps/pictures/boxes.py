"""What pictures add to the pages of voices and topics."""

from __future__ import annotations

from typing import Any

from stadtgespraech.apps.dialogue.models import Topic
from stadtgespraech.apps.pictures import queries
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import access
from stadtgespraech.core.web import boxes

MOST = 12


def of_voice(voice: Voice, person: Any) -> boxes.Box:
    """Which pictures the voice is part of."""
    parts = queries.pictures_of_voice(voice, seen_by=person)
    return ("pictures/boxes/voice.html", {"parts": parts}) if parts else None


def of_voice_for_offices(voice: Voice, person: Any) -> boxes.Box:
    """The way into a picture, for editors."""
    if voice.state != Voice.State.PUBLISHED or not access.may(person, "pictures.merge_voices"):
        return None
    return "pictures/boxes/voice_office.html", {"voice": voice}


def of_topic(topic: Topic, person: Any) -> boxes.Box:
    """The pictures on this topic."""
    only = queries.PictureFilter(topic=topic.slug)
    rows = list(queries.pictures(seen_by=person, only=only)[: MOST + 1])
    if not rows:
        return None
    shown = {"pictures": rows[:MOST], "topic": topic, "there_are_more": len(rows) > MOST}
    return "pictures/boxes/topic.html", shown


def register() -> None:
    """Fill the slots."""
    boxes.register("voices.voice.main", of_voice, order=20)
    boxes.register("voices.voice.office", of_voice_for_offices, order=30)
    boxes.register("dialogue.topic", of_topic, order=30)
