"""What the technical administration types in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.core.access import ROLES
from stadtgespraech.core.web.submissions import OnceForm

_NO_ADDRESS = _("Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.org.")


class UnitChoice(forms.ModelChoiceField):
    """One of the units, by name and number."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.number})"


class RoleForm(OnceForm):
    """A role, and the unit it is held for."""

    role = forms.ChoiceField(
        label=_("Aufgabe"),
        choices=[("", _("Bitte wählen")), *ROLES.items()],
        error_messages={"required": _("Bitte wählen Sie eine Aufgabe.")},
    )
    unit = UnitChoice(
        label=_("Fachbereich oder Stelle"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("keiner"),
        help_text=_("Nur für die Aufgaben „Fachbereich“ und „Patin oder Pate“"),
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        """Units that may be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class InvitationForm(RoleForm):
    """Whose role it is to be."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"), max_length=254, error_messages={"required": _NO_ADDRESS, "invalid": _NO_ADDRESS}
    )
    field_order = ["email", "role", "unit"]
