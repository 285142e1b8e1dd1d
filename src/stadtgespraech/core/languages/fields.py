"""Model and form fields for texts in several languages."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext_lazy as _

from stadtgespraech.core.languages.translated import Translated


class TranslatedField(models.JSONField):
    """A JSON column that reads and writes :class:`Translated`."""

    def __init__(self, *args: Any, max_length: int = 300, long: bool = False, **kwargs: Any) -> None:
        self.long = long
        kwargs.setdefault("default", Translated)
        super().__init__(*args, **kwargs)
        self.max_length = 20_000 if long else max_length

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        # Length and widget live in forms only; they are no part of the column.
        kwargs.pop("max_length", None)
        return name, path, list(args), kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Translated:
        if type(value) is str and not isinstance(expression, KeyTransform):
            # Done for every text of every row, so without detours.
            return Translated.of(json.loads(value))
        return Translated.of(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> Translated:
        return Translated.of(value)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(dict(Translated.of(value)))

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return TranslatedFormField(
            label=self.verbose_name,
            help_text=self.help_text,
            required=not self.blank,
            max_length=self.max_length or 300,
            long=self.long,
        )


class TranslatedWidget(forms.MultiWidget):
    """One input per language; the template gives each its own label."""

    def __init__(self, *, long: bool, attrs: dict[str, Any] | None = None) -> None:
        kind = forms.Textarea if long else forms.TextInput
        super().__init__({code: kind(attrs={"lang": code}) for code, _name in settings.LANGUAGES}, attrs)

    def decompress(self, value: Any) -> list[str]:
        text = Translated.of(value)
        return [text.get(code, "") for code, _name in settings.LANGUAGES]


class TranslatedFormField(forms.MultiValueField):
    """One text per language; only the site's own language can be required."""

    def __init__(self, *, max_length: int = 300, long: bool = False, required: bool = True, **kwargs: Any) -> None:
        missing = _("Bitte füllen Sie dieses Feld auf Deutsch aus.")
        fields = [
            forms.CharField(
                label=name,
                max_length=max_length,
                required=required and code == settings.LANGUAGE_CODE,
                error_messages={"required": missing},
            )
            for code, name in settings.LANGUAGES
        ]
        kwargs.setdefault("error_messages", {"required": missing, "incomplete": missing})
        super().__init__(
            fields, widget=TranslatedWidget(long=long), require_all_fields=False, required=required, **kwargs
        )

    def compress(self, data_list: list[str]) -> Translated:
        pairs = zip(settings.LANGUAGES, data_list or [], strict=False)
        # Browsers send \r\n; without this every saving would look like a change.
        return Translated({code: text.replace("\r\n", "\n") for (code, _name), text in pairs if text})

    def clean(self, value: Any) -> Translated:
        return Translated.of(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return Translated.of(initial) != self.compress([str(part or "").strip() for part in data or []])
