"""What the strategy office and the units type in, and how lists are narrowed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.models import Field, Goal, Involvement, MeasurePackage, Milestone, Project, Reference
from stadtgespraech.core.errors import BadInput
from stadtgespraech.core.tables import DayField, parse_day
from stadtgespraech.core.web.choices import NamedChoices
from stadtgespraech.core.web.filtering import FilterForm, SearchField
from stadtgespraech.core.web.submissions import OnceForm, OnceModelForm

FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST_DAYS = 20


def plausible(day: date) -> None:
    """Refuse slips of the keyboard such as the year 225."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            _("Das Jahr %(year)d kann nicht stimmen. Bitte prüfen Sie das Datum."), params={"year": day.year}
        )


class NamedChoice(forms.ModelChoiceField):
    """One of several objects, by name; units with their number."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.number})" if isinstance(obj, Unit) else str(obj.name)


class Several(NamedChoices):
    """Several objects, as boxes to tick, by name."""

    widget = forms.CheckboxSelectMultiple


class ReferenceChoices(Several):
    """Terms of the vocabularies."""

    def label_from_instance(self, obj: Any) -> str:
        return f"SDG {obj.code}: {obj.name}" if obj.vocabulary == Reference.Vocabulary.SDG else str(obj.name)


class DaysField(forms.CharField):
    """Several days, written one after the other."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=400, help_text=_("Mehrere Tage mit Komma trennen: 25.02.2026, 14.03.2026"), **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(f"{day:%d.%m.%Y}" for day in value) if isinstance(value, (list, tuple)) else value

    def clean(self, value: Any) -> Any:
        texts = [part for part in super().clean(value).replace(";", ",").replace("\n", ",").split(",") if part.strip()]
        if len(texts) > MOST_DAYS:
            raise ValidationError(_("Bitte geben Sie höchstens %(most)d Tage an."), params={"most": MOST_DAYS})
        days = []
        for text in texts:
            try:
                days.append(parse_day(text.strip()))
            except BadInput as problem:
                raise ValidationError(str(problem.message), code=problem.code) from None
        for day in days:
            plausible(day)
        return sorted(set(days))


def reference_choices() -> ReferenceChoices:
    return ReferenceChoices(queryset=Reference.objects.all(), required=False, label=_("Bezug"))


def unit_choice(label: Any, **kwargs: Any) -> NamedChoice:
    units = Unit.objects.filter(archived_at=None)
    return NamedChoice(queryset=units, required=False, label=label, empty_label=_("niemand eingetragen"), **kwargs)


class GoalForm(OnceModelForm):
    """The texts, source and references of a goal."""

    references = reference_choices()

    class Meta:
        model = Goal
        fields = ["name", "summary", "description", "source", "references"]


def reason_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class GoalFromPictureForm(GoalForm):
    """A new goal that a target picture becomes."""

    reason = reason_field(label=_("Warum wird daraus ein Ziel?"), help_text=_("Steht an der Verbindung."))


