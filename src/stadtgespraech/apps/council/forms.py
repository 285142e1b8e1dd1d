"""What the two offices and the units type in, and how lists are narrowed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from stadtgespraech.apps.council.actions import NotYet
from stadtgespraech.apps.council.models import Body, Consultation, FollowUp, Paper, Resolution
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.forms import NamedChoice, Several
from stadtgespraech.core import access
from stadtgespraech.core.languages.fields import TranslatedFormField
from stadtgespraech.core.tables import DayField
from stadtgespraech.core.web.filtering import FilterForm
from stadtgespraech.core.web.submissions import OnceForm, OnceModelForm

EARLIEST = date(1900, 1, 1)
LATEST = date(2200, 12, 31)
FOR_EXAMPLE = gettext_lazy("Zum Beispiel 31.12.2026")


def _sensible(day: date) -> None:
    if not EARLIEST <= day <= LATEST:
        raise forms.ValidationError(_("Bitte geben Sie einen Tag zwischen 1900 und 2200 an."))


def day_field(label: Any, **kwargs: Any) -> DayField:
    return DayField(**{"label": label, "help_text": FOR_EXAMPLE, "validators": [_sensible], **kwargs})


def words_field(label: Any, *, most: int = 500, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


def unit_choice(label: Any, **kwargs: Any) -> NamedChoice:
    return NamedChoice(queryset=Unit.objects.filter(archived_at=None), label=label, **kwargs)


# -- Papers ----------------------------------------------------------------------------------------


class PaperForm(OnceModelForm):
    """Number and texts of a paper."""

    class Meta:
        model = Paper
        fields = ["number", "title", "summary", "proposal", "deviation", "climate"]


class DraftTextForm(OnceModelForm):
    """What can be written in a draft."""

    unit = unit_choice(gettext_lazy("Federführend"), required=False, empty_label=gettext_lazy("niemand eingetragen"))

    class Meta:
        model = Paper
        fields = ["title", "unit", "summary", "proposal", "climate", "is_public"]
        help_texts = {
            "is_public": gettext_lazy("Ohne Häkchen sehen sie nach dem Einreichen nur Rat, Büros und Fachbereich.")
        }


class DraftForm(DraftTextForm):
    """A new draft."""

    reason = words_field(
        gettext_lazy("Warum diese Vorlage?"), help_text=gettext_lazy("Steht an der Verbindung zu Bild und Projekt.")
    )


class SourcesForm(OnceForm):
    """What a paper is about."""

    pictures = Several(queryset=Paper.objects.none(), required=False, label=gettext_lazy("Bilder"))
    projects = Several(queryset=Paper.objects.none(), required=False, label=gettext_lazy("Projekte"))
    reason = words_field(
        gettext_lazy("Warum diese Änderung?"), help_text=gettext_lazy("Steht an den neuen Verbindungen.")
    )

    def __init__(self, *args: Any, sources: Any, pictures: Any, projects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("pictures", pictures), ("projects", projects)):
            field: Any = self.fields[name]
            there = [source.pk for source in sources if type(source) is rows.model]
            # What the paper is about already may stay, even if it could not be chosen any more.
            field.queryset = rows.model._default_manager.filter(pk__in=[*rows.values_list("pk", flat=True), *there])
            field.initial = there
            field.label_from_instance = lambda obj: str(getattr(obj, "title", "") or getattr(obj, "name", ""))


class SubmitForm(OnceForm):
    """What makes a paper of a draft."""

    number = forms.CharField(
        label=gettext_lazy("Drucksache-Nr."), max_length=40, help_text=gettext_lazy("Zum Beispiel 12345-26")
    )
    dated = day_field(gettext_lazy("Datum der Vorlage"))


# -- Consultations ---------------------------------------------------------------------------------


def role_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Zuständigkeit"), choices=Consultation.Role.choices, widget=forms.RadioSelect
    )


def body_field(label: Any) -> NamedChoice:
    return NamedChoice(queryset=Body.objects.none(), label=label, empty_label=gettext_lazy("Bitte wählen"))


def _offer_bodies(form: forms.BaseForm, name: str, person: Any) -> Any:
    field: Any = form.fields[name]
    field.queryset = access.visible(Body, to=person).filter(archived_at=None)
    return field


class ConsultationForm(OnceForm):
    """A step of the consultation sequence."""

    body = body_field(gettext_lazy("Gremium"))
    on = day_field(pgettext_lazy("council", "Termin"))
    role = role_field()
    out_of_order = forms.BooleanField(label=gettext_lazy("Weicht von der üblichen Reihenfolge ab"), required=False)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_bodies(self, "body", person)


class StepForm(OnceModelForm):
    """Day and role of a step that has no result yet."""

    on = day_field(pgettext_lazy("council", "Termin"))
    role = role_field()
    out_of_order = forms.BooleanField(label=gettext_lazy("Weicht von der üblichen Reihenfolge ab"), required=False)

    class Meta:
        model = Consultation
        fields = ["on", "role", "out_of_order"]


class _Held(OnceModelForm):
    """Something about a session that has been held."""

    on = day_field(gettext_lazy("Tag der Sitzung"))

    class Meta:
        model = Consultation
        fields = ["on"]

    def has_happened(self, values: dict[str, Any]) -> bool:
        return True

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.has_happened(values) and values.get("on") and values["on"] > timezone.localdate():
            self.add_error("on", str(NotYet.message))
        return values


class ResultForm(_Held):
    """What a body said, and when."""

    result = forms.ChoiceField(
        label=gettext_lazy("Ergebnis"),
        choices=Consultation.Result.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Nur eintragen, was in der Niederschrift steht."),
    )

    class Meta(_Held.Meta):
        fields = ["on", "result", "note"]

    def has_happened(self, values: dict[str, Any]) -> bool:
        return bool(values.get("result"))


class DecisionForm(ResultForm):
    """The result of the deciding body: agreed or rejected, it makes a resolution."""

    text = TranslatedFormField(label=gettext_lazy("Was wurde beschlossen? (Markdown)"), long=True, required=False)
    conditions = TranslatedFormField(label=gettext_lazy("Auflagen (Markdown)"), long=True, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(self._resolution_texts() or {"text": self.instance.paper.proposal})

    def _resolution_texts(self) -> dict[str, Any]:
        current = self.instance.resolutions.filter(archived_at=None).first() if self.instance.pk else None
        return {"text": current.text, "conditions": current.conditions} if current else {}

    def stored_values(self) -> dict[str, Any]:
        return {**super().stored_values(), **self._resolution_texts()}


class ReferForm(_Held):
    """To which other body a paper is referred."""

    to = body_field(gettext_lazy("An welches Gremium?"))
    next_on = day_field(gettext_lazy("Wann berät es?"))
    role = role_field()
    note = words_field(gettext_lazy("Warum?"))

    class Meta(_Held.Meta):
        # The result is part of what was seen: nobody refers what somebody else has decided meanwhile.
        fields = ["on"]

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = _offer_bodies(self, "to", person)
        field.queryset = field.queryset.exclude(pk=self.instance.body_id)
        self.initial.setdefault("role", Consultation.Role.RECOMMENDATION)
        self.order_fields(["on", "to", "next_on", "role", "note"])

    def stored_values(self) -> dict[str, Any]:
        # The role asked for is that of the next step.
        return {"on": self.instance.on}


class DeferForm(_Held):
    """To which later day a body puts a paper off."""

    next_on = day_field(gettext_lazy("Auf welchen Tag?"))
    note = words_field(gettext_lazy("Warum?"))

    def stored_values(self) -> dict[str, Any]:
        return {"on": self.instance.on}


class RemoveForm(OnceForm):
    """Nothing but the click."""


# -- Resolutions and what follows ------------------------------------------------------------------


class ResolutionForm(OnceModelForm):
    """The words of a resolution."""

    class Meta:
        model = Resolution
        fields = ["text", "conditions"]


class WithdrawForm(OnceForm):
    """Why a resolution is taken back."""

    reason = words_field(gettext_lazy("Warum wird er zurückgenommen?"))


class NewFollowUpForm(OnceModelForm):
    """Something to do."""

    unit = unit_choice(gettext_lazy("Zuständig"), empty_label=gettext_lazy("Bitte wählen"))
    deadline = day_field(gettext_lazy("Frist"))

    class Meta:
        model = FollowUp
        fields = ["what", "unit", "deadline"]


class FollowUpForm(NewFollowUpForm):
    """The same, changed."""

    reason = words_field(
        gettext_lazy("Warum diese Änderung?"),
        most=1_000,
        required=False,
        help_text=gettext_lazy("Nötig, wenn sich die Frist ändert. Die Begründung ist öffentlich."),
    )

    def stored_values(self) -> dict[str, Any]:
        values = super().stored_values()
        del values["reason"]  # the reason of this change, not the newest report's
        return values

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["reason"] = ""


class ReportForm(OnceModelForm):
    """How far it is."""

    reason = words_field(
        gettext_lazy("Wie steht es, und warum?"),
        most=1_000,
        required=False,
        help_text=gettext_lazy("Nötig, wenn der Auftrag entfällt oder länger dauert. Der Text ist öffentlich."),
    )

    class Meta:
        model = FollowUp
        fields = ["state", "reason"]
        widgets = {"state": forms.RadioSelect}


class FollowUpFilterForm(FilterForm):
    """Narrows the list of follow-up items."""

    names = {"stand": "state", "fachbereich": "unit", "gremium": "body"}
    stand = forms.ChoiceField(
        label=gettext_lazy("Stand"),
        choices=[
            ("", gettext_lazy("offen und in Arbeit")),
            ("ueberfaellig", gettext_lazy("überfällig")),
            *FollowUp.State.choices,
            ("alle", gettext_lazy("alle")),
        ],
    )
    fachbereich = forms.ChoiceField(label=gettext_lazy("Zuständig"))
    gremium = forms.ChoiceField(label=gettext_lazy("Gremium"))
