"""What people type about pages and barriers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.pages.models import Page
from stadtgespraech.core.web.submissions import OnceForm, OnceModelForm


class PageForm(OnceModelForm):
    """A page's texts. A plain-language version needs the office that reviewed it, and the day."""

    class Meta:
        model = Page
        fields = ["title", "text", "easy_text", "easy_reviewed_by", "easy_reviewed_on", "is_draft"]
        widgets = {"easy_text": forms.Textarea, "easy_reviewed_on": forms.TextInput}
        help_texts = {
            "text": _("Überschriften mit ##, Listen mit -, Verweise als [Text](Adresse)."),
            "easy_text": _("Erscheint erst, wenn eine Prüfung eingetragen ist."),
            "easy_reviewed_on": _("Zum Beispiel 14.5.2026"),
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        by, on = values.get("easy_reviewed_by"), values.get("easy_reviewed_on")
        if bool(by) != bool(on) and "easy_reviewed_on" not in self.errors:
            self.add_error(
                "easy_reviewed_on" if by else "easy_reviewed_by",
                _("Eine Prüfung braucht beides: die Stelle und den Tag."),
            )
        if by and not values.get("easy_text"):
            self.add_error("easy_text", _("Es gibt keinen Text, der geprüft sein könnte."))
        return values


class BarrierReportForm(OnceForm):
    """Somebody met a barrier."""

    text = forms.CharField(
        label=_("Was hat nicht funktioniert?"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": 5_000}),
        help_text=_("Schreiben Sie in eigenen Worten, was Sie tun wollten und was geschah."),
    )
    address = forms.CharField(
        label=_("Auf welcher Seite?"),
        max_length=500,
        required=False,
        help_text=_("Die Adresse oder der Name der Seite"),
    )
    contact = forms.CharField(
        label=_("Wie erreichen wir Sie?"),
        max_length=200,
        required=False,
        help_text=_("Telefon, E-Mail oder Anschrift. Wir löschen die Angabe, sobald die Meldung erledigt ist."),
    )


class CloseReportForm(OnceForm):
    """One button."""
