"""The dialogue as the API gives it out."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime

from stadtgespraech.apps.dialogue.models import Event, Format, Stage, TimelineEntry
from stadtgespraech.core.web.api_values import Listing, Lookup, PublicItem, Slug, Text, slug_of


class StageOut(PublicItem):
    """A stage of the dialogue."""

    number: int
    name: Text
    short_name: Text
    description: Text
    result: Text
    state: Literal["planned", "open", "done"]
    opens: list[Literal["voices", "comments", "support", "agreement", "confirmation"]] = Field(
        description="What can be done in it while it is open."
    )
    state_example: bool = Field(description="State and `opens` are made up.")
    planned_start: date | None
    planned_end: date | None
    actual_start: date | None
    actual_end: date | None

    @staticmethod
    def resolve_state_example(obj: Stage) -> bool:
        return obj.state_is_example


class FormatOut(PublicItem):
    """A way to take part."""

    name: Text
    description: Text
    audience: Text
    sector: str | None = Field(
        description="Slug of the sector whose agreement it counts for; null = heard, but counted apart."
    )
    participants_min: int | None
    participants_max: int | None
    invited: int | None
    on_site: bool
    online: bool

    @staticmethod
    def resolve_sector(obj: Format) -> str | None:
        return slug_of(obj.sector)


class EventOut(PublicItem):
    """A date on which people meet."""

    name: Text
    description: Text
    stage: str | None
    format: str | None
    starts_at: AwareDatetime | None
    ends_at: AwareDatetime | None
    date_text: str = Field(description="What the source says when it names no hour, e.g. `2023-Q4`.")
    place: str
    access_note: Text
    state: Literal["planned", "held", "cancelled"]
    topics: list[str]

    @staticmethod
    def resolve_stage(obj: Event) -> str | None:
        return slug_of(obj.stage)

    @staticmethod
    def resolve_format(obj: Event) -> str | None:
        return slug_of(obj.format)

    @staticmethod
    def resolve_topics(obj: Event) -> list[str]:
        return [topic.slug for topic in obj.topics.all()]


class TopicOut(PublicItem):
    """A subject of the dialogue."""

    name: Text
    description: Text


class TimelineOut(Schema):
    """A milestone of the whole process: the date as planned beside the date as it came."""

    slug: str
    what: Text
    stage: str | None
    planned: str = Field(description="As exact as the source: `2023-Q4`, `2024-01` or `2024-04-09`.")
    planned_in: str = Field(description="When this plan was made.")
    actual: str
    source: str

    @staticmethod
    def resolve_stage(obj: TimelineEntry) -> str | None:
        return slug_of(obj.stage)


class DistrictOut(Schema):
    """A district of the city."""

    slug: str
    name: str


class SectorOut(Schema):
    """One of the sectors whose agreement counts apart."""

    slug: str
    name: Text


class StageListing(Listing):
    state: Annotated[Literal["planned", "open", "done"] | None, Lookup("state")] = Field(
        None, description="State of the stage."
    )


class FormatListing(Listing):
    sector: Annotated[Slug | None, Lookup("sector__slug")] = Field(None, description="Slug of a sector.")
    online: Annotated[bool | None, Lookup("online")] = Field(None, description="With or without an online part.")


class EventListing(Listing):
    stage: Annotated[Slug | None, Lookup("stage__slug")] = Field(None, description="Slug of a stage.")
    format: Annotated[Slug | None, Lookup("format__slug")] = Field(None, description="Slug of a format.")
    topic: Annotated[Slug | None, Lookup("topics__slug")] = Field(None, description="Slug of a topic.")
    state: Annotated[Literal["planned", "held", "cancelled"] | None, Lookup("state")] = Field(
        None, description="State of the event."
    )
    starts_from: Annotated[date | None, Lookup("starts_at__date__gte")] = Field(
        None, description="On this day or later."
    )
    starts_until: Annotated[date | None, Lookup("starts_at__date__lte")] = Field(
        None, description="On this day or earlier."
    )


class TimelineListing(Listing):
    stage: Annotated[Slug | None, Lookup("stage__slug")] = Field(None, description="Slug of a stage.")
