"""Changing the dialogue."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from stadtgespraech.apps.dialogue import mails
from stadtgespraech.apps.dialogue.actions.registering import fill_up
from stadtgespraech.apps.dialogue.models import Event, Format, Stage, TimelineEntry, Topic
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import Conflict
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.text.slugs import free_slug, slug_of

M = TypeVar("M", bound=models.Model)
# Words that our own addresses use where a slug could stand.
_TAKEN = frozenset({"neu"})
# Old and new value of these are part of the public record; of texts it only names the field.
_SHOWN = (str, bool, int, date, type(None))


@transaction.atomic
def change_stage(*, stage: Stage, changes: dict[str, Any], by: Any, now: datetime) -> Stage:
    """Change a stage's state, dates or texts.

    Args:
        changes: field name → new value; what is equal already is not journalled.
    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    access.require(by, "dialogue.change_stage", stage)
    if any(name in changes and getattr(stage, name) != changes[name] for name in ("state", "opens")):
        changes = {**changes, "state_is_example": by.is_example}
    return _change(stage, changes, kind="stage.changed", by=by, now=now)


@transaction.atomic
def change_format(*, format_: Format, changes: dict[str, Any], by: Any, now: datetime) -> Format:
    """Change a format.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    access.require(by, "dialogue.change_format", format_)
    return _change(format_, changes, kind="format.changed", by=by, now=now)


@transaction.atomic
def add_event(*, values: dict[str, Any], by: Any, now: datetime) -> Event:
    """Announce an event; its address follows from its name.

    Args:
        values: field name → value; ``topics`` as a list.
    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    access.require(by, "dialogue.add_event")
    columns = {name: value for name, value in values.items() if name != "topics"}
    event = _create(Event, columns["name"], columns)
    event.topics.set(values.get("topics", ()))
    thread.put(event, at=now)
    journal.record("event.announced", subject=event, by=by, at=now, starts_at=event.starts_at or event.date_text)
    return event


@transaction.atomic
def change_event(*, event: Event, changes: dict[str, Any], by: Any, now: datetime) -> Event:
    """Change an event's texts, time, place or topics.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    access.require(by, "dialogue.change_event", event)
    event = _change(event, changes, kind="event.changed", by=by, now=now)
    # More places: the first who wait get them.
    fill_up(event=event, now=now)
    return event


@transaction.atomic
def cancel_event(*, event: Event, by: Any, now: datetime) -> Event:
    """Call an event off. Its page and its calendar entry stay and say so; cancelling twice changes nothing.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        Conflict: it has taken place already.
    """
    access.require(by, "dialogue.cancel_event", event)
    event = Event.objects.select_for_update().get(pk=event.pk)
    if event.state == Event.State.HELD:
        raise Conflict(_("Dieser Termin hat schon stattgefunden. Er kann nicht mehr abgesagt werden."))
    if event.state != Event.State.CANCELLED:
        event.state = Event.State.CANCELLED
        event.save(update_fields=["state"])
        thread.put(event, at=now)
        journal.record("event.cancelled", subject=event, by=by, at=now)
        mails.send_cancelled(event, now=now)
    return event


@transaction.atomic
def add_topic(*, values: dict[str, Any], by: Any, now: datetime) -> Topic:
    """Add a topic, for example one that participants asked for.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    access.require(by, "dialogue.add_topic")
    topic = _create(Topic, values["name"], values)
    thread.put(topic, at=now)
    journal.record("topic.added", subject=topic, by=by, at=now)
    return topic


@transaction.atomic
def change_topic(*, topic: Topic, changes: dict[str, Any], by: Any, now: datetime) -> Topic:
    """Change a topic's texts.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    access.require(by, "dialogue.change_topic", topic)
    return _change(topic, changes, kind="topic.changed", by=by, now=now)


@transaction.atomic
def archive_topic(*, topic: Topic, by: Any, now: datetime) -> Topic:
    """Drop a topic from the lists; its page, links and history stay. Dropping twice changes nothing.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    return _archive(topic, at=now, kind="topic.archived", by=by, now=now)


@transaction.atomic
def restore_topic(*, topic: Topic, by: Any, now: datetime) -> Topic:
    """Take a dropped topic up again.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    return _archive(topic, at=None, kind="topic.restored", by=by, now=now)


def _archive(topic: Topic, *, at: datetime | None, kind: str, by: Any, now: datetime) -> Topic:
    access.require(by, "dialogue.archive_topic", topic)
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    if (topic.archived_at is None) != (at is None):
        topic.archived_at = at
        topic.save(update_fields=["archived_at"])
        thread.put(topic, at=now)
        journal.record(kind, subject=topic, by=by, at=now)
    return topic


@transaction.atomic
def add_timeline_entry(*, values: dict[str, Any], by: Any, now: datetime) -> TimelineEntry:
    """Add a milestone of the process to the timeline.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    access.require(by, "dialogue.add_timeline_entry")
    entry = _create(TimelineEntry, values["what"], values)
    journal.record("timeline_entry.added", subject=entry, by=by, at=now, planned=entry.planned, actual=entry.actual)
    return entry


@transaction.atomic
def change_timeline_entry(*, entry: TimelineEntry, changes: dict[str, Any], by: Any, now: datetime) -> TimelineEntry:
    """Change a milestone of the timeline: its planned or actual date, its text or its source.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    access.require(by, "dialogue.change_timeline_entry", entry)
    return _change(entry, changes, kind="timeline_entry.changed", by=by, now=now)


def _change(obj: M, changes: dict[str, Any], *, kind: str, by: Any, now: datetime) -> M:
    """Write what differs, and say in the journal what that was."""
    obj = type(obj)._default_manager.select_for_update().get(pk=obj.pk)
    several = {field.name for field in obj._meta.many_to_many}
    before = {name: list(getattr(obj, name).all()) if name in several else getattr(obj, name) for name in changes}
    after = {name: list(value) if name in several else value for name, value in changes.items()}
    changed = sorted(
        name
        for name in changes
        if (set(before[name]) != set(after[name]) if name in several else before[name] != after[name])
    )
    if not changed:
        return obj
    for name in changed:
        if name in several:
            getattr(obj, name).set(after[name])
        else:
            setattr(obj, name, after[name])
    columns = [name for name in changed if name not in several]
    if columns:
        obj.save(update_fields=columns)
    if not isinstance(obj, TimelineEntry):
        thread.put(obj, at=now)
    shown = {
        name: {"from": before[name], "to": after[name]}
        for name in changed
        if isinstance(before[name], _SHOWN) and isinstance(after[name], _SHOWN)
    }
    facts: dict[str, Any] = {"fields": changed, **({"values": shown} if shown else {})}
    journal.record(kind, subject=obj, by=by, at=now, **facts)
    return obj


def _create(model: type[M], name: Translated, columns: dict[str, Any]) -> M:
    """A new row whose slug follows from its name.

    Raises:
        Conflict: somebody took the same slug at the same moment.
    """
    stem = slug_of(name.in_language(settings.LANGUAGE_CODE), longest=60, otherwise="ohne-namen")
    slug = free_slug(model._default_manager.all(), stem, reserved=_TAKEN)
    try:
        with transaction.atomic():
            return model._default_manager.create(slug=slug, **columns)
    except IntegrityError:
        raise Conflict from None
