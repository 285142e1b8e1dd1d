"""Upload, confirmation, and the base of the forms that validate imported rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stadtgespraech.core.web.submissions import OnceForm


class UploadForm(OnceForm):
    """One file."""

    file = forms.FileField(
        label=_("Datei"),
        help_text=_("CSV oder XLSX, höchstens 5 MB und 5.000 Zeilen. Die erste Zeile enthält die Überschriften."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
        error_messages={"empty": _("Die Datei ist leer."), "required": _("Bitte wählen Sie eine Datei aus.")},
    )


class RowForm(forms.Form):
    """Validates one row; ``context`` is what the importer prepared for all of them."""

    def __init__(self, *args: Any, context: Any = None, **kwargs: Any) -> None:
        self.context = context
        super().__init__(*args, **kwargs)
