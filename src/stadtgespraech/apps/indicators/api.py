"""Indicators for machines: fact sheets, values with provenance, targets."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Router

from stadtgespraech.apps.indicators import schemas
from stadtgespraech.apps.indicators.models import Indicator, Target, Value
from stadtgespraech.core.web.data_sets import DataSet, current, offer

router = Router()


def indicator_rows(person: Any) -> QuerySet[Indicator]:
    return current(Indicator, person).select_related("field__goal", "project", "reporting_unit")


def value_rows(person: Any) -> QuerySet[Value]:
    return Value.objects.filter(indicator__in=current(Indicator, person)).select_related("indicator", "unit")


def target_rows(person: Any) -> QuerySet[Target]:
    return Target.objects.filter(indicator__in=current(Indicator, person)).select_related("indicator")


def one_indicator_rows(person: Any) -> QuerySet[Indicator]:
    return indicator_rows(person).prefetch_related(
        Prefetch("values", queryset=value_rows(person).filter(replaced_at=None)),
        Prefetch("targets", queryset=target_rows(person)),
    )


offer(
    router,
    DataSet(
        name="indicators",
        app="indicators",
        summary="Indicators: the fact sheets",
        title=_("Kennzahlen"),
        description=_("Woran Handlungsfelder und Projekte gemessen werden: was, wie und von wem."),
        item=schemas.IndicatorOut,
        rows=indicator_rows,
    ),
    filters=schemas.IndicatorListing,
    one="indicator",
    single=schemas.IndicatorWithValues,
    single_rows=one_indicator_rows,
    single_summary="An indicator with its current values and targets",
)
offer(
    router,
    DataSet(
        name="values",
        app="indicators",
        summary="Values of the indicators, with provenance",
        title=_("Werte der Kennzahlen"),
        description=_("Die gemeldeten Werte je Jahr mit Qualität und Herkunft, auch berichtigte."),
        item=schemas.ValueOut,
        rows=value_rows,
    ),
    filters=schemas.ValueListing,
)
offer(
    router,
    DataSet(
        name="targets",
        app="indicators",
        summary="Targets of the indicators",
        title=_("Zielwerte der Kennzahlen"),
        description=_("Welchen Wert eine Kennzahl in welchem Jahr haben soll."),
        item=schemas.TargetOut,
        rows=target_rows,
    ),
    filters=schemas.TargetListing,
)