class SupportForm(OnceForm):
    """A goal that is there already and that a picture supports."""

    goal = NamedChoice(queryset=Goal.objects.none(), label=_("Ziel"), empty_label=_("Bitte wählen"))
    reason = reason_field(label=_("Warum stützt das Bild dieses Ziel?"), help_text=_("Steht an der Verbindung."))

    def __init__(self, *args: Any, goals: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["goal"]
        choice.queryset = goals


class TakeUpForm(OnceForm):
    """A project that takes a picture up."""

    project = NamedChoice(queryset=Project.objects.none(), label=_("Projekt"), empty_label=_("Bitte wählen"))
    reason = reason_field(label=_("Was hat das Projekt mit dem Bild zu tun?"), help_text=_("Steht an der Verbindung."))

    def __init__(self, *args: Any, projects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["project"]
        choice.queryset = projects


class ReleaseForm(OnceForm):
    """Why a picture and a goal no longer belong together."""

    reason = reason_field(
        label=_("Warum gehören sie nicht mehr zusammen?"),
        help_text=_("Steht im öffentlichen Protokoll. Bitte nennen Sie keine Personen."),
    )


class PackageForm(OnceModelForm):
    """What a measure package holds."""

    projects = Several(
        queryset=Project.objects.none(),
        required=False,
        label=_("Projekte"),
        help_text=_("Alle Projekte dieses Ziels"),
    )

    class Meta:
        model = MeasurePackage
        fields = ["name", "summary", "horizon", "projects"]
        widgets = {"horizon": forms.RadioSelect}

    def __init__(self, *args: Any, projects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["projects"]
        choices.queryset = projects
        # Without this, Django would offer a tenth choice: none of them.
        horizon: Any = self.fields["horizon"]
        horizon.choices = MeasurePackage.Horizon.choices


class FieldForm(OnceModelForm):
    """The texts, goal, source and references of a field."""

    goal = NamedChoice(queryset=Goal.objects.filter(archived_at=None), label=_("Ziel"), empty_label=None)
    references = reference_choices()

    class Meta:
        model = Field
        fields = ["name", "goal", "summary", "description", "indicator_note", "source", "references"]


class SponsorForm(OnceModelForm):
    """The office that sponsors a field."""

    sponsor_unit = unit_choice(_("Stelle, die die Patenschaft hat"))

    class Meta:
        model = Field
        fields = ["sponsor_unit", "sponsor_vacant"]
        labels = {"sponsor_vacant": _("Die Patenschaft ist zurzeit unbesetzt")}


class WorkshopForm(OnceModelForm):
    """State and days of a field's workshop."""

    workshop_days = DaysField(label=_("Tage"), required=False)

    class Meta:
        model = Field
        fields = ["workshop_state", "workshop_note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["workshop_days"] = self.stored_days()
        self.order_fields(["workshop_state", "workshop_days", "workshop_note"])

    def stored_days(self) -> list[date]:
        return list(self.instance.workshops.order_by("on").values_list("on", flat=True))

    def stored_values(self) -> dict[str, Any]:
        return {**super().stored_values(), "workshop_days": self.stored_days()}


class ProjectForm(OnceModelForm):
    """What a project is."""

    field = NamedChoice(
        queryset=Field.objects.filter(archived_at=None).order_by("goal__order", "order"),
        label=_("Handlungsfeld"),
        empty_label=_("Bitte wählen"),
    )
    unit = unit_choice(_("Verantwortlich"))

    class Meta:
        model = Project
        fields = ["name", "field", "summary", "description", "is_strategic", "unit", "state", "source"]


class ReportForm(OnceModelForm):
    """How far a project is."""

    class Meta:
        model = Project
        fields = ["state"]
        widgets = {"state": forms.RadioSelect}


class NewMilestoneForm(OnceModelForm):
    """A step to come."""

    due = DayField(label=_("Fällig am"), validators=[plausible], help_text=_("Zum Beispiel 31.12.2026"))

    class Meta:
        model = Milestone
        fields = ["name", "due"]


class MilestoneForm(NewMilestoneForm):
    """A step, reached or not."""

    reached = DayField(
        label=_("Erreicht am"),
        required=False,
        validators=[plausible],
        help_text=_("Leer lassen, wenn noch nicht erreicht"),
    )

    class Meta(NewMilestoneForm.Meta):
        fields = ["name", "due", "reached"]


class ReachForm(OnceModelForm):
    """The day on which a step was reached."""

    reached = DayField(label=_("Erreicht am"), validators=[plausible], help_text=_("Zum Beispiel 31.12.2026"))

    class Meta:
        model = Milestone
        fields = ["reached"]


class InvolvementForm(OnceModelForm):
    """How one unit takes part in one field. Its object is the field: the lock for all cells of the column."""

    role = forms.ChoiceField(
        label=_("Rolle"),
        required=False,
        choices=[("", _("nicht beteiligt")), *Involvement.Role.choices],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Field
        fields: list[str] = []

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(*args, **kwargs)
        self.initial["role"] = self.stored_values()["role"]

    def stored_values(self) -> dict[str, Any]:
        cell = Involvement.objects.filter(field=self.instance, unit=self.unit).values_list("role", flat=True)
        return {"role": cell.first() or ""}


class FieldFilterForm(FilterForm):
    """Narrows the list of fields."""

    names = {"q": "words", "ziel": "goal", "patenschaft": "sponsor", "federfuehrung": "lead"}
    q = SearchField()
    ziel = forms.ChoiceField(label=_("Ziel"))
    patenschaft = forms.ChoiceField(label=_("Patenschaft"))
    federfuehrung = forms.ChoiceField(label=_("Federführung"))


class ProjectFilterForm(FilterForm):
    """Narrows the list of projects."""

    names = {"q": "words", "ziel": "goal", "feld": "field", "fachbereich": "unit", "stand": "state", "art": "kind"}
    q = SearchField()
    ziel = forms.ChoiceField(label=_("Ziel"))
    feld = forms.ChoiceField(label=_("Handlungsfeld"))
    fachbereich = forms.ChoiceField(label=_("Verantwortlich"))
    stand = forms.ChoiceField(label=_("Stand"))
    art = forms.ChoiceField(label=_("Art"))


class MatrixFilterForm(FilterForm):
    """Narrows the involvement matrix."""

    names = {"fachbereich": "unit", "handlungsfeld": "field", "rolle": "role"}
    fachbereich = forms.ChoiceField(label=_("Fachbereich"))
    handlungsfeld = forms.ChoiceField(label=_("Handlungsfeld"))
    rolle = forms.ChoiceField(label=_("Rolle"))
