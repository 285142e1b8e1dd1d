"""How stages, formats, events and topics are named for the search. They have no place on the chain."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.dialogue.models import Event, Format, Stage, Topic
from stadtgespraech.core import thread
from stadtgespraech.core.thread import NodeFacts

_STATION = {Stage.State.DONE: "done", Stage.State.OPEN: "here", Stage.State.PLANNED: "next"}


def describe_stage(stage: Stage) -> NodeFacts:
    return NodeFacts(
        stage.name,
        stage.get_absolute_url(),
        summary=stage.description,
        state=_STATION[Stage.State(stage.state)],
        is_example=stage.is_example,
    )


def describe_format(format_: Format) -> NodeFacts:
    return NodeFacts(
        format_.name, format_.get_absolute_url(), summary=format_.description, is_example=format_.is_example
    )


def describe_event(event: Event) -> NodeFacts:
    return NodeFacts(
        event.name,
        event.get_absolute_url(),
        summary=event.description,
        state="next" if event.state == Event.State.PLANNED else "done",
        on=timezone.localdate(event.starts_at) if event.starts_at else None,
        is_example=event.is_example,
    )


def describe_topic(topic: Topic) -> NodeFacts:
    return NodeFacts(topic.name, topic.get_absolute_url(), summary=topic.description, is_example=topic.is_example)


thread.register("stage", Stage, label=_("Stufe"), plural=_("Stufen"), describe=describe_stage)
thread.register("format", Format, label=_("Format"), plural=_("Formate"), describe=describe_format)
thread.register("event", Event, label=_("Termin"), plural=_("Termine"), describe=describe_event)
thread.register("topic", Topic, label=_("Thema"), plural=_("Themen"), describe=describe_topic)
