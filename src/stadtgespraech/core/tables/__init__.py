"""Tables out (CSV, XLSX) and in (preview, then confirm)."""

from stadtgespraech.core.tables.amounts import number_of, parse_day, parse_number, plain_number
from stadtgespraech.core.tables.exporting import FORMATS, Column, export
from stadtgespraech.core.tables.fields import DayField, NumberField

__all__ = [
    "FORMATS",
    "Column",
    "DayField",
    "NumberField",
    "export",
    "number_of",
    "parse_day",
    "parse_number",
    "plain_number",
]
