"""What is chosen about a whole table of voices."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core.web.submissions import ConfirmForm, OnceForm


class PublishForm(ConfirmForm):
    """For the strategy office: voices that were checked elsewhere need not wait."""

    publish = forms.BooleanField(
        label=gettext_lazy("Alle gleich veröffentlichen, ohne weitere Prüfung"),
        help_text=gettext_lazy("Nur wenn jemand alle Texte gelesen hat. Sonst warten sie auf die Moderation."),
        required=False,
    )


class DecideTogetherForm(OnceForm):
    """What becomes of all voices of a source that wait."""

    PUBLISH, REFUSE = "publish", "refuse"
    decision = forms.ChoiceField(
        label=gettext_lazy("Was geschieht mit diesen Stimmen?"),
        choices=[
            (PUBLISH, gettext_lazy("Alle veröffentlichen")),
            (REFUSE, gettext_lazy("Alle ablehnen")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Bitte entscheiden Sie, was mit den Stimmen geschieht.")},
    )
    refusal = forms.ChoiceField(
        label=gettext_lazy("Grund, wenn sie abgelehnt werden"),
        choices=[("", gettext_lazy("bitte wählen")), *Voice.Refusal.choices],
        required=False,
    )

    def clean_refusal(self) -> str:
        refusal: str = self.cleaned_data["refusal"]
        if self.cleaned_data.get("decision") == self.REFUSE and not refusal:
            raise forms.ValidationError(gettext_lazy("Bitte wählen Sie den Grund."))
        return refusal
