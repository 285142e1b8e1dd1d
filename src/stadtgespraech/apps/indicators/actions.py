"""Reporting values, and changing fact sheets and targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stadtgespraech.apps.indicators.models import Indicator, Target, Value
from stadtgespraech.apps.indicators.plausibility import value_problem, year_problem
from stadtgespraech.apps.indicators.queries import reporting_units
from stadtgespraech.core import access, jobs, journal, thread
from stadtgespraech.core.errors import BadInput, NotFound


class Implausible(BadInput):
    """A value that can't be right, or a year that has not begun."""

    code = "implausible"


@dataclass(frozen=True)
class Entry:
    """What is reported for one year."""

    year: int
    value: Decimal
    quality: str
    source: str
    note: str = ""


@transaction.atomic
def report_value(*, indicator: Indicator, entry: Entry, by: Any, now: datetime) -> bool:
    """Report the value of a year. A value that is there already is replaced and kept as an earlier version.

    The first real value retires example values and targets.

    Returns:
        False if the very same was reported before; then nothing changes.
    Raises:
        NotAllowed: ``by`` does not report this indicator.
        Implausible: out of bounds, or a year that has not begun.
    """
    access.require(by, "indicators.report_value", indicator)
    return _report(indicator, [entry], by=by, now=now) > 0


@transaction.atomic
def report_values(*, entries: Sequence[tuple[Indicator, Entry]], by: Any, now: datetime) -> int:
    """Report many values at once: all or none, one journal entry per indicator.

    Returns:
        How many differ from what was there.
    Raises:
        NotAllowed, Implausible: see :func:`report_value`.
    """
    grouped: dict[int, tuple[Indicator, list[Entry]]] = {}
    for indicator, entry in entries:
        grouped.setdefault(indicator.pk, (indicator, []))[1].append(entry)
    for indicator, _entries in grouped.values():
        access.require(by, "indicators.report_value", indicator)
    return sum(_report(indicator, own, by=by, now=now) for indicator, own in grouped.values())


def _report(indicator: Indicator, entries: Iterable[Entry], *, by: Any, now: datetime) -> int:
    entries = list(entries)
    for entry in entries:
        if problem := year_problem(entry.year, now) or value_problem(indicator, entry.value):
            raise Implausible(problem)
    # Two reports at once wait for each other here; the constraint on current values is the second lock.
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    is_example = by.is_example
    current = {value.year: value for value in indicator.values.filter(replaced_at=None)}
    changed = [entry for entry in entries if _differs(current.get(entry.year), entry, is_example)]
    if not changed:
        return 0
    facts: dict[str, Any] = {"values": {str(entry.year): entry.value for entry in changed}}
    stale = [current[entry.year] for entry in changed if entry.year in current]
    if corrected := {str(value.year): value.value for value in stale if value.is_example == is_example}:
        facts["corrected"] = corrected
    if not is_example:
        stale += [value for value in current.values() if value.is_example and value not in stale]
        indicator.targets.filter(is_example=True).delete()
    Value.objects.filter(pk__in=[value.pk for value in stale]).update(replaced_at=now)
    unit = _reporting_unit(indicator, by)
    Value.objects.bulk_create(
        Value(
            indicator=indicator,
            year=entry.year,
            value=entry.value,
            quality=entry.quality,
            source=entry.source,
            note=entry.note,
            unit=unit,
            reported_by=by,
            reported_at=now,
            is_example=is_example,
        )
        for entry in changed
    )
    thread.put(indicator, at=now)
    if unit is not None:
        facts["unit"] = unit.number
    if is_example:
        facts["example"] = True
    journal.record("indicator.value_reported", subject=indicator, by=by, at=now, **facts)
    return len(changed)


def _differs(value: Value | None, entry: Entry, is_example: bool) -> bool:
    if value is None:
        return True
    there = (value.value, value.quality, value.source, value.note, value.is_example)
    return there != (entry.value, entry.quality, entry.source, entry.note, is_example)


def _reporting_unit(indicator: Indicator, by: Any) -> Any:
    """The unit in whose name ``by`` reports; None for the strategy office where nobody is named."""
    units = reporting_units(indicator)
    own = [unit for unit in units if unit.pk in access.units_of(by)]
    return own[0] if own else indicator.reporting_unit


@transaction.atomic
def change_indicator(*, indicator: Indicator, changes: dict[str, Any], by: Any, now: datetime) -> Indicator:
    """Change a fact sheet.

    Args:
        changes: field name → new value; what is equal already is not journalled.
    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        Implausible: a current value would lie outside the new bounds.
    """
    access.require(by, "indicators.change_indicator", indicator)
    changed = sorted(name for name, value in changes.items() if getattr(indicator, name) != value)
    if not changed:
        return indicator
    for name in changed:
        setattr(indicator, name, changes[name])
    for value in indicator.values.filter(replaced_at=None):
        if problem := value_problem(indicator, value.value):
            raise Implausible(
                _("Der Wert von %(year)s passt nicht dazu: %(problem)s") % {"year": value.year, "problem": problem}
            )
    indicator.save(update_fields=changed)
    thread.put(indicator, at=now)
    journal.record("indicator.changed", subject=indicator, by=by, at=now, fields=changed)
    if "project" in changed:
        jobs.enqueue("council.measure_again", indicator_id=indicator.pk)
    return indicator


@transaction.atomic
def set_target(*, indicator: Indicator, year: int, value: Decimal, source: str, by: Any, now: datetime) -> Target:
    """Set the target of a year.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        Implausible: out of bounds.
    """
    access.require(by, "indicators.change_target", indicator)
    if problem := value_problem(indicator, value):
        raise Implausible(problem)
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    before = indicator.targets.filter(year=year).first()
    if before and (before.value, before.source, before.is_example) == (value, source, by.is_example):
        return before
    if not by.is_example:
        indicator.targets.filter(is_example=True).exclude(year=year).delete()
    target, _created = Target.objects.update_or_create(
        indicator=indicator, year=year, defaults={"value": value, "source": source, "is_example": by.is_example}
    )
    facts: dict[str, Any] = {"before": before.value} if before else {}
    thread.put(indicator, at=now)
    journal.record("indicator.target_set", subject=indicator, by=by, at=now, year=year, value=value, **facts)
    return target


@transaction.atomic
def remove_target(*, indicator: Indicator, year: int, by: Any, now: datetime) -> None:
    """Take a target off the path.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        NotFound: there is none for this year.
    """
    access.require(by, "indicators.change_target", indicator)
    target = indicator.targets.select_for_update().filter(year=year).first()
    if target is None:
        raise NotFound
    target.delete()
    thread.put(indicator, at=now)
    journal.record("indicator.target_removed", subject=indicator, by=by, at=now, year=year, value=target.value)
