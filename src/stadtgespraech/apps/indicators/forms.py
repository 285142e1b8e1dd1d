"""What units and the strategy office type in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stadtgespraech.apps.indicators.models import Indicator, Value
from stadtgespraech.apps.indicators.plausibility import FIRST_YEAR, shown, value_problem, year_problem
from stadtgespraech.apps.indicators.queries import Filter
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.models import Field, Goal, Project
from stadtgespraech.core import access
from stadtgespraech.core.tables import NumberField
from stadtgespraech.core.web.submissions import OnceForm, OnceModelForm


def year_field(**kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=gettext_lazy("Jahr"),
        min_value=FIRST_YEAR,
        max_value=2200,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
        **kwargs,
    )


class ValueForm(OnceForm):
    """The value of one year."""

    year = year_field()
    value = NumberField(label=gettext_lazy("Wert"))
    quality = forms.ChoiceField(
        label=gettext_lazy("Qualität"),
        choices=Value.Quality.choices,
        widget=forms.RadioSelect,
        initial=Value.Quality.MEASURED,
    )
    source = forms.CharField(
        label=gettext_lazy("Woher stammt der Wert?"),
        max_length=300,
        help_text=gettext_lazy("Zum Beispiel: Bautätigkeitsstatistik, Stand 31. Dezember."),
    )
    note = forms.CharField(
        label=gettext_lazy("Bemerkung"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        self.fields["value"].help_text = _hint(indicator)

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if problem := year_problem(year, timezone.now()):
            raise forms.ValidationError(problem, code="implausible")
        return year

    def clean_value(self) -> Decimal:
        return _plausible(self.indicator, self.cleaned_data["value"])


class TargetForm(OnceForm):
    """The target of one year."""

    year = year_field()
    value = NumberField(label=gettext_lazy("Zielwert"))
    source = forms.CharField(label=gettext_lazy("Wer hat das wo festgelegt?"), max_length=300)

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        self.fields["value"].help_text = _hint(indicator)

    def clean_value(self) -> Decimal:
        return _plausible(self.indicator, self.cleaned_data["value"])


class RemoveTargetForm(OnceForm):
    """Nothing but the click."""


def _plausible(indicator: Indicator, value: Decimal) -> Decimal:
    if problem := value_problem(indicator, value):
        raise forms.ValidationError(problem, code="implausible")
    return value


def _hint(indicator: Indicator) -> str:
    parts = [_("Einheit: %(unit)s.") % {"unit": indicator.unit_of_measure}] if indicator.unit_of_measure else []
    if indicator.minimum is not None and indicator.maximum is not None:
        limits = {"least": shown(indicator.minimum), "most": shown(indicator.maximum)}
        parts.append(_("Zwischen %(least)s und %(most)s.") % limits)
    elif indicator.minimum is not None:
        parts.append(_("Mindestens %(least)s.") % {"least": shown(indicator.minimum)})
    elif indicator.maximum is not None:
        parts.append(_("Höchstens %(most)s.") % {"most": shown(indicator.maximum)})
    parts.append(_("Bitte nur die Zahl, zum Beispiel 1440 oder 46,5."))
    return " ".join(parts)


class IndicatorForm(OnceModelForm):
    """The fact sheet."""

    decimals = forms.IntegerField(
        label=gettext_lazy("Nachkommastellen"),
        min_value=0,
        max_value=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("So viele zeigen wir mindestens."),
    )
    minimum = NumberField(label=gettext_lazy("Kleinster möglicher Wert"), required=False)
    maximum = NumberField(label=gettext_lazy("Größter möglicher Wert"), required=False)

    class Meta:
        model = Indicator
        fields = [
            "name",
            "description",
            "method",
            "unit_of_measure",
            "decimals",
            "direction",
            "is_strategic",
            "state",
            "project",
            "reporting_unit",
            "minimum",
            "maximum",
        ]

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        project: Any = self.fields["project"]
        project.queryset = access.visible(Project, to=person).filter(field_id=self.instance.field_id)
        project.label_from_instance = lambda found: str(found.name)
        project.help_text = _("Nur wenn die Kennzahl ein einzelnes Projekt misst.")
        unit: Any = self.fields["reporting_unit"]
        unit.queryset = access.visible(Unit, to=person).filter(archived_at=None)
        unit.label_from_instance = lambda found: f"{found.number} {found.name}"
        unit.help_text = _("Ohne Angabe melden die führenden Fachbereiche des Handlungsfelds.")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        least, most = values.get("minimum"), values.get("maximum")
        if least is not None and most is not None and least > most:
            self.add_error("maximum", _("Der größte Wert muss mindestens so groß sein wie der kleinste."))
        return values


class FilterForm(forms.Form):
    """What a list shows. Never refuses: what it does not understand it leaves out."""

    q = forms.CharField(label=gettext_lazy("Wonach suchen Sie?"), required=False, max_length=200)
    ziel = forms.ChoiceField(label=gettext_lazy("Ziel"), required=False)
    feld = forms.ChoiceField(label=gettext_lazy("Handlungsfeld"), required=False)
    fachbereich = forms.ChoiceField(label=gettext_lazy("Meldet"), required=False)
    strategisch = forms.BooleanField(label=gettext_lazy("nur strategische Kennzahlen"), required=False)
    ohne_werte = forms.BooleanField(label=gettext_lazy("nur ohne Werte"), required=False)

    def __init__(self, *args: Any, choices: dict[str, list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in choices.items():
            field: Any = self.fields[name]
            field.choices = [("", _("alle")), *rows]

    @staticmethod
    def choices_for(person: Any) -> dict[str, list[tuple[str, str]]]:
        """Field → what can be chosen there (three statements)."""
        fields = access.visible(Field, to=person).order_by("goal__order", "order", "slug")
        rows: dict[str, QuerySet[Any]] = {
            "ziel": access.visible(Goal, to=person),
            "feld": fields,
            "fachbereich": access.visible(Unit, to=person),
        }
        return {
            name: [(slug, str(text)) for slug, text in found.filter(archived_at=None).values_list("slug", "name")]
            for name, found in rows.items()
        }

    def filter(self) -> Filter:
        """What was asked for."""
        self.is_valid()
        given = self.cleaned_data
        return Filter(
            goal=given.get("ziel", ""),
            field=given.get("feld", ""),
            unit=given.get("fachbereich", ""),
            is_strategic=given.get("strategisch", False),
            without_values=given.get("ohne_werte", False),
            words=given.get("q", ""),
        )

    def to_show(self) -> forms.Form:
        """The same fields with what was understood, and without complaints about the rest."""
        self.is_valid()
        shown = forms.Form(initial=self.cleaned_data, use_required_attribute=False)
        shown.fields = self.fields
        for field in shown.fields.values():
            # In a filter everything is optional; saying so beside every field helps nobody.
            field.required = True
        return shown
