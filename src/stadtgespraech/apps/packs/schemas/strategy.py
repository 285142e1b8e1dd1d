"""Goals, fields, projects, indicators, sponsors and field workshops."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator
from pydantic import Field as Detail

from stadtgespraech.apps.packs.schemas.parts import Day, LongSlug, Name, Part, Prose, Sentence, Slug, Word

Limit = Annotated[Decimal, Detail(max_digits=18, decimal_places=4)]


def split_days(value: object) -> object:
    """Several days in one cell are separated by semicolons."""
    return [day.strip() for day in value.split(";") if day.strip()] if isinstance(value, str) else value


class Indicator(Part):
    slug: LongSlug
    source: Slug | None = None
    strategic: bool = False
    state: Literal["defined", "in-development"] = "defined"
    name: Name
    description: Prose | None = None
    method: Prose | None = None
    unit: Word
    direction: Literal["up", "down", "none"]
    decimals: Annotated[int, Detail(ge=0, le=4)] | None = None
    minimum: Limit | None = None
    maximum: Limit | None = None
    reported_by: Word | None = None


class Project(Part):
    slug: LongSlug
    source: Slug | None = None
    strategic: bool = False
    name: Name
    summary: Sentence | None = None
    description: Prose | None = None
    unit: Word | None = None
    state: Literal["planned", "running", "done", "stopped"] | None = None


class Field(Part):
    slug: LongSlug
    source: Slug | None = None
    name: Name
    summary: Sentence | None = None
    description: Prose | None = None
    references: list[str] | None = None
    strategic_indicator_open: Name | None = None
    projects: list[Project]
    indicators: list[Indicator]


class Goal(Part):
    """One file of strategy/."""

    slug: LongSlug
    source: Slug
    name: Name
    summary: Sentence | None = None
    description: Prose | None = None
    references: list[str] | None = None
    fields: list[Field]


class SponsorRow(Part):
    field: LongSlug
    unit: Word
    state: Literal["filled", "vacant"]


class WorkshopRow(Part):
    field: LongSlug
    dates: Annotated[list[Day], BeforeValidator(split_days)] = []
    status: Literal["held", "scheduled", "being-scheduled", "to-be-determined"]
    note: Name | None = None
