"""Indicators as the API gives them out."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime

from stadtgespraech.apps.indicators.models import Indicator, Target, Value
from stadtgespraech.core.web.api_values import Listing, Lookup, PublicItem, Slug, Text, Year, slug_of

Quality = Literal["A", "B", "C"]
IndicatorState = Literal["defined", "in-development"]


class IndicatorOut(PublicItem):
    """The fact sheet of an indicator."""

    field: str
    goal: str
    project: str | None
    name: Text
    description: Text
    method: Text
    unit_of_measure: str
    decimals: int
    direction: Literal["up", "down", "none"] = Field(description="Which way is better.")
    is_strategic: bool
    state: IndicatorState
    reporting_unit: str | None = Field(description="Slug of the unit that reports values.")
    minimum: Decimal | None
    maximum: Decimal | None
    source: str

    @staticmethod
    def resolve_field(obj: Indicator) -> str:
        return obj.field.slug

    @staticmethod
    def resolve_goal(obj: Indicator) -> str:
        return obj.field.goal.slug

    @staticmethod
    def resolve_project(obj: Indicator) -> str | None:
        return slug_of(obj.project)

    @staticmethod
    def resolve_reporting_unit(obj: Indicator) -> str | None:
        return slug_of(obj.reporting_unit)


class ValueOut(Schema):
    """A value of one year, with where it comes from."""

    id: int
    indicator: str
    year: int
    value: Decimal = Field(description="As text, so that no digit is lost.")
    quality: Quality = Field(description="`A` measured, `B` estimated, `C` preliminary.")
    source: str
    note: str
    unit: str | None = Field(description="Slug of the unit that reported it.")
    reported_at: AwareDatetime
    replaced_at: AwareDatetime | None = Field(
        description="When a correction took its place; null for the current value."
    )
    example: bool

    @staticmethod
    def resolve_indicator(obj: Value) -> str:
        return obj.indicator.slug

    @staticmethod
    def resolve_unit(obj: Value) -> str | None:
        return slug_of(obj.unit)

    @staticmethod
    def resolve_example(obj: Value) -> bool:
        return obj.is_example


class TargetOut(Schema):
    """A point of the target path."""

    indicator: str
    year: int
    value: Decimal
    source: str
    example: bool

    @staticmethod
    def resolve_indicator(obj: Target) -> str:
        return obj.indicator.slug

    @staticmethod
    def resolve_example(obj: Target) -> bool:
        return obj.is_example


class IndicatorWithValues(IndicatorOut):
    """A fact sheet with its current values and its target path."""

    values: list[ValueOut]
    targets: list[TargetOut]


class IndicatorListing(Listing):
    goal: Annotated[Slug | None, Lookup("field__goal__slug")] = Field(None, description="Slug of a goal.")
    field: Annotated[Slug | None, Lookup("field__slug")] = Field(None, description="Slug of a field.")
    project: Annotated[Slug | None, Lookup("project__slug")] = Field(None, description="Slug of a project.")
    reporting_unit: Annotated[Slug | None, Lookup("reporting_unit__slug")] = Field(None, description="Slug of a unit.")
    is_strategic: Annotated[bool | None, Lookup("is_strategic")] = Field(
        None, description="Strategic indicators or others."
    )
    state: Annotated[IndicatorState | None, Lookup("state")] = Field(None, description="Defined or in development.")


class ValueListing(Listing):
    indicator: Annotated[Slug | None, Lookup("indicator__slug")] = Field(None, description="Slug of an indicator.")
    field: Annotated[Slug | None, Lookup("indicator__field__slug")] = Field(None, description="Slug of a field.")
    year: Annotated[Year | None, Lookup("year")] = Field(None, description="One year.")
    quality: Annotated[Quality | None, Lookup("quality")] = Field(
        None, description="Measured, estimated or preliminary."
    )
    is_current: Annotated[bool | None, Lookup("replaced_at__isnull")] = Field(
        True, description="true (the default) for current values, false for those that were corrected."
    )


class TargetListing(Listing):
    indicator: Annotated[Slug | None, Lookup("indicator__slug")] = Field(None, description="Slug of an indicator.")
    year: Annotated[Year | None, Lookup("year")] = Field(None, description="One year.")
