"""What was said at an event becomes voices, all or none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stadtgespraech.apps.dialogue.models import Event, Format, Sector, Topic
from stadtgespraech.apps.voices import actions
from stadtgespraech.apps.voices.models import TEXT_LENGTH, Voice
from stadtgespraech.core import thread
from stadtgespraech.core.errors import BadInput, NotAllowed
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.journal.writing import facts_of
from stadtgespraech.core.thread.models import Node

HELD = datetime(2026, 5, 9, 8, tzinfo=UTC)
NOW = HELD + timedelta(days=2)


@pytest.fixture
def event(db: None) -> Event:
    sector = Sector.objects.create(slug="institutionen", name={"de": "Institutionen"})
    format_ = Format.objects.create(slug="werkstatt", name={"de": "Werkstatt"}, sector=sector)
    made = Event.objects.create(slug="werkstatt-1", name={"de": "Werkstatt"}, format=format_, starts_at=HELD)
    thread.put(made, at=NOW)
    return made


def record(event: Event, cards: list[str], **values: Any) -> list[Voice]:
    values = {"topic": None, "publish": True, "now": NOW, **values}
    return actions.record_minutes(event=event, cards=cards, **values)


def test_each_card_is_a_voice_of_its_event(event: Event, person_of: Any) -> None:
    moderator = person_of("moderator")
    made = record(event, ["Mehr Bänke! Und Schatten.", "  ", "Weniger Lärm"], by=moderator)
    rows = list(Voice.objects.order_by("pk"))
    assert made == rows
    assert [(row.title, row.text) for row in rows] == [
        ("Mehr Bänke!", "Mehr Bänke! Und Schatten."),
        ("Weniger Lärm", "Weniger Lärm"),
    ]
    for row in rows:
        assert (row.channel, row.event, row.format, row.author, row.entered_by) == (
            "workshop",
            event,
            event.format,
            None,
            moderator,
        )
        assert (row.state, row.given_at) == ("published", HELD)
        assert Node.objects.get(kind="voice", object_id=row.pk).visibility == "public"
    entry = JournalEntry.objects.get()
    assert entry.kind == "event.minuted"
    assert facts_of(entry)["facts"] == {"voices": [row.slug for row in rows], "published": True}


@pytest.mark.parametrize(
    ("cards", "now"),
    [
        (["", " "], NOW),
        (["gut", "x" * (TEXT_LENGTH + 1)], NOW),
        (["x"] * 201, NOW),
        (["zu früh"], HELD - timedelta(days=1)),
    ],
)
def test_a_mistake_in_one_card_stores_none(event: Event, person_of: Any, cards: list[str], now: datetime) -> None:
    with pytest.raises(BadInput):
        record(event, cards, by=person_of("moderator"), now=now)
    assert (Voice.objects.count(), JournalEntry.objects.count()) == (0, 0)


def test_only_the_offices_write_minutes(event: Event, person_of: Any) -> None:
    for role in ("resident", "unit", "council"):
        with pytest.raises(NotAllowed):
            record(event, ["x"], by=person_of(role))


def test_first_a_preview_then_all_at_once(event: Event, person_of: Any, client_of: Any) -> None:
    topic = Topic.objects.create(slug="wohnen", name={"de": "Wohnen"})
    client = client_of(person_of("strategy_office"))
    address = f"/termine/{event.slug}/niederschrift/"
    sent = {"minutes": "Mehr Bänke!\r\n\r\nWeniger Lärm\nund mehr Ruhe", "topic": topic.slug, "publish": "on"}
    preview = client.post(address, {**sent, "preview": "1"})
    assert "Daraus werden 2 Stimmen" in preview.content.decode()
    assert not Voice.objects.exists()
    done = client.post(address, sent)
    assert (done.status_code, done["Location"]) == (302, f"/termine/{event.slug}/#gesagt")
    assert sorted(Voice.objects.values_list("text", flat=True)) == ["Mehr Bänke!", "Weniger Lärm\nund mehr Ruhe"]
    page = client_of(None).get(event.get_absolute_url()).content.decode()
    assert "Was gesagt wurde" in page
    assert "Weniger Lärm" in page
