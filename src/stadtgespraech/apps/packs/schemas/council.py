"""Bodies and council papers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import BeforeValidator, StringConstraints
from pydantic import Field as Detail

from stadtgespraech.apps.packs.problems import refusal
from stadtgespraech.apps.packs.schemas.parts import Count, Day, LongSlug, Name, Part, Prose, Slug, Small, Word


def check_amounts(value: Any) -> Any:
    """Years and whole euros."""
    if not isinstance(value, dict):
        return value
    amounts = {}
    for year, amount in value.items():
        if not str(year).isdecimal() or not 1900 <= int(year) <= 2200:
            raise refusal(
                "not-a-year",
                _("„%(value)s“ ist kein Jahr.") % {"value": year},
                _("Schreiben Sie ein Jahr mit vier Ziffern."),
            )
        if isinstance(amount, bool) or not isinstance(amount, int) or abs(amount) > 10**12:
            what = _("„%(value)s“ ist im Jahr %(year)s kein Betrag.") % {"value": amount, "year": year}
            raise refusal(
                "not-an-amount", what, _("Schreiben Sie ganze Euro ohne Punkt und Währung, zum Beispiel 375000.")
            )
        amounts[int(year)] = amount
    return amounts


Amounts = Annotated[dict[int, int], BeforeValidator(check_amounts), Detail(min_length=1)]


class BodyRow(Part):
    slug: LongSlug
    kind: Literal["council", "committee", "district"]
    name: Name


class Consultation(Part):
    body: LongSlug
    date: Day
    role: Literal["recommendation", "decision", "hearing", "information"]
    result: Literal["agreed", "agreed-changed", "rejected", "referred", "deferred", "noted"] | None = None
    out_of_order: bool = False


class MoneyLine(Part):
    account: Annotated[str, StringConstraints(max_length=20)] = ""
    product: Annotated[str, StringConstraints(max_length=20)] = ""
    cost_centre: Annotated[str, StringConstraints(max_length=20)] = ""
    name: Name
    amounts: Amounts


class MoneyTable(Part):
    lines: Annotated[list[MoneyLine], Detail(min_length=1)]
    printed_totals: Amounts | None = None


class Criterion(Part):
    slug: Slug
    group: Word
    weight: Small
    name: Name
    kind: Literal["quality", "price"] = "quality"


class AwardedBy(Part):
    above_eur: Count
    above: LongSlug
    otherwise: Name


class Award(Part):
    procedure: Prose
    jury: Name
    criteria: Annotated[list[Criterion], Detail(min_length=1)]
    awarded_by: AwardedBy | None = None


class Paper(Part):
    """One file of council/."""

    slug: LongSlug
    number: Annotated[str, StringConstraints(max_length=40)] = ""
    source: Slug
    date: Day
    unit: Word
    public: bool = True
    refers_to: list[Word] = []
    title: Name
    summary: Prose | None = None
    proposed_resolution: list[Prose] = []
    deviation: Prose | None = None
    climate: Prose | None = None
    total_requested_eur: Count | None = None
    consultations: list[Consultation] = []
    expenses: MoneyTable | None = None
    staff: MoneyTable | None = None
    award: Award | None = None
