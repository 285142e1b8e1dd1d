"""Voices as the API gives them out."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Field
from pydantic import AwareDatetime

from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.apps.voices.queries import AnswerState
from stadtgespraech.apps.voices.queries.deadlines import FEWEST
from stadtgespraech.core.web.api_values import Listing, Lookup, PublicItem, Slug, Text, slug_of

Channel = Literal["online", "paper", "phone", "letter", "email", "workshop", "conversation"]
Answered = Literal["open", "overdue", "answered"]
Disposition = Literal["adopted", "partly", "planned", "not-ours", "rejected"]
ANSWERED: dict[str, Answered] = {
    AnswerState.OPEN: "open",
    AnswerState.OVERDUE: "overdue",
    AnswerState.ANSWERED: "answered",
}


class VoiceOut(PublicItem):
    """What somebody said. Names are not given out: who signed has signed on the page, not in every copy."""

    title: str = Field(description="In one sentence, in the person's own words.")
    text: str = Field(description="In the person's own words.")
    language: str = Field(description="The language it was said in.")
    channel: Channel = Field(description="How it really came.")
    topic: str | None = Field(description="Slug of the topic.")
    district: str | None = Field(description="Slug of the district.")
    stage: str | None = Field(description="Slug of the stage in which it was said.")
    format: str | None = Field(description="Slug of the format in which it was said.")
    event: str | None = Field(description="Slug of the event at which it was said.")
    given_on: date = Field(description="The day on which it was said.")
    published_at: AwareDatetime | None
    supports: int = Field(description="How many people stand behind it.")
    comments: int
    answer: Answered = Field(description="How far the city's answer is; `overdue` is not answered either.")
    disposition: Disposition | None = Field(description="What the answer says.")
    answered_on: date | None
    due_on: date | None = Field(description="The day by which the city answers.")

    @staticmethod
    def resolve_topic(obj: Voice) -> str | None:
        return slug_of(obj.topic)

    @staticmethod
    def resolve_district(obj: Voice) -> str | None:
        return slug_of(obj.district)

    @staticmethod
    def resolve_stage(obj: Voice) -> str | None:
        return slug_of(obj.stage)

    @staticmethod
    def resolve_format(obj: Voice) -> str | None:
        return slug_of(obj.format)

    @staticmethod
    def resolve_event(obj: Voice) -> str | None:
        return slug_of(obj.event)

    @staticmethod
    def resolve_given_on(obj: Voice) -> date:
        return timezone.localdate(obj.given_at)

    @staticmethod
    def resolve_supports(obj: Voice) -> int:
        return obj.support_count

    @staticmethod
    def resolve_comments(obj: Voice) -> int:
        return obj.comment_count

    @staticmethod
    def resolve_answer(obj: Voice) -> str:
        return ANSWERED[obj.answer_state]  # type: ignore[attr-defined]

    @staticmethod
    def resolve_disposition(obj: Voice) -> str | None:
        return obj.answer.disposition if hasattr(obj, "answer") else None

    @staticmethod
    def resolve_answered_on(obj: Voice) -> date | None:
        return timezone.localdate(obj.answer.given_at) if hasattr(obj, "answer") else None


class VoiceListing(Listing):
    topic: Annotated[Slug | None, Lookup("topic__slug")] = Field(None, description="Slug of a topic.")
    district: Annotated[Slug | None, Lookup("district__slug")] = Field(None, description="Slug of a district.")
    channel: Annotated[Channel | None, Lookup("channel")] = Field(None, description="How it came.")
    stage: Annotated[Slug | None, Lookup("stage__slug")] = Field(None, description="Slug of a stage.")
    event: Annotated[Slug | None, Lookup("event__slug")] = Field(None, description="Slug of an event.")
    answer: Annotated[Answered | None, Lookup("answered")] = Field(None, description="How far the answer is.")
    disposition: Annotated[Disposition | None, Lookup("answer__disposition")] = Field(
        None, description="What the answer says."
    )
    example: Annotated[bool | None, Lookup("is_example")] = Field(None, description="Only made-up ones, or none.")
    published_from: Annotated[AwareDatetime | None, Lookup("published_at__gte")] = Field(
        None, description="Published then or later."
    )


class AnswerRateOut(PublicItem):
    """How often a unit answered voices in time."""

    name: Text
    counted: int = Field(description="Voices whose answer was given, or whose day has passed without one.")
    in_time: int | None = Field(description=f"Those answered by the day they were due; null for fewer than {FEWEST}.")
    percent: float | None = Field(description=f"Share of `in_time`, one decimal; null for fewer than {FEWEST}.")

    @staticmethod
    def resolve_in_time(obj: Any) -> int | None:
        return obj.in_time if obj.counted >= FEWEST else None

    @staticmethod
    def resolve_percent(obj: Any) -> float | None:
        return round(100 * obj.in_time / obj.counted, 1) if obj.counted >= FEWEST else None

    @staticmethod
    def resolve_example(obj: Any) -> bool:
        return bool(obj.examples or obj.is_example)
