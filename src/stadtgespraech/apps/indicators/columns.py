"""Indicators and values as tables."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from stadtgespraech.apps.indicators.models import Indicator
from stadtgespraech.apps.indicators.queries import Standing, standing
from stadtgespraech.core.tables import Column


def list_columns() -> list[Column]:
    """Columns of the list of indicators; rows come from ``with_series``."""

    def newest(name: str) -> Any:
        return lambda row: getattr(standing(row).newest, name, None)

    return [
        Column(_("Kürzel"), lambda row: row.slug, 30),
        Column(_("Kennzahl"), lambda row: row.name, 40),
        Column(_("Ziel"), lambda row: row.field.goal.name, 30),
        Column(_("Handlungsfeld"), lambda row: row.field.name, 30),
        Column(_("Strategisch"), lambda row: row.is_strategic),
        Column(_("Stand"), Indicator.get_state_display),
        Column(_("Einheit"), lambda row: row.unit_of_measure),
        Column(_("Richtung"), Indicator.get_direction_display),
        Column(_("Meldet"), lambda row: row.reporting_unit.name if row.reporting_unit else "", 30),
        Column(_("Letztes Jahr"), newest("year")),
        Column(_("Letzter Wert"), newest("value")),
        Column(_("Urteil"), lambda row: standing(row).light.text, 30),
    ]


def value_columns() -> list[Column]:
    """Columns of one indicator's values, earlier versions among them."""
    return [
        Column(_("Kennzahl"), lambda row: row.indicator.slug, 30),
        Column(_("Jahr"), lambda row: row.year),
        Column(_("Wert"), lambda row: row.value),
        Column(_("Einheit"), lambda row: row.indicator.unit_of_measure),
        Column(_("Qualität"), lambda row: row.quality),
        Column(_("Quelle"), lambda row: row.source, 40),
        Column(_("Bemerkung"), lambda row: row.note, 40),
        Column(_("Gemeldet von"), lambda row: row.unit.name if row.unit else "", 30),
        Column(_("Gemeldet am"), lambda row: row.reported_at),
        Column(_("Ersetzt am"), lambda row: row.replaced_at),
    ]


def template_columns(year: int) -> list[Column]:
    """Columns of the file that a unit fills in and sends back: one row per indicator, the value still empty."""
    return [
        Column(_("Kürzel"), lambda row: row.slug, 40),
        Column(_("Name"), lambda row: row.name, 40),
        Column(_("Einheit"), lambda row: row.unit_of_measure),
        Column(_("Jahr"), lambda row: year),
        Column(_("Wert"), lambda row: None),
        Column(_("Qualität"), lambda row: "A"),
        Column(_("Quelle"), lambda row: "", 40),
        Column(_("Bemerkung"), lambda row: "", 40),
    ]


def is_example(row: Indicator) -> bool:
    """Whether a row of the list holds something made up."""
    found: Standing = standing(row)
    return row.is_example or found.is_example
