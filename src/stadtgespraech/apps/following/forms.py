"""What followers type in."""

from __future__ import annotations

from typing import Any

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
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        # The one-button form on an object's page sends no pace.
        super().__init__(None if data is None else {"pace": Follow.Pace.DIGEST, **data.dict()}, **more)


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
