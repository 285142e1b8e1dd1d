"""What people write to voices, and what the moderation writes to them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.voices.models import COMMENT_LENGTH, REASON_LENGTH
from stadtgespraech.core import access
from stadtgespraech.core.web.submissions import OnceForm


class CommentForm(OnceForm):
    """A comment. Whoever works for offices chooses in whose name it is said."""

    text = forms.CharField(
        label=gettext_lazy("Ihr Kommentar"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Bitte schreiben Sie etwas.")},
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("In wessen Namen?"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=gettext_lazy("In meinem eigenen Namen"),
    )

    def __init__(self, *args: Any, person: Any, reply: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if reply:
            self.fields["text"].label = _("Ihre Antwort")
        units = sorted(access.units_of(person))
        if not units:
            del self.fields["unit"]
            return
        field: Any = self.fields["unit"]
        field.queryset = Unit.objects.filter(pk__in=units)
        field.label_from_instance = lambda unit: str(unit.name)


class HideForm(OnceForm):
    """Why something is taken out of the public."""

    reason = forms.CharField(
        label=gettext_lazy("Warum?"),
        help_text=gettext_lazy("Diesen Satz bekommt die Person, die das geschrieben hat. Sonst liest ihn niemand."),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
