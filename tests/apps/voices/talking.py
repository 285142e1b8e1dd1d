"""A voice that people talk about."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from stadtgespraech.apps.dialogue.models import Stage
from stadtgespraech.apps.voices.models import Comment, Voice
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def a_voice(**columns: Any) -> Voice:
    """A published voice, on the thread."""
    values = {
        "slug": uuid.uuid4().hex[:8],
        "title": "Mehr Bänke am Markt",
        "text": "Am Markt kann man sich nirgends hinsetzen.",
        "given_at": NOW,
        "state": Voice.State.PUBLISHED,
    }
    voice = Voice.objects.create(**(values | columns))
    thread.put(voice, at=NOW)
    return voice


def open_comments(*, opens: bool = True) -> Stage:
    """A stage that is running, and lets people comment or not."""
    return Stage.objects.create(
        slug=f"stufe-{uuid.uuid4().hex[:6]}",
        number=Stage.objects.count() + 1,
        name=Translated(de="Dialog"),
        description=Translated(de="Alle reden."),
        state=Stage.State.OPEN,
        opens=[Stage.Opens.COMMENTS] if opens else [],
    )


def open_voices() -> Stage:
    """A stage that is running and takes voices."""
    stage = open_comments(opens=False)
    stage.opens = [Stage.Opens.VOICES]
    stage.save()
    return stage


def talk(voice: Voice, *, comments: int, replies: int = 0, author: Any = None) -> list[Comment]:
    """Comments, each with as many replies, counted."""
    tops = Comment.objects.bulk_create(
        Comment(voice=voice, author=author, text=f"Kommentar {n}", given_at=NOW, reply_count=replies)
        for n in range(comments)
    )
    Comment.objects.bulk_create(
        (
            Comment(voice=voice, parent=top, author=author, text=f"Antwort {n}", given_at=NOW)
            for top in tops
            for n in range(replies)
        ),
        batch_size=2_000,
    )
    Voice.objects.filter(pk=voice.pk).update(comment_count=Comment.objects.filter(voice=voice).count())
    return tops


def drift(voice: Voice) -> dict[str, tuple[int, int]]:
    """Counters that differ from what they count: name → (counter, rows)."""
    published = Comment.objects.filter(voice=voice, state=Comment.State.PUBLISHED)
    found = {"voice": (Voice.objects.get(pk=voice.pk).comment_count, published.count())}
    for top in Comment.objects.filter(voice=voice, parent=None):
        found[f"comment {top.text}"] = (top.reply_count, published.filter(parent=top).count())
    return {name: pair for name, pair in found.items() if pair[0] != pair[1]}


def at_once(times: int, act: Callable[[int], Any]) -> list[Any]:
    """Run ``act(number)`` in several threads at the same moment; what each returned or raised."""
    start = threading.Barrier(times)
    results: list[Any] = [None] * times

    def run(number: int) -> None:
        start.wait()
        try:
            results[number] = act(number)
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(times)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return results
