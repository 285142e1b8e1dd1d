"""Units as the API gives them out."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Field

from stadtgespraech.core.web.api_values import Listing, Lookup, PublicItem, Text


class UnitOut(PublicItem):
    """A unit (Fachbereich) of the administration, or an office that papers and sponsors name."""

    number: str
    kind: Literal["unit", "office"]
    name: Text
    description: Text


class UnitListing(Listing):
    kind: Annotated[Literal["unit", "office"] | None, Lookup("kind")] = Field(
        None, description="Units or offices only."
    )
