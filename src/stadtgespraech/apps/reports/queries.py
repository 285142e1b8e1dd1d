"""The strategy as the linter looks at it: plain rows, read in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef

from stadtgespraech.apps.council.models import BudgetLine, PrintedTotal
from stadtgespraech.apps.indicators.models import Indicator
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.models import Field, FieldWorkshop, Goal, Involvement
from stadtgespraech.core import access


@dataclass(frozen=True)
class Named:
    """An object that a finding can point at."""

    kind: str
    slug: str
    name: Any
    address: str


@dataclass(frozen=True)
class FieldFacts:
    """One field.

    Attributes:
        leads: names of the leading units.
        strategic: states of its strategic indicators, empty when there is none.
    """

    named: Named
    goal: str
    leads: tuple[str, ...]
    strategic: tuple[str, ...]
    has_sponsor: bool
    has_workshop_date: bool


@dataclass(frozen=True)
class UnitFacts:
    """One unit of the involvement matrix, with the fields it leads and those it takes part in at all."""

    named: Named
    leads: tuple[str, ...]
    fields: int


@dataclass(frozen=True)
class TotalFacts:
    """One total as a paper prints it, beside the sum of its lines."""

    named: Named
    kind: str
    kind_label: Any
    year: int
    printed: int
    summed: int


@dataclass(frozen=True)
class StrategyFacts:
    """Everything that the linter judges; archived objects are left out."""

    goals: tuple[Named, ...]
    fields: tuple[FieldFacts, ...]
    units: tuple[UnitFacts, ...]
    totals: tuple[TotalFacts, ...]
    roles: tuple[tuple[str, int], ...]


def strategy_facts(*, seen_by: Any) -> StrategyFacts:
    """The whole strategy in six statements.

    Raises:
        NotAllowed: only the strategy office and the technical administration may look.
    """
    access.require(seen_by, "reports.see_strategy_check")
    return read_strategy()


def read_strategy() -> StrategyFacts:
    """The same for the command line, where nobody has to be asked."""
    current = {"archived_at": None}
    fields = list(
        Field.objects.filter(**current, goal__archived_at=None)
        .select_related("goal")
        .annotate(has_workshop_date=Exists(FieldWorkshop.objects.filter(field=OuterRef("pk"))))
        .order_by("goal__order", "order", "slug")
    )
    known = {field.pk for field in fields}
    # A unit comes once for each field that it takes part in, or once if there is none.
    rows = list(
        Unit.objects.filter(**current).annotate(in_field=F("involvements__field"), role=F("involvements__role"))
    )
    units = {unit.pk: unit for unit in rows}
    cells = [(unit.in_field, unit.pk, unit.role) for unit in rows if unit.in_field in known]
    strategic: dict[int, list[str]] = defaultdict(list)
    for field_id, state in Indicator.objects.filter(**current, is_strategic=True).values_list("field_id", "state"):
        strategic[field_id].append(state)
    leads: dict[int, list[str]] = defaultdict(list)
    for field_id, unit_id, role in cells:
        if role == Involvement.Role.LEADING:
            leads[field_id].append(str(units[unit_id].name))
    return StrategyFacts(
        goals=tuple(_named("goal", goal) for goal in Goal.objects.filter(**current)),
        fields=tuple(
            FieldFacts(
                named=_named("field", field),
                goal=field.goal.slug,
                leads=tuple(sorted(leads[field.pk])),
                strategic=tuple(sorted(strategic[field.pk])),
                has_sponsor=field.sponsor_unit_id is not None and not field.sponsor_vacant,
                has_workshop_date=field.has_workshop_date,
            )
            for field in fields
        ),
        units=tuple(_unit_facts(units.values(), fields, cells)),
        totals=tuple(_totals()),
        roles=tuple((role.value, sum(cell[2] == role for cell in cells)) for role in Involvement.Role),
    )


def _named(kind: str, obj: Any) -> Named:
    return Named(kind, obj.slug, obj.name, obj.get_absolute_url())


def _unit_facts(
    units: Iterable[Unit], fields: Sequence[Field], cells: list[tuple[int, int, str]]
) -> Iterable[UnitFacts]:
    names = {field.pk: str(field.name) for field in fields}
    of_unit: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for field_id, unit_id, role in cells:
        of_unit[unit_id].append((field_id, role))
    for unit in units:
        if unit.kind == Unit.Kind.UNIT:
            own = of_unit[unit.pk]
            led = sorted(names[field_id] for field_id, role in own if role == Involvement.Role.LEADING)
            yield UnitFacts(_named("unit", unit), tuple(led), len(own))


def _totals() -> Iterable[TotalFacts]:
    totals = list(PrintedTotal.objects.filter(paper__archived_at=None).select_related("paper"))
    sums: dict[tuple[int, str, int], int] = defaultdict(int)
    for line in BudgetLine.objects.filter(paper__in={total.paper_id for total in totals}):
        for year, amount in line.amounts.items():
            sums[line.paper_id, line.kind, int(year)] += int(amount)
    for total in totals:
        paper = total.paper
        named = Named("paper", paper.slug, paper.title, paper.get_absolute_url())
        label = BudgetLine.Kind(total.kind).label
        yield TotalFacts(
            named, total.kind, label, total.year, total.amount, sums[total.paper_id, total.kind, total.year]
        )
