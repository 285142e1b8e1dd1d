"""Who may see and change indicators."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from rules.predicates import predicate

from stadtgespraech.apps.indicators.models import Indicator
from stadtgespraech.apps.strategy.models import Field, Involvement
from stadtgespraech.core import access


def not_archived(person: Any) -> Q:
    """Everybody sees what is current; the strategy office also sees the archive."""
    return Q() if "strategy_office" in access.roles_of(person) else Q(archived_at=None)


def reported_by(person: Any) -> Q:
    """The indicators for which this person may report values, as one Q.

    A unit reports its own indicators. Where the fact sheet names no unit, those that lead the field report.
    """
    roles, units = access.roles_of(person), access.units_of(person)
    if "strategy_office" in roles:
        return Q()
    if "unit" not in roles or not units:
        return Q(pk__in=[])
    led = Field.objects.filter(involvements__role=Involvement.Role.LEADING, involvements__unit_id__in=sorted(units))
    return Q(reporting_unit_id__in=sorted(units)) | Q(reporting_unit=None, field__in=led)


@predicate
def reports(person: Any, indicator: Indicator | None = None) -> bool:
    """Without an indicator: whether there can be any."""
    if indicator is None:
        return "strategy_office" in access.roles_of(person) or (
            "unit" in access.roles_of(person) and bool(access.units_of(person))
        )
    return Indicator.objects.filter(reported_by(person), pk=indicator.pk).exists()


_office = access.has_role("strategy_office")
access.visibility(Indicator, not_archived)
access.permission("indicators.report_value", reports)
access.permission("indicators.import_values", reports)
access.permission("indicators.change_indicator", _office)
access.permission("indicators.change_target", _office)
