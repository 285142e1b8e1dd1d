"""Pictures as the API gives them out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime

from stadtgespraech.apps.pictures.models import Agreement
from stadtgespraech.core.thread.models import Link
from stadtgespraech.core.web.api_values import Listing, Lookup, PublicItem, Slug, Text, slug_of

PictureKind = Literal["starting", "target"]
PictureState = Literal["draft", "discussed", "confirmed"]
Stance = Literal["agrees", "with-change", "objects"]


class VersionOut(Schema):
    """The words of a picture as they were at one time."""

    number: int
    title: Text
    text: Text
    reason: str = Field(description='Why the words were changed; "" for the first version.')
    roles: list[str] = Field(description="In which office it was written.")
    at: AwareDatetime


class AgreementOut(Schema):
    """What a sector says to a version of a picture."""

    picture: str
    version: int
    sector: str
    stance: Stance
    words: str = Field(description='The wished change or the reason of an objection; "" where it simply agrees.')
    event: str | None = Field(description="Slug of the event where it was said; null = in writing.")
    at: AwareDatetime
    example: bool = Field(description="True for made-up data that shows how the site works.")

    @staticmethod
    def resolve_picture(obj: Agreement) -> str:
        return obj.picture.slug

    @staticmethod
    def resolve_sector(obj: Agreement) -> str:
        return obj.sector.slug

    @staticmethod
    def resolve_event(obj: Agreement) -> str | None:
        return slug_of(obj.event)

    @staticmethod
    def resolve_example(obj: Agreement) -> bool:
        return obj.is_example or obj.picture.is_example


class PictureOut(PublicItem):
    """A starting or target picture: what many voices say together."""

    kind: PictureKind
    title: Text
    text: Text
    topic: str | None
    state: PictureState
    version: int = Field(description="Number of the version in `title` and `text`.")
    confirmed_version: int | None = Field(description="The version that the conference confirmed last.")
    confirmed_at: datetime | None
    confirmed_in: str | None = Field(description="Slug of the event where it was confirmed.")
    voices: int = Field(description="How many published voices stand behind it, also over pictures that lead to it.")
    sectors_agreed: int = Field(description="How many sectors agree to the current version.")
    sectors_objecting: int = Field(description="How many sectors object to the current version.")
    agreements: list[AgreementOut]
    versions: list[VersionOut]

    @staticmethod
    def resolve_topic(obj: Any) -> str | None:
        return slug_of(obj.topic)

    @staticmethod
    def resolve_confirmed_in(obj: Any) -> str | None:
        return slug_of(obj.confirmed_in)

    @staticmethod
    def resolve_voices(obj: Any) -> int:
        return int(obj.voice_count)

    @staticmethod
    def resolve_sectors_agreed(obj: Any) -> int:
        return int(obj.agreed)

    @staticmethod
    def resolve_sectors_objecting(obj: Any) -> int:
        return int(obj.objections)


class PartOut(Schema):
    """A voice that was merged into a picture."""

    voice: str
    picture: str
    reason: str
    at: AwareDatetime
    example: bool = Field(description="True for made-up data that shows how the site works.")

    @staticmethod
    def resolve_voice(obj: Link) -> str:
        return obj.source.slug

    @staticmethod
    def resolve_picture(obj: Link) -> str:
        return obj.target.slug

    @staticmethod
    def resolve_example(obj: Link) -> bool:
        return obj.source.is_example or obj.target.is_example


class PictureListing(Listing):
    kind: Annotated[PictureKind | None, Lookup("kind")] = Field(None, description="Starting or target pictures.")
    topic: Annotated[Slug | None, Lookup("topic__slug")] = Field(None, description="Slug of a topic.")
    state: Annotated[PictureState | None, Lookup("state")] = Field(None, description="State of the picture.")


class PartListing(Listing):
    picture: Annotated[Slug | None, Lookup("target__slug")] = Field(None, description="Slug of a picture.")
    voice: Annotated[Slug | None, Lookup("source__slug")] = Field(None, description="Slug of a voice.")
