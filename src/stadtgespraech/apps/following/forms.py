"""What followers type in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.following.models import Follow
from stadtgespraech.core.web.submissions import OnceForm


class FollowForm(OnceForm):
    """How often; for those who are signed in."""

    pace = forms.ChoiceField(
        label=_("Wie oft?"),
        choices=Follow.Pace.choices,
        initial=Follow.Pace.DIGEST,
        required=False,
        widget=forms.RadioSelect,
    )

    def clean_pace(self) -> str:
        # The one-button form on an object's page sends none.
        return self.cleaned_data["pace"] or Follow.Pace.DIGEST


class GuestFollowForm(FollowForm):
    """Whereto and how often; for guests."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Wir fragen Sie in einer Mail, ob die Adresse Ihnen gehört. Sie dient nur diesen Mails."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    field_order = ["email", "pace"]


class ButtonForm(OnceForm):
    """Nothing but the click."""
