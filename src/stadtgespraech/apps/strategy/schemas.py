"""The strategy as the API gives it out."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Field as Described
from ninja import Schema

from stadtgespraech.apps.strategy.models import Field, Goal, Involvement, MeasurePackage, Milestone, Project
from stadtgespraech.core.web.api_values import Listing, Lookup, PublicItem, Slug, Text, Word, slug_of

ProjectState = Literal["planned", "running", "done", "stopped", ""]
InvolvementRole = Literal["F", "B", "(B)"]
Vocabulary = Literal["sdg", "leipzig"]
Horizon = Literal["short", "middle", "long"]


class ReferenceOut(Schema):
    """A term of a vocabulary: a sustainable development goal or a principle of the Leipzig Charter."""

    vocabulary: Vocabulary
    code: str
    name: Text


class GoalOut(PublicItem):
    """A strategic goal."""

    name: Text
    summary: Text
    description: Text
    fields: list[str] = Described(description="Slugs of its fields, in order.")
    references: list[ReferenceOut]
    source: str

    @staticmethod
    def resolve_fields(obj: Goal) -> list[str]:
        return [field.slug for field in obj.fields.all()]


class InvolvementOut(Schema):
    """How a unit takes part in a field."""

    field: str
    unit: str
    unit_number: str
    role: InvolvementRole = Described(description="`F` leads, `B` takes part, `(B)` takes part if needed.")

    @staticmethod
    def resolve_field(obj: Involvement) -> str:
        return obj.field.slug

    @staticmethod
    def resolve_unit(obj: Involvement) -> str:
        return obj.unit.slug

    @staticmethod
    def resolve_unit_number(obj: Involvement) -> str:
        return obj.unit.number


class FieldOut(PublicItem):
    """A field of action of a goal."""

    goal: str
    name: Text
    summary: Text
    description: Text
    sponsor_unit: str | None = Described(description="Slug of the office that sponsors the field.")
    sponsor_vacant: bool = Described(description="The office is named, but nobody holds the sponsorship yet.")
    workshop_state: str
    workshop_note: Text
    workshop_dates: list[date]
    indicator_note: Text
    references: list[ReferenceOut]
    source: str

    @staticmethod
    def resolve_goal(obj: Field) -> str:
        return obj.goal.slug

    @staticmethod
    def resolve_sponsor_unit(obj: Field) -> str | None:
        return slug_of(obj.sponsor_unit)

    @staticmethod
    def resolve_workshop_dates(obj: Field) -> list[date]:
        return [workshop.on for workshop in obj.workshops.all()]


class FieldWithInvolvements(FieldOut):
    """A field with its row of the involvement matrix and its projects."""

    involvements: list[InvolvementOut]
    projects: list[str]

    @staticmethod
    def resolve_projects(obj: Field) -> list[str]:
        return [project.slug for project in obj.projects.all()]


class ProjectOut(PublicItem):
    """A project or measure of a field."""

    field: str
    goal: str
    name: Text
    summary: Text
    description: Text
    is_strategic: bool
    unit: str | None = Described(description="Slug of the unit that answers for it.")
    state: ProjectState = Described(description='"" where the sources do not say.')
    source: str

    @staticmethod
    def resolve_field(obj: Project) -> str:
        return obj.field.slug

    @staticmethod
    def resolve_goal(obj: Project) -> str:
        return obj.field.goal.slug

    @staticmethod
    def resolve_unit(obj: Project) -> str | None:
        return slug_of(obj.unit)


class PackageOut(PublicItem):
    """Projects of a goal that belong together in time."""

    goal: str
    name: Text
    summary: Text
    horizon: Horizon
    projects: list[str] = Described(description="Slugs of its projects.")

    @staticmethod
    def resolve_goal(obj: MeasurePackage) -> str:
        return obj.goal.slug

    @staticmethod
    def resolve_projects(obj: MeasurePackage) -> list[str]:
        return [project.slug for project in obj.projects.all()]


class MilestoneOut(Schema):
    """A step of a project."""

    id: int
    project: str
    name: Text
    due: date
    reached: date | None
    example: bool

    @staticmethod
    def resolve_project(obj: Milestone) -> str:
        return obj.project.slug

    @staticmethod
    def resolve_example(obj: Milestone) -> bool:
        return obj.is_example


class ProjectWithMilestones(ProjectOut):
    """A project with its milestones."""

    milestones: list[MilestoneOut]


class GoalListing(Listing):
    reference: Annotated[Word | None, Lookup("references__code")] = Described(None, description="Code of a reference.")


class FieldListing(Listing):
    goal: Annotated[Slug | None, Lookup("goal__slug")] = Described(None, description="Slug of a goal.")
    sponsor_unit: Annotated[Slug | None, Lookup("sponsor_unit__slug")] = Described(None, description="Slug of a unit.")
    sponsor_vacant: Annotated[bool | None, Lookup("sponsor_vacant")] = Described(
        None, description="Sponsorship vacant or held."
    )


class ProjectListing(Listing):
    goal: Annotated[Slug | None, Lookup("field__goal__slug")] = Described(None, description="Slug of a goal.")
    field: Annotated[Slug | None, Lookup("field__slug")] = Described(None, description="Slug of a field.")
    unit: Annotated[Slug | None, Lookup("unit__slug")] = Described(None, description="Slug of a unit.")
    state: Annotated[ProjectState | None, Lookup("state")] = Described(None, description="State of the project.")
    is_strategic: Annotated[bool | None, Lookup("is_strategic")] = Described(
        None, description="The field's strategic project or not."
    )


class PackageListing(Listing):
    goal: Annotated[Slug | None, Lookup("goal__slug")] = Described(None, description="Slug of a goal.")
    horizon: Annotated[Horizon | None, Lookup("horizon")] = Described(None, description="When it is to be done.")


class MilestoneListing(Listing):
    project: Annotated[Slug | None, Lookup("project__slug")] = Described(None, description="Slug of a project.")
    due_from: Annotated[date | None, Lookup("due__gte")] = Described(None, description="Due on this day or later.")
    due_until: Annotated[date | None, Lookup("due__lte")] = Described(None, description="Due on this day or earlier.")


class InvolvementListing(Listing):
    field: Annotated[Slug | None, Lookup("field__slug")] = Described(None, description="Slug of a field.")
    unit: Annotated[Slug | None, Lookup("unit__slug")] = Described(None, description="Slug of a unit.")
    role: Annotated[InvolvementRole | None, Lookup("role")] = Described(None, description="How the unit takes part.")


class ReferenceListing(Listing):
    vocabulary: Annotated[Vocabulary | None, Lookup("vocabulary")] = Described(None, description="One vocabulary only.")
