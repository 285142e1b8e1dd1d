"""Form fields for numbers and days, the same on pages and in imported rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator

from stadtgespraech.core.errors import BadInput
from stadtgespraech.core.tables.amounts import number_of, parse_day, plain_number


class NumberField(forms.Field):
    """A number as people write it; refuses what can be read in two ways."""

    def __init__(self, *, max_digits: int = 18, decimal_places: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.validators.append(DecimalValidator(max_digits, decimal_places))

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        try:
            return number_of(value)
        except BadInput as problem:
            raise ValidationError(str(problem.message), code=problem.code) from None

    def prepare_value(self, value: Any) -> Any:
        return plain_number(value) if isinstance(value, (Decimal, int)) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(initial != self.to_python(data))
        except ValidationError:
            return True


class DayField(forms.Field):
    """A day, written the German way or as ISO date."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        try:
            return parse_day(value)
        except BadInput as problem:
            raise ValidationError(str(problem.message), code=problem.code) from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d.%m.%Y}" if isinstance(value, date) else value
