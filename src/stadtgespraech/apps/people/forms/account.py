"""What people say about themselves."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.people.models import Person
from stadtgespraech.core.web.submissions import OnceModelForm


class AccountForm(OnceModelForm):
    """Name and language."""

    language = forms.ChoiceField(label=_("Sprache"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    class Meta:
        model = Person
        fields = ["display_name", "language"]
        help_texts = {"display_name": _("So nennen wir Sie auf dieser Website. Es muss nicht Ihr echter Name sein.")}


class DeleteAccountForm(forms.Form):
    """Is it meant?"""

    sure = forms.BooleanField(
        label=_("Ja, mein Konto soll gelöscht werden. Ich weiß, dass das nicht rückgängig gemacht werden kann."),
        error_messages={"required": _("Bitte bestätigen Sie, dass Ihr Konto gelöscht werden soll.")},
    )
