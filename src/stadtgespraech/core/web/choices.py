"""Fields that choose stored objects by their name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

# No database holds a number with more digits; asking for it would be an error there.
MOST_DIGITS = 18


class NamedChoice(forms.ModelChoiceField):
    """One of several objects, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class NamedChoices(forms.ModelMultipleChoiceField):
    """Some of several objects, by name."""

    def clean(self, value: Any) -> Any:
        for key in value if isinstance(value, (list, tuple)) else []:
            if len(str(key)) > MOST_DIGITS:
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": key})
        return super().clean(value)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)
