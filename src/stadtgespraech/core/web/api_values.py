"""What the API's inputs and outputs are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import Model, Q, QuerySet
from ninja import Field, Schema
from pydantic import BaseModel, BeforeValidator, StringConstraints

from stadtgespraech.core.languages import Translated
from stadtgespraech.core.web.addresses import absolute


class InBothLanguages(BaseModel):
    """A text in German and English; null where it was not translated."""

    de: str | None
    en: str | None


def in_both_languages(text: Any) -> dict[str, str | None]:
    translated = Translated.of(text)
    return {"de": translated.get("de"), "en": translated.get("en")}


Text = Annotated[InBothLanguages, BeforeValidator(in_both_languages)]
Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$", max_length=120)]
Word = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=200)]
Year = Annotated[int, Field(ge=1900, le=2200)]


class Problem(Schema):
    """What every error looks like."""

    code: str = Field(description="Stable, for machines.")
    message: str = Field(description="A sentence for people, in German or English by `Accept-Language`.")
    parameters: list[str] = Field(default_factory=list, description="The parameters that are meant, if any.")


class PublicItem(Schema):
    """What every public object has."""

    slug: str = Field(description="Stable name in addresses.")
    example: bool = Field(description="True for made-up data that shows how the site works.")
    page: str = Field(description="Address of the page for people.")

    @staticmethod
    def resolve_example(obj: Any) -> bool:
        return bool(obj.is_example)

    @staticmethod
    def resolve_page(obj: Any) -> str:
        return absolute(obj.get_absolute_url())


@dataclass(frozen=True)
class Lookup:
    """Marks a parameter as a filter and says which column it is compared with."""

    path: str


class Listing(Schema):
    """Parameters of every list. Subclasses add their filters, marked with :class:`Lookup`."""

    limit: int = Field(50, ge=1, le=100, description="At most so many rows.")
    cursor: Word = Field("", description="Where to go on; take it from `next` and never make one yourself.")

    def chosen(self) -> Q:
        """The filters that were given, as one Q."""
        wanted = Q()
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            for mark in field.metadata:
                if isinstance(mark, Lookup) and value is not None:
                    wanted &= Q(**{mark.path: value})
        return wanted


def narrowed(rows: QuerySet[Any], parameters: Listing) -> QuerySet[Any]:
    """The rows that the parameters ask for."""
    return rows.filter(parameters.chosen())


def slug_of(obj: Model | None) -> str | None:
    """The slug of a related object that may be missing."""
    return getattr(obj, "slug", None)
