"""What the strategy office and the committee office type in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from stadtgespraech.apps.council.actions import NotYet
from stadtgespraech.apps.council.models import Body, Consultation, Paper
from stadtgespraech.core import access
from stadtgespraech.core.tables import DayField
from stadtgespraech.core.web.submissions import OnceForm, OnceModelForm

EARLIEST = date(1900, 1, 1)
LATEST = date(2200, 12, 31)


class PaperForm(OnceModelForm):
    """Number and texts of a paper."""

    class Meta:
        model = Paper
        fields = ["number", "title", "summary", "proposal", "deviation", "climate"]


def _sensible(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise forms.ValidationError(_("Bitte geben Sie einen Tag zwischen 1900 und 2200 an."))
    return day


class ConsultationForm(OnceForm):
    """A step of the consultation sequence."""

    body = forms.ModelChoiceField(queryset=Body.objects.none(), label=gettext_lazy("Gremium"))
    on = DayField(label=pgettext_lazy("council", "Termin"), help_text=gettext_lazy("Zum Beispiel 31.12.2025"))
    role = forms.ChoiceField(
        label=gettext_lazy("Zuständigkeit"), choices=Consultation.Role.choices, widget=forms.RadioSelect
    )
    out_of_order = forms.BooleanField(label=gettext_lazy("Weicht von der üblichen Reihenfolge ab"), required=False)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body: Any = self.fields["body"]
        body.queryset = access.visible(Body, to=person).filter(archived_at=None)
        body.label_from_instance = lambda found: str(found.name)

    def clean_on(self) -> date:
        return _sensible(self.cleaned_data["on"])


class ResultForm(OnceModelForm):
    """What a body said, and when."""

    on = DayField(label=gettext_lazy("Tag der Sitzung"), help_text=gettext_lazy("Zum Beispiel 31.12.2025"))
    result = forms.ChoiceField(
        label=gettext_lazy("Ergebnis"),
        choices=Consultation.Result.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Nur eintragen, was in der Niederschrift steht."),
    )

    class Meta:
        model = Consultation
        fields = ["on", "result"]

    def clean_on(self) -> date:
        return _sensible(self.cleaned_data["on"])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("result") and values.get("on") and values["on"] > timezone.localdate():
            self.add_error("on", str(NotYet.message))
        return values


class RemoveForm(OnceForm):
    """Nothing but the click."""
