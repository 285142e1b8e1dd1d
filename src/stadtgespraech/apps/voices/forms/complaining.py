"""Saying that a text breaks the rules, and deciding on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stadtgespraech.apps.voices.models import REASON_LENGTH, Complaint, Voice
from stadtgespraech.core.web.submissions import OnceForm


class ComplaintForm(OnceForm):
    """What is wrong with a text."""

    reason = forms.CharField(
        label=gettext_lazy("Was stimmt nicht?"),
        help_text=gettext_lazy(
            "Zum Beispiel: Beleidigung, Werbung, oder es geht um eine Person, die nicht gefragt wurde."
        ),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Bitte schreiben Sie, was Sie stört.")},
    )


class DecisionForm(OnceForm):
    """Whether the text stays. Whoever wrote it is told why not: of a comment in a sentence, of a voice by its reason."""

    KEEP, HIDE = "keep", "hide"
    decision = forms.ChoiceField(
        label=gettext_lazy("Was geschieht mit dem Text?"),
        choices=[
            (KEEP, gettext_lazy("Er bleibt stehen. Er verstößt nicht gegen die Regeln.")),
            (HIDE, gettext_lazy("Er wird ausgeblendet.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Bitte entscheiden Sie, was mit dem Text geschieht.")},
    )
    refusal = forms.ChoiceField(
        label=gettext_lazy("Grund, wenn er ausgeblendet wird"),
        choices=[("", gettext_lazy("bitte wählen")), *Voice.Refusal.choices],
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Ein Satz an die Person, wenn er ausgeblendet wird"),
        help_text=gettext_lazy("Diesen Satz bekommt die Person, die das geschrieben hat. Sonst liest ihn niemand."),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if complaint.comment_id is not None:
            del self.fields["refusal"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        needed = "refusal" if "refusal" in self.fields else "reason"
        if values.get("decision") == self.HIDE and not values.get(needed) and needed not in self.errors:
            self.add_error(needed, _("Bitte sagen Sie der Person, warum ihr Text ausgeblendet wird."))
        return values
