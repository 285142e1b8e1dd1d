"""Reading indicators, their values and how they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import BooleanField, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models import Value as Literal
from django.utils import timezone
from django.utils.translation import gettext as _

from stadtgespraech.apps.indicators import lights, rules
from stadtgespraech.apps.indicators.lights import GroupLight, Light
from stadtgespraech.apps.indicators.models import Indicator, Target, Value
from stadtgespraech.apps.indicators.plausibility import shown
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.models import Involvement
from stadtgespraech.core import access, thread


@dataclass(frozen=True)
class Filter:
    """Which indicators a list shows; empty means all."""

    goal: str = ""
    field: str = ""
    unit: str = ""
    is_strategic: bool = False
    without_values: bool = False
    words: str = ""


def _series(points: Iterable[Any]) -> list[tuple[int, Decimal]]:
    return [(point.year, point.value) for point in points]


def _has_example(points: Iterable[Any]) -> bool:
    return any(point.is_example for point in points)


@dataclass(frozen=True)
class Standing:
    """An indicator with what its values say. In lists, values and targets are no more than a ``Point``."""

    indicator: Indicator
    values: tuple[Any, ...]
    targets: tuple[Any, ...]

    @cached_property
    def series(self) -> list[tuple[int, Decimal]]:
        return _series(self.values)

    @property
    def path(self) -> list[tuple[int, Decimal]]:
        """The target path, from its start."""
        return lights.path(self.series, self._targets)

    @cached_property
    def _targets(self) -> list[tuple[int, Decimal]]:
        return _series(self.targets)

    @property
    def newest(self) -> Any:
        return self.values[-1] if self.values else None

    @cached_property
    def light(self) -> Light:
        return lights.overall(self.series, self._targets, self.indicator.direction)

    @property
    def verdict(self) -> Any:
        """The light in words; while there is no value, that the indicator is still in development."""
        in_development = self.indicator.state == Indicator.State.IN_DEVELOPMENT
        return self.light.text if self.values or not in_development else self.indicator.get_state_display()

    @property
    def level(self) -> Light:
        return lights.level(self.series, self._targets, self.indicator.direction)

    @property
    def trend(self) -> Light:
        return lights.trend(self.series, self.indicator.direction)

    @cached_property
    def is_example(self) -> bool:
        """Whether something made up takes part in the verdict."""
        return _has_example(self.values) or _has_example(self.targets)

    @property
    def is_all_example(self) -> bool:
        """Whether there is nothing real among values and targets."""
        real = [value for value in self.values if not value.is_example]
        return self.is_example and not real and all(target.is_example for target in self.targets)

    @property
    def sparkline(self) -> list[float]:
        return [float(value.value) for value in self.values[-12:]]

    @property
    def newest_shown(self) -> str:
        """The newest value as a reader writes it, with its year."""
        return f"{self.shown(self.newest.value)} ({self.newest.year})" if self.newest else ""

    def shown(self, value: Decimal) -> str:
        return shown(value, self.indicator.decimals)

    @property
    def sentence(self) -> str:
        """What the values say, in one sentence that a resident can repeat."""
        newest, unit = self.newest, self.indicator.unit_of_measure
        if newest is None:
            if self.indicator.state == Indicator.State.IN_DEVELOPMENT:
                return _("Diese Kennzahl wird noch entwickelt. Deshalb gibt es noch keine Werte.")
            return _("Noch keine Werte gemeldet.")
        start = f"{newest.year}: {self.shown(newest.value)} {unit}".rstrip()
        wanted = lights.path_at(self.path, newest.year)
        if len(self.values) < 2:
            return f"{start}."
        # Texts stand outside of f-strings: the collector of texts does not look into them.
        if wanted is not None:
            than, same = _("der Zielpfad vorsieht"), _("genau auf dem Zielpfad")
            return f"{start}{self._difference(newest.value - wanted, than, same)}."
        before = self.values[-2]
        same = _("so viel wie %(year)s") % {"year": before.year}
        return f"{start}{self._difference(newest.value - before.value, str(before.year), same)}."

    def _difference(self, difference: Decimal, than: str, same: str) -> str:
        difference = round(difference, max(self.indicator.decimals, 1 if abs(difference) < 10 else 0))
        if not difference:
            return f", {same}"
        sentence = _(", %(amount)s mehr als %(than)s") if difference > 0 else _(", %(amount)s weniger als %(than)s")
        return sentence % {"amount": self.shown(abs(difference)), "than": than}


class Point(NamedTuple):
    """A value or target, as far as lists show it."""

    year: int
    value: Decimal
    is_example: bool


# What lists show of an indicator. Most of its other columns are texts, each of which would be read in every language.
IN_LISTS = (
    "slug",
    "name",
    "unit_of_measure",
    "decimals",
    "direction",
    "state",
    "is_strategic",
    "is_example",
    "field",
    "project",
)


def with_series(rows: QuerySet[Indicator]) -> QuerySet[Indicator]:
    """Join current values and targets (two more statements)."""
    values, targets = Value.objects.filter(replaced_at=None).order_by("year"), Target.objects.order_by("year")
    return rows.prefetch_related(
        Prefetch("values", values, to_attr="current_values"), Prefetch("targets", targets, to_attr="current_targets")
    )


def standing(indicator: Any) -> Standing:
    """How an indicator from ``with_series`` stands."""
    return Standing(indicator, tuple(indicator.current_values), tuple(indicator.current_targets))


def for_a_list(rows: QuerySet[Indicator], *, with_field: bool = False) -> QuerySet[Indicator]:
    """What ``standings`` shows of indicators; where it is wanted, with the name of their field."""
    rows = rows.select_related(None)
    return rows.select_related("field").only(*IN_LISTS, "field__name") if with_field else rows.only(*IN_LISTS)


def standings(rows: Iterable[Indicator]) -> list[Standing]:
    """How each indicator of a list stands (one statement)."""
    found = list(rows)
    values, targets = _points(indicator_id__in=[indicator.pk for indicator in found])
    return [
        Standing(indicator, tuple(values.get(indicator.pk, ())), tuple(targets.get(indicator.pk, ())))
        for indicator in found
    ]


def indicators(*, seen_by: Any, only: Filter | None = None) -> QuerySet[Indicator]:
    """Current indicators in the order of the strategy, with their field, goal and unit joined."""
    only = only or Filter()
    rows = access.visible(Indicator, to=seen_by).filter(archived_at=None)
    if only.goal:
        rows = rows.filter(field__goal__slug=only.goal)
    if only.field:
        rows = rows.filter(field__slug=only.field)
    if only.is_strategic:
        rows = rows.filter(is_strategic=True)
    if only.unit:
        led = Involvement.objects.filter(field=OuterRef("field"), unit__slug=only.unit, role=Involvement.Role.LEADING)
        rows = rows.filter(Q(reporting_unit__slug=only.unit) | Q(Exists(led), reporting_unit=None))
    if only.without_values:
        rows = rows.filter(~Exists(Value.objects.filter(indicator=OuterRef("pk"), replaced_at=None)))
    if only.words:
        rows = rows.filter(
            pk__in=thread.search(only.words, seen_by=seen_by, kind="indicator").order_by().values("object_id")
        )
    return rows.select_related("field__goal", "project", "reporting_unit").order_by(
        "field__goal__order", "field__order", "order", "slug"
    )


def of_field(field_id: int, *, seen_by: Any) -> QuerySet[Indicator]:
    """The current indicators of one field, for a list."""
    return for_a_list(indicators(seen_by=seen_by).filter(field_id=field_id).order_by("order", "slug"))


def reporting_units(indicator: Indicator) -> list[Unit]:
    """Who reports: the unit of the fact sheet, else those that lead the field (one statement)."""
    if indicator.reporting_unit is not None:
        return [indicator.reporting_unit]
    return list(
        Unit.objects.filter(
            involvements__field_id=indicator.field_id, involvements__role=Involvement.Role.LEADING, archived_at=None
        )
    )


def reported_by_unit(unit: Unit, *, seen_by: Any) -> QuerySet[Indicator]:
    """What a unit reports, by its fact sheets or because it leads the field."""
    return indicators(seen_by=seen_by, only=Filter(unit=unit.slug))


def to_report(person: Any, *, now: datetime) -> QuerySet[Indicator]:
    """Indicators for which this person may report and that have no value for the last full year."""
    last_year = timezone.localdate(now).year - 1
    counted = Q(is_example=False)
    if getattr(person, "is_example", False):
        # In the demo, what an example person has reported is done with, although it is marked as made up.
        counted |= Q(reported_by__isnull=False)
    there = Value.objects.filter(counted, indicator=OuterRef("pk"), year__gte=last_year, replaced_at=None)
    return (
        indicators(seen_by=person)
        .filter(rules.reported_by(person), ~Exists(there))
        .exclude(state=Indicator.State.IN_DEVELOPMENT)
    )


def reportable(person: Any) -> QuerySet[Indicator]:
    """Indicators for which this person may report."""
    return indicators(seen_by=person).filter(rules.reported_by(person))


def earlier_versions(indicator: Indicator) -> QuerySet[Value]:
    """Values that were corrected, newest first."""
    return indicator.values.exclude(replaced_at=None).select_related("unit").order_by("-year", "-replaced_at")


def lights_of_goals(*, seen_by: Any) -> dict[int, GroupLight]:
    """Goal id → how its indicators stand together (two statements)."""
    return _lights(seen_by, "field__goal_id")


def lights_of_fields(*, seen_by: Any) -> dict[int, GroupLight]:
    """Field id → how its indicators stand together (two statements)."""
    return _lights(seen_by, "field_id")


def _lights(seen_by: Any, group: str) -> dict[int, GroupLight]:
    """Plain rows instead of objects: the start page judges every indicator each time it is shown."""
    # Without looking at who may see them: what belongs to no visible indicator is passed over.
    values, targets = _points()
    groups: dict[int, list[tuple[int, Light]]] = {}
    rows = access.visible(Indicator, to=seen_by).filter(archived_at=None).order_by()
    for pk, key, direction in rows.values_list("pk", group, "direction"):
        light = lights.overall(_series(values.get(pk, ())), _series(targets.get(pk, ())), direction)
        groups.setdefault(key, []).append((pk, light))
    made_up = {pk for points in (values, targets) for pk, of_one in points.items() if _has_example(of_one)}
    return {
        key: lights.together(
            [light for _pk, light in members],
            reported=sum(pk in values for pk, _light in members),
            is_example=any(pk in made_up for pk, _light in members),
        )
        for key, members in groups.items()
    }


Points = dict[int, list[Point]]


def _points(**of: Any) -> tuple[Points, Points]:
    """Indicator id → its current values in order, and its targets; of all or of some (one statement)."""
    marked = [
        rows.filter(**of)
        .order_by()
        .annotate(is_target=Literal(is_target, output_field=BooleanField()))
        .values_list("is_target", "indicator_id", "year", "value", "is_example")
        for rows, is_target in ((Value.objects.filter(replaced_at=None), False), (Target.objects.all(), True))
    ]
    points: tuple[Points, Points] = ({}, {})
    for is_target, pk, year, value, is_example in marked[0].union(marked[1], all=True).order_by("year"):
        points[bool(is_target)].setdefault(pk, []).append(Point(year, value, is_example))
    return points


def light_of(members: Sequence[Standing]) -> GroupLight:
    """One light for several indicators."""
    return lights.together(
        [member.light for member in members],
        reported=sum(bool(member.values) for member in members),
        is_example=any(member.is_example for member in members),
    )
