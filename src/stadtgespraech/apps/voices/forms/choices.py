"""Topics, districts, formats and events to choose from, by slug."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.dialogue.models import Topic
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core.web.choices import NamedChoice


class SlugChoice(NamedChoice):
    """One of several objects by name; an address can choose it by its slug."""

    def __init__(self, *, label: Any, empty_label: Any, **kwargs: Any) -> None:
        # The form puts the rows in that its person may see.
        super().__init__(
            Topic.objects.none(), label=label, empty_label=empty_label, required=False, to_field_name="slug", **kwargs
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and "\x00" in value:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": "…"})
        return super().to_python(value)


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Let a field of a form choose from these rows."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


def topic_field(**kwargs: Any) -> SlugChoice:
    kwargs.setdefault("empty_label", _("passt zu keinem oder zu mehreren"))
    return SlugChoice(label=_("Thema"), **kwargs)


def district_field(**kwargs: Any) -> SlugChoice:
    kwargs.setdefault("empty_label", _("die ganze Stadt"))
    return SlugChoice(label=_("Stadtbezirk"), **kwargs)


def ways_of_the_office() -> list[tuple[str, Any]]:
    """Every channel on which the office hears something."""
    return [(value, label) for value, label in Voice.Channel.choices if value != Voice.Channel.ONLINE]
