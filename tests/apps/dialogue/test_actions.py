"""Every action changes what it says, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import models

from stadtgespraech.apps.dialogue import actions
from stadtgespraech.apps.dialogue.models import Event, Format, Stage, TimelineEntry, Topic
from stadtgespraech.core.errors import Conflict, NotAllowed, SignInFirst
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.journal.writing import facts_of
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.thread.recount import drift


def row(obj: models.Model) -> dict[str, Any]:
    """Everything that is stored of one object."""
    return type(obj)._default_manager.values().get(pk=obj.pk)


def journal() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (entry.kind, entry.subject_id, facts_of(entry).get("facts", {}))
        for entry in JournalEntry.objects.order_by("seq")
    ]


def test_a_stage_opens(stage: Stage, office: Any, now: datetime) -> None:
    before = row(stage)
    start = datetime(2026, 1, 5, tzinfo=UTC).date()
    changes = {"state": "open", "actual_start": start, "name": stage.name}
    actions.change_stage(stage=stage, changes=changes, by=office, now=now)
    assert row(stage) == {**before, "state": "open", "actual_start": start}
    values = {"actual_start": {"from": None, "to": "2026-01-05"}, "state": {"from": "planned", "to": "open"}}
    assert journal() == [("stage.changed", "ratsbeschluss", {"fields": ["actual_start", "state"], "values": values})]
    assert Node.objects.values_list("kind", "state", "changed_at").get() == ("stage", "here", now)
    assert drift() == []


def test_changing_nothing_writes_nothing(stage: Stage, entry: TimelineEntry, office: Any, now: datetime) -> None:
    actions.change_stage(stage=stage, changes={"state": "planned", "name": stage.name}, by=office, now=now)
    actions.change_timeline_entry(entry=entry, changes={"planned": "2023-Q4"}, by=office, now=now)
    assert journal() == []


def test_a_format_changes(format_: Format, office: Any, now: datetime) -> None:
    before = row(format_)
    name = Translated(de="Große Stadtkonferenz")
    actions.change_format(format_=format_, changes={"name": name, "sector": None, "invited": 400}, by=office, now=now)
    assert row(format_) == {**before, "name": name, "sector_id": None, "invited": 400}
    facts = {"fields": ["invited", "name", "sector"], "values": {"invited": {"from": None, "to": 400}}}
    assert journal() == [("format.changed", "stadtkonferenz", facts)]
    assert Node.objects.get().title == name
    assert drift() == []


def test_an_event_is_announced(stage: Stage, topic: Topic, office: Any, now: datetime) -> None:
    start = datetime(2026, 6, 1, 16, tzinfo=UTC)
    values = {
        "name": Translated(de="Übermut tut gut", en="Boldness"),
        "stage": stage,
        "starts_at": start,
        "topics": [topic],
        "place": "Rathaus",
    }
    event = actions.add_event(values=values, by=office, now=now)
    assert (event.slug, event.stage, event.state, list(event.topics.all())) == (
        "uebermut-tut-gut",
        stage,
        "planned",
        [topic],
    )
    facts = {"starts_at": "2026-06-01T16:00:00.000000+00:00"}
    assert journal() == [("event.announced", "uebermut-tut-gut", facts)]
    assert Node.objects.filter(kind="event").values_list("address", "on").get() == (
        "/termine/uebermut-tut-gut/",
        start.date(),
    )
    assert drift() == []


def test_a_second_event_of_the_same_name_gets_its_own_address(office: Any, now: datetime) -> None:
    names = [Translated(de="Forum"), Translated(de="Forum"), Translated(de="Neu"), Translated(de="…")]
    slugs = [actions.add_event(values={"name": name}, by=office, now=now).slug for name in names]
    assert slugs == ["forum", "forum-2", "neu-2", "ohne-namen"]


def test_an_event_changes_with_its_topics(event: Event, office: Any, now: datetime) -> None:
    before = row(event)
    other = Topic.objects.create(slug="wohnen", name=Translated(de="Wohnen"))
    actions.change_event(event=event, changes={"place": "Online", "topics": [other]}, by=office, now=now)
    assert row(event) == {**before, "place": "Online"}
    assert list(event.topics.all()) == [other]
    values = {"place": {"from": "Rathaus, Saal 1", "to": "Online"}}
    assert journal() == [("event.changed", "erste-konferenz", {"fields": ["place", "topics"], "values": values})]


def test_calling_off_twice_is_calling_off_once(event: Event, office: Any, now: datetime) -> None:
    before = row(event)
    for _attempt in range(2):
        actions.cancel_event(event=event, by=office, now=now)
    assert row(event) == {**before, "state": "cancelled"}
    assert journal() == [("event.cancelled", "erste-konferenz", {})]


def test_what_took_place_cannot_be_called_off(event: Event, office: Any, now: datetime) -> None:
    Event.objects.update(state="held")
    before = row(event)
    with pytest.raises(Conflict):
        actions.cancel_event(event=event, by=office, now=now)
    assert (row(event), journal()) == (before, [])


def test_a_topic_comes_goes_and_comes_back(office: Any, now: datetime) -> None:
    topic = actions.add_topic(values={"name": Translated(de="Einsamkeit")}, by=office, now=now)
    actions.change_topic(topic=topic, changes={"description": Translated(de="Wer allein ist.")}, by=office, now=now)
    actions.archive_topic(topic=topic, by=office, now=now)
    actions.archive_topic(topic=topic, by=office, now=now)
    assert row(topic) == {
        "id": topic.pk,
        "slug": "einsamkeit",
        "is_example": False,
        "archived_at": now,
        "name": {"de": "Einsamkeit"},
        "description": {"de": "Wer allein ist."},
        "order": 50,
    }
    assert Node.objects.get().is_archived
    actions.restore_topic(topic=topic, by=office, now=now)
    actions.restore_topic(topic=topic, by=office, now=now)
    assert row(topic)["archived_at"] is None
    assert not Node.objects.get().is_archived
    assert journal() == [
        ("topic.added", "einsamkeit", {}),
        ("topic.changed", "einsamkeit", {"fields": ["description"]}),
        ("topic.archived", "einsamkeit", {}),
        ("topic.restored", "einsamkeit", {}),
    ]
    assert drift() == []


def test_the_timeline_gets_its_actual_date(entry: TimelineEntry, stage: Stage, office: Any, now: datetime) -> None:
    before = row(entry)
    changes = {"actual": "2025-06", "stage": stage}
    actions.change_timeline_entry(entry=entry, changes=changes, by=office, now=now)
    assert row(entry) == {**before, "actual": "2025-06"}
    added = actions.add_timeline_entry(
        values={"what": Translated(de="Auftakt"), "planned": "2024-04-09", "actual": ""}, by=office, now=now
    )
    assert added.slug == "auftakt"
    assert journal() == [
        (
            "timeline_entry.changed",
            "abschluss",
            {"fields": ["actual"], "values": {"actual": {"from": "", "to": "2025-06"}}},
        ),
        ("timeline_entry.added", "auftakt", {"planned": "2024-04-09", "actual": ""}),
    ]


@pytest.mark.parametrize("role", ["visitor", "resident", "unit", "council", "administrator"])
def test_others_change_nothing(
    role: str,
    person_of: Any,
    stage: Stage,
    format_: Format,
    event: Event,
    topic: Topic,
    entry: TimelineEntry,
    now: datetime,
) -> None:
    person = person_of(role)
    before = [row(obj) for obj in (stage, format_, event, topic, entry)]
    attempts: list[tuple[Any, dict[str, Any]]] = [
        (actions.change_stage, {"stage": stage, "changes": {"state": "open"}}),
        (actions.change_format, {"format_": format_, "changes": {"invited": 1}}),
        (actions.add_event, {"values": {"name": Translated(de="x")}}),
        (actions.change_event, {"event": event, "changes": {"place": "x"}}),
        (actions.cancel_event, {"event": event}),
        (actions.add_topic, {"values": {"name": Translated(de="x")}}),
        (actions.change_topic, {"topic": topic, "changes": {"name": Translated(de="x")}}),
        (actions.archive_topic, {"topic": topic}),
        (actions.restore_topic, {"topic": topic}),
        (actions.add_timeline_entry, {"values": {"what": Translated(de="x")}}),
        (actions.change_timeline_entry, {"entry": entry, "changes": {"actual": "2024"}}),
    ]
    for action, arguments in attempts:
        with pytest.raises(SignInFirst if person is None else NotAllowed):
            action(**arguments, by=person, now=now)
    assert [row(obj) for obj in (stage, format_, event, topic, entry)] == before
    assert (Event.objects.count(), Topic.objects.count(), TimelineEntry.objects.count(), journal()) == (1, 1, 1, [])
