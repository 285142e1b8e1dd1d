"""Council papers as the API gives them out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from stadtgespraech.apps.council.models import BudgetLine, Consultation, FollowUp, Paper, PrintedTotal, Resolution
from stadtgespraech.core.web.api_values import Listing, Lookup, PublicItem, Slug, Text, Year, slug_of

BodyKind = Literal["council", "committee", "district"]
ConsultationRole = Literal["recommendation", "decision", "hearing", "information"]
LineKind = Literal["expense", "staff"]
ResolutionResult = Literal["agreed", "agreed-changed", "rejected"]
FollowUpState = Literal["open", "in-work", "done", "dropped"]


class BodyOut(PublicItem):
    """A body that consults or decides."""

    name: Text
    kind: BodyKind


class ConsultationOut(Schema):
    """A step of a paper's consultation sequence."""

    paper: str
    body: str
    on: date
    role: ConsultationRole
    result: str = Field(description='"" where the sources do not say.')
    out_of_order: bool = Field(description="After a body that it should have come before.")
    note: str = Field(description="A remark on the result, e.g. why it was deferred.")

    @staticmethod
    def resolve_paper(obj: Consultation) -> str:
        return obj.paper.slug

    @staticmethod
    def resolve_body(obj: Consultation) -> str:
        return obj.body.slug


class BudgetLineOut(Schema):
    """A line of a paper's money tables."""

    paper: str
    kind: LineKind
    cost_centre: str
    product: str
    account: str
    name: Text
    amounts: dict[str, int] = Field(description="Year → whole euros.")

    @staticmethod
    def resolve_paper(obj: BudgetLine) -> str:
        return obj.paper.slug


class PrintedTotalOut(Schema):
    """A total as the paper prints it, to be compared with the sum of its lines."""

    paper: str
    kind: LineKind
    year: int
    amount: int

    @staticmethod
    def resolve_paper(obj: PrintedTotal) -> str:
        return obj.paper.slug


class PaperOut(PublicItem):
    """A paper submitted to the council."""

    number: str = Field(description='"" where the source does not print it.')
    title: Text
    summary: Text
    proposal: Text
    dated: date
    unit: str | None
    refers_to: list[Any]
    deviation: Text
    climate: Text
    total_requested: Decimal | None
    source: str
    consultations: list[ConsultationOut]
    budget_lines: list[BudgetLineOut]
    printed_totals: list[PrintedTotalOut]

    @staticmethod
    def resolve_unit(obj: Paper) -> str | None:
        return slug_of(obj.unit)


class ResolutionOut(PublicItem):
    """What a body decided on a paper."""

    paper: str
    body: str
    on: date
    result: ResolutionResult
    text: Text
    conditions: Text

    @staticmethod
    def resolve_paper(obj: Resolution) -> str:
        return obj.paper.slug

    @staticmethod
    def resolve_body(obj: Resolution) -> str:
        return obj.body.slug


class FollowUpOut(Schema):
    """Something a resolution asks a unit to do until a day."""

    id: int
    resolution: str
    what: Text
    unit: str
    deadline: date
    state: FollowUpState
    reason: str = Field(description="The newest report in words.")
    reported_on: date | None
    finished_on: date | None = Field(description="When it was done or dropped.")
    example: bool

    @staticmethod
    def resolve_resolution(obj: FollowUp) -> str:
        return obj.resolution.slug

    @staticmethod
    def resolve_unit(obj: FollowUp) -> str:
        return obj.unit.slug

    @staticmethod
    def resolve_example(obj: FollowUp) -> bool:
        return obj.is_example


class ResolutionWithFollowUps(ResolutionOut):
    """A resolution with what follows from it."""

    follow_ups: list[FollowUpOut]


class BodyListing(Listing):
    kind: Annotated[BodyKind | None, Lookup("kind")] = Field(None, description="Kind of body.")


class PaperListing(Listing):
    unit: Annotated[Slug | None, Lookup("unit__slug")] = Field(None, description="Slug of the leading unit.")
    dated_from: Annotated[date | None, Lookup("dated__gte")] = Field(None, description="Of this day or later.")
    dated_until: Annotated[date | None, Lookup("dated__lte")] = Field(None, description="Of this day or earlier.")


class ConsultationListing(Listing):
    paper: Annotated[Slug | None, Lookup("paper__slug")] = Field(None, description="Slug of a paper.")
    body: Annotated[Slug | None, Lookup("body__slug")] = Field(None, description="Slug of a body.")
    role: Annotated[ConsultationRole | None, Lookup("role")] = Field(None, description="What the body does.")
    on_from: Annotated[date | None, Lookup("on__gte")] = Field(None, description="On this day or later.")
    on_until: Annotated[date | None, Lookup("on__lte")] = Field(None, description="On this day or earlier.")


class BudgetLineListing(Listing):
    paper: Annotated[Slug | None, Lookup("paper__slug")] = Field(None, description="Slug of a paper.")
    kind: Annotated[LineKind | None, Lookup("kind")] = Field(None, description="Expenses or staff.")


class PrintedTotalListing(BudgetLineListing):
    year: Annotated[Year | None, Lookup("year")] = Field(None, description="One year.")


class ResolutionListing(Listing):
    paper: Annotated[Slug | None, Lookup("paper__slug")] = Field(None, description="Slug of a paper.")
    body: Annotated[Slug | None, Lookup("body__slug")] = Field(None, description="Slug of a body.")
    result: Annotated[ResolutionResult | None, Lookup("result")] = Field(None, description="How it was decided.")
    on_from: Annotated[date | None, Lookup("on__gte")] = Field(None, description="On this day or later.")
    on_until: Annotated[date | None, Lookup("on__lte")] = Field(None, description="On this day or earlier.")


class FollowUpListing(Listing):
    resolution: Annotated[Slug | None, Lookup("resolution__slug")] = Field(None, description="Slug of a resolution.")
    unit: Annotated[Slug | None, Lookup("unit__slug")] = Field(None, description="Slug of a unit.")
    state: Annotated[FollowUpState | None, Lookup("state")] = Field(None, description="How it stands.")
    deadline_from: Annotated[date | None, Lookup("deadline__gte")] = Field(
        None, description="Due on this day or later."
    )
    deadline_until: Annotated[date | None, Lookup("deadline__lte")] = Field(
        None, description="Due on this day or earlier."
    )
