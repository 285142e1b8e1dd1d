"""Which kinds of objects a pack fills, and with which columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.council.models import Body, Paper
from stadtgespraech.apps.dialogue.models import District, Format, Sector, Stage, TimelineEntry, Topic
from stadtgespraech.apps.indicators.models import Indicator
from stadtgespraech.apps.packs.columns import Plain, Reference, Rows, Shelf, Terms, Text
from stadtgespraech.apps.pages.models import Page
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy import models as strategy
from stadtgespraech.core.text import fold


@dataclass(frozen=True)
class Kind:
    """One kind of object.

    Attributes:
        key_of: the name by which the pack knows an object.
        born_as: key → columns that a new object gets besides the pack's values.
        archivable: whether an object that left the pack is archived; the others simply stay.
    """

    name: str
    label: Any
    model: type[Model]
    columns: dict[str, Any]
    key_of: Callable[[Any], str] = lambda obj: str(obj.slug)
    born_as: Callable[[str, dict[str, Any]], dict[str, Any]] = lambda key, values: {"slug": key}
    archivable: bool = True
    joined: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()

    def rows(self) -> QuerySet[Any]:
        return self.model._default_manager.select_related(*self.joined).prefetch_related(*self.prefetched)

    def column(self, name: str) -> Any:
        """The column of a field name; the cells of the involvement matrix are columns too (``involvement.64``)."""
        head, dot, number = name.partition(".")
        return Cell(number) if dot and head == "involvement" else self.columns[name]


@dataclass(frozen=True)
class Cell:
    """A cell of the involvement matrix: how one unit takes part in a field ("" = not at all)."""

    unit: str
    late = True

    def read(self, obj: Any) -> str:
        if obj.pk is None:
            return ""
        return next((str(cell.role) for cell in obj.involvements.all() if cell.unit.number == self.unit), "")

    def write(self, obj: strategy.Field, value: str, shelf: Shelf) -> None:
        unit = shelf["unit"][self.unit]
        if value:
            strategy.Involvement.objects.update_or_create(field=obj, unit=unit, defaults={"role": value})
        else:
            strategy.Involvement.objects.filter(field=obj, unit=unit).delete()


def free_slug(model: type[Model], wanted: str, number: str) -> str:
    """``wanted`` as an address, or with the number behind it where another object has it."""
    slug = slugify(fold(wanted)) or slugify(number)
    return f"{slug}-{slugify(number)}" if model._default_manager.filter(slug=slug).exists() else slug


def texts(*names: str) -> dict[str, Any]:
    return {name: Text(name) for name in names}


def plain(*names: str) -> dict[str, Any]:
    return {name: Plain(name) for name in names}


_days = Rows("workshops", (Plain("on", date.fromisoformat),), ("on",), lambda row: row["on"], ("on",))


@dataclass(frozen=True)
class Days:
    """The days of a field's workshop, as a list of days."""

    late = True

    def read(self, obj: Any) -> list[str]:
        return [row["on"] for row in _days.read(obj)]

    def write(self, obj: Any, value: list[str], shelf: Shelf) -> None:
        _days.write(obj, [{"on": day} for day in value], shelf)


_consultations = Rows(
    "consultations",
    (Reference("body", "body"), Plain("on", date.fromisoformat), *plain("role", "out_of_order", "order").values()),
    ("body", "on"),
    lambda row: (row["order"], row["on"], row["body"]),
    ("body", "on", "role", "out_of_order", "order"),
    kept=lambda row: bool(row.result),
)
_budget_lines = Rows(
    "budget_lines",
    (*plain("kind", "cost_centre", "product", "account").values(), Text("name"), *plain("amounts", "order").values()),
    ("kind", "order"),
    lambda row: (row["kind"], row["order"]),
    ("kind", "cost_centre", "product", "account", "name", "amounts", "order"),
)
_printed_totals = Rows(
    "printed_totals",
    tuple(plain("kind", "year", "amount").values()),
    ("kind", "year"),
    lambda row: (row["kind"], row["year"]),
    ("kind", "year", "amount"),
)

KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "reference",
            _("Bezüge"),
            strategy.Reference,
            {**texts("name"), **plain("order")},
            key_of=lambda obj: f"{obj.vocabulary}/{obj.code}",
            born_as=lambda key, values: dict(zip(("vocabulary", "code"), key.split("/", 1), strict=True)),
            archivable=False,
        ),
        Kind(
            "unit",
            _("Fachbereiche, Stellen"),
            Unit,
            {**texts("name"), **plain("kind")},
            key_of=lambda obj: str(obj.number),
            born_as=lambda key, values: {
                "number": key,
                "slug": free_slug(Unit, next(iter(values["name"].values())), key),
            },
        ),
        Kind("district", _("Stadtbezirke"), District, plain("name", "residents_example")),
        Kind("topic", _("Themen"), Topic, {**texts("name"), **plain("order")}),
        Kind("sector", _("Bereiche"), Sector, {**texts("name"), **plain("order")}, archivable=False),
        Kind(
            "stage",
            _("Stufen"),
            Stage,
            {**plain("number", "state"), **texts("name", "short_name", "description", "result")},
        ),
        Kind(
            "format",
            _("Formate"),
            Format,
            {
                **texts("name", "description", "audience"),
                "sector": Reference("sector", "sector"),
                **plain("invited", "participants_min", "participants_max", "on_site", "online", "order"),
            },
            joined=("sector",),
        ),
        Kind(
            "timeline",
            _("Zeitplan"),
            TimelineEntry,
            {
                **texts("what"),
                "stage": Reference("stage", "stage"),
                **plain("planned", "planned_in", "actual", "source", "order"),
            },
            joined=("stage",),
        ),
        Kind(
            "goal",
            _("Ziele"),
            strategy.Goal,
            {**texts("name", "summary", "description"), "references": Terms("references"), **plain("source", "order")},
            prefetched=("references",),
        ),
        Kind(
            "field",
            _("Handlungsfelder"),
            strategy.Field,
            {
                **texts("name", "summary", "description", "workshop_note", "indicator_note"),
                "goal": Reference("goal", "goal"),
                "sponsor_unit": Reference("sponsor_unit", "unit", "number"),
                **plain("sponsor_vacant", "workshop_state", "source", "order"),
                "workshop_days": Days(),
                "references": Terms("references"),
            },
            joined=("goal", "sponsor_unit"),
            prefetched=("references", "workshops", "involvements__unit"),
        ),
        Kind(
            "project",
            _("Projekte"),
            strategy.Project,
            {
                **texts("name", "summary", "description"),
                "field": Reference("field", "field"),
                "unit": Reference("unit", "unit", "number"),
                **plain("is_strategic", "state", "source", "order"),
            },
            joined=("field", "unit"),
        ),
        Kind(
            "indicator",
            _("Kennzahlen"),
            Indicator,
            {
                **texts("name", "description", "method"),
                "field": Reference("field", "field"),
                "reporting_unit": Reference("reporting_unit", "unit", "number"),
                **plain("unit_of_measure", "direction", "is_strategic", "state", "decimals", "source", "order"),
                "minimum": Plain("minimum", Decimal),
                "maximum": Plain("maximum", Decimal),
            },
            joined=("field", "reporting_unit"),
        ),
        Kind("body", _("Gremien"), Body, {**texts("name"), **plain("kind")}),
        Kind(
            "paper",
            _("Vorlagen"),
            Paper,
            {
                **texts("title", "summary", "proposal", "deviation", "climate"),
                **plain("number", "refers_to", "award", "is_public", "source"),
                "dated": Plain("dated", date.fromisoformat),
                "unit": Reference("unit", "unit", "number"),
                "total_requested": Plain("total_requested", Decimal),
                "consultations": _consultations,
                "budget_lines": _budget_lines,
                "printed_totals": _printed_totals,
            },
            joined=("unit",),
            prefetched=("consultations__body", "budget_lines", "printed_totals"),
        ),
        Kind(
            "page",
            _("Seiten"),
            Page,
            {
                **texts("title", "text"),
                **plain("is_legal", "is_draft", "order"),
                "changed_on": Plain("changed_on", date.fromisoformat),
            },
        ),
    )
}
