"""What stands above a list to narrow it. What makes no sense counts as "all": a list never answers with an error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class SearchField(forms.CharField):
    """Words to look for."""

    def __init__(self) -> None:
        # Required, so that it isn't marked as voluntary; nobody is told that it is empty.
        super().__init__(
            label=_("Suche"),
            max_length=200,
            required=True,
            empty_value="",
            widget=forms.TextInput(attrs={"type": "search"}),
        )


class FilterForm(forms.Form):
    """The choices above a list; ``names`` says which attribute of the query's filter each field fills."""

    use_required_attribute = False
    names: ClassVar[dict[str, str]] = {}

    def __init__(self, sent: QueryDict) -> None:
        super().__init__(auto_id="filter_%s")
        self.sent = sent

    def offer(self, name: str, choices: Iterable[tuple[str, Any]], everything: Any) -> None:
        """Fill a select with (slug, label) pairs behind "all"."""
        cast("forms.ChoiceField", self.fields[name]).choices = [("", everything), *choices]

    def chosen(self) -> dict[str, str]:
        """Attribute of the query's filter → cleaned value; also what the selects show."""
        values = {}
        for name, field in self.fields.items():
            try:
                values[name] = str(field.clean(self.sent.get(name, "")) or "")
            except ValidationError:
                values[name] = ""
        self.initial = values
        return {self.names.get(name, name): value for name, value in values.items()}
