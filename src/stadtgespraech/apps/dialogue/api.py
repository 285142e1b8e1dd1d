"""The dialogue for machines: stages, formats, events, topics, timeline, districts, sectors."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Router

from stadtgespraech.apps.dialogue import schemas
from stadtgespraech.apps.dialogue.models import District, Event, Format, Sector, Stage, TimelineEntry, Topic
from stadtgespraech.core.web.data_sets import DataSet, current, offer

router = Router()


def event_rows(person: Any) -> QuerySet[Event]:
    topics = Prefetch("topics", queryset=current(Topic, person))
    return current(Event, person).select_related("stage", "format").prefetch_related(topics)


offer(
    router,
    DataSet(
        name="stages",
        app="dialogue",
        summary="Stages of the dialogue",
        title=_("Stufen des Dialogs"),
        description=_("Die Stufen des Stadtgesprächs mit geplanten und tatsächlichen Zeiten."),
        item=schemas.StageOut,
        rows=lambda person: current(Stage, person),
    ),
    filters=schemas.StageListing,
    one="stage",
    single=schemas.StageOut,
    single_summary="A stage of the dialogue",
)
offer(
    router,
    DataSet(
        name="formats",
        app="dialogue",
        summary="Formats: ways to take part",
        title=_("Formate"),
        description=_("Auf welchen Wegen man mitreden kann: Konferenzen, Foren, Workshops und online."),
        item=schemas.FormatOut,
        rows=lambda person: current(Format, person).select_related("sector"),
    ),
    filters=schemas.FormatListing,
    one="format",
    single=schemas.FormatOut,
    single_summary="A format",
)
offer(
    router,
    DataSet(
        name="events",
        app="dialogue",
        summary="Events on which people meet",
        title=_("Termine"),
        description=_("Wann und wo man zusammenkommt, mit Stufe, Format und Themen."),
        item=schemas.EventOut,
        rows=event_rows,
    ),
    filters=schemas.EventListing,
    one="event",
    single=schemas.EventOut,
    single_summary="An event",
)
offer(
    router,
    DataSet(
        name="topics",
        app="dialogue",
        summary="Topics of the dialogue",
        title=_("Themen"),
        description=_("Worüber gesprochen wird."),
        item=schemas.TopicOut,
        rows=lambda person: current(Topic, person),
    ),
    one="topic",
    single=schemas.TopicOut,
    single_summary="A topic",
)
offer(
    router,
    DataSet(
        name="timeline",
        app="dialogue",
        summary="Timeline: planned dates beside actual ones",
        title=_("Zeitplan"),
        description=_("Die Wegmarken des ganzen Verfahrens: wie geplant und wie gekommen, jeweils mit Quelle."),
        item=schemas.TimelineOut,
        rows=lambda person: current(TimelineEntry, person).select_related("stage"),
    ),
    filters=schemas.TimelineListing,
    one="timeline_entry",
    single=schemas.TimelineOut,
    single_summary="An entry of the timeline",
)
offer(
    router,
    DataSet(
        name="districts",
        app="dialogue",
        summary="Districts of the city",
        title=_("Stadtbezirke"),
        description=_("Die Stadtbezirke mit ihren Kürzeln."),
        item=schemas.DistrictOut,
        rows=lambda person: current(District, person),
    ),
    one="district",
    single=schemas.DistrictOut,
    single_summary="A district",
)
offer(
    router,
    DataSet(
        name="sectors",
        app="dialogue",
        summary="Sectors whose agreement counts apart",
        title=_("Bereiche"),
        description=_("Die Bereiche der Stadtgesellschaft, deren Zustimmung getrennt gezählt wird."),
        item=schemas.SectorOut,
        rows=lambda person: current(Sector, person),
    ),
    one="sector",
    single=schemas.SectorOut,
    single_summary="A sector",
)
