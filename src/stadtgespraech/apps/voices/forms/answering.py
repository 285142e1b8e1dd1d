"""Forms of answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.voices.actions.answering import NEEDS_A_REASON
from stadtgespraech.apps.voices.models import Answer
from stadtgespraech.core.web.submissions import OnceForm, OnceModelForm


class AnswerForm(OnceModelForm):
    """The city's answer."""

    class Meta:
        model = Answer
        fields = ["disposition", "text", "reason"]
        widgets = {
            "disposition": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 10}),
            "reason": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "text": _("Sagen Sie zuerst, was geschieht. Kurze Sätze, keine Abkürzungen, kein Aktenzeichen."),
            "reason": _("Nötig, wenn die Stimme nicht übernommen wird oder nicht in der Hand der Stadt liegt."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        disposition: Any = self.fields["disposition"]
        disposition.choices = Answer.Disposition.choices

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("disposition") in NEEDS_A_REASON and not (values.get("reason") or "").strip():
            self.add_error("reason", _("Bitte begründen Sie, warum die Stimme nicht übernommen wird."))
        return values


class CorrectionForm(AnswerForm):
    """The same, and why."""

    why = forms.CharField(
        label=_("Warum wird die Antwort berichtigt?"),
        max_length=500,
        help_text=_("Steht öffentlich neben der Antwort, zusammen mit dem, was vorher dort stand."),
    )


class ToldForm(OnceForm):
    """Nothing but the click."""
