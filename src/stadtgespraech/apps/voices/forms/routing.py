"""Forms of the clock."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import access
from stadtgespraech.core.tables import DayField
from stadtgespraech.core.web.submissions import OnceForm, OnceModelForm


class RouteForm(OnceModelForm):
    """Which unit answers until when."""

    due_on = DayField(
        label=_("Antwort bis"),
        required=False,
        help_text=_("Zum Beispiel 31.12.2026. Leer lassen: nach der üblichen Frist."),
    )
    reason = forms.CharField(
        label=_("Warum geht sie an eine andere Stelle?"),
        max_length=500,
        required=False,
        help_text=_("Steht öffentlich im Protokoll. Nennen Sie keine Namen."),
    )

    class Meta:
        model = Voice
        fields = ["unit", "sponsor_unit", "due_on"]
        help_texts = {
            "unit": _("Diese Stelle bekommt eine E-Mail und beantwortet die Stimme."),
            "sponsor_unit": _("Wer sich kümmert, wenn die Antwort überfällig ist. Leer lassen: nach dem Vorschlag."),
        }

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("unit", "sponsor_unit"):
            field: Any = self.fields[name]
            field.queryset = access.visible(Unit, to=person).filter(archived_at=None)
            field.label_from_instance = lambda found: f"{found.number} {found.name}"
        self.fields["unit"].required = True
        if self.instance.unit_id is None:
            del self.fields["reason"]


class AcknowledgeForm(OnceForm):
    """Yes, it is ours."""

    words = forms.CharField(
        label=_("Ein paar Worte an die Person, die gesprochen hat"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stehen öffentlich auf der Seite der Stimme, zum Beispiel: was Sie jetzt prüfen."),
    )
