"""What the strategy office types in."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.dialogue import approximate_dates
from stadtgespraech.apps.dialogue.models import Event, Format, Stage, TimelineEntry, Topic
from stadtgespraech.core.web.choices import NamedChoice, NamedChoices
from stadtgespraech.core.web.submissions import OnceForm, OnceModelForm

_DAYS = ["%Y-%m-%d", "%d.%m.%Y"]
_HOURS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%d.%m.%Y, %H:%M"]
_MOST_PEOPLE = 1_000_000
_ROUGHLY = _("Jahr (2025), Quartal (2025-Q2), Monat (2025-06) oder Tag (2025-06-30)")


def plausible(value: date) -> None:
    """Refuse slips of the keyboard such as the year 225; it also keeps time zones within what a calendar holds."""
    if not approximate_dates.EARLIEST <= value.year <= approximate_dates.LATEST:
        raise ValidationError(_("Bitte prüfen Sie das Jahr."), code="implausible")


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=_DAYS,
        validators=[plausible],
        widget=forms.DateInput(attrs={"inputmode": "numeric"}, format="%d.%m.%Y"),
        help_text=_("Zum Beispiel 31.12.2025"),
        error_messages={"invalid": _("Bitte geben Sie ein Datum ein, zum Beispiel 31.12.2025.")},
    )


def people_field(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=_MOST_PEOPLE,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


def hour_field(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=False,
        input_formats=_HOURS,
        validators=[plausible],
        widget=forms.DateTimeInput(format="%d.%m.%Y %H:%M"),
        help_text=_("Zum Beispiel 31.12.2025 18:00"),
        error_messages={"invalid": _("Bitte geben Sie Tag und Uhrzeit ein, zum Beispiel 31.12.2025 18:00.")},
    )


class ApproximateDateField(forms.CharField):
    """A day, month, quarter or year, kept as it was typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, required=False, help_text=_ROUGHLY, **kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value:
            try:
                approximate_dates.parse(value)
            except ValueError:
                raise ValidationError(
                    _("Bitte schreiben Sie das Datum so: 2025, 2025-Q2, 2025-06 oder 2025-06-30."), code="invalid"
                ) from None


def _offer(field: forms.Field, rows: QuerySet[Any]) -> None:
    cast("forms.ModelChoiceField[Any]", field).queryset = rows


def _in_order(form: forms.BaseForm, first: str, last: str, message: Any) -> None:
    begin, end = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if begin is not None and end is not None and end < begin:
        form.add_error(last, ValidationError(message, code="order"))


class StageForm(OnceModelForm):
    """State, dates and texts of a stage."""

    planned_start = day_field(_("Geplanter Beginn"))
    planned_end = day_field(_("Geplantes Ende"))
    actual_start = day_field(_("Tatsächlicher Beginn"))
    actual_end = day_field(_("Tatsächliches Ende"))
    opens = forms.MultipleChoiceField(
        label=_("Was ist in dieser Stufe möglich?"),
        choices=Stage.Opens.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Gilt, solange die Stufe läuft."),
    )

    class Meta:
        model = Stage
        fields = [
            "state",
            "opens",
            "planned_start",
            "planned_end",
            "actual_start",
            "actual_end",
            "name",
            "short_name",
            "description",
            "result",
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        message = _("Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Daten.")
        _in_order(self, "planned_start", "planned_end", message)
        _in_order(self, "actual_start", "actual_end", message)
        return dict(cleaned)


class FormatForm(OnceModelForm):
    """Texts and numbers of a format."""

    participants_min = people_field(_("Mindestens so viele"))
    participants_max = people_field(_("Höchstens so viele"))
    invited = people_field(_("Eingeladen"))

    class Meta:
        model = Format
        fields = [
            "name",
            "description",
            "audience",
            "sector",
            "participants_min",
            "participants_max",
            "invited",
            "on_site",
            "online",
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        message = _("Die Höchstzahl ist kleiner als die Mindestzahl.")
        _in_order(self, "participants_min", "participants_max", message)
        return dict(cleaned)


class EventForm(OnceModelForm):
    """Announce or change an event."""

    starts_at = hour_field(_("Beginn"))
    ends_at = hour_field(_("Ende"))
    date_text = ApproximateDateField(label=_("Zeitangabe, wenn nur ungefähr bekannt"))
    capacity = people_field(_("Plätze"))
    registration_ends_at = hour_field(_("Anmeldung bis"))

    class Meta:
        model = Event
        fields = [
            "name",
            "description",
            "state",
            "starts_at",
            "ends_at",
            "date_text",
            "place",
            "access_note",
            "takes_registrations",
            "capacity",
            "registration_ends_at",
            "stage",
            "format",
            "topics",
        ]
        widgets = {"topics": forms.CheckboxSelectMultiple}
        field_classes = {"stage": NamedChoice, "format": NamedChoice, "topics": NamedChoices}

    def __init__(self, *args: Any, stages: Any, formats: Any, topics: Any, **kwargs: Any) -> None:
        """Stages, formats and topics that may be chosen: querysets of what the person may see."""
        super().__init__(*args, **kwargs)
        for name, rows in (("stage", stages), ("format", formats), ("topics", topics)):
            _offer(self.fields[name], rows)
        if self.instance.state != Event.State.CANCELLED:
            # Calling off has a page of its own that asks once more.
            self.fields["state"].choices = [  # type: ignore[attr-defined]
                choice for choice in Event.State.choices if choice[0] != Event.State.CANCELLED
            ]

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        _in_order(self, "starts_at", "ends_at", _("Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Zeiten."))
        if cleaned.get("ends_at") and not cleaned.get("starts_at") and "starts_at" not in self.errors:
            self.add_error("starts_at", _("Bitte geben Sie auch den Beginn an."))
        # A list, not a query: the fingerprint of the form must be the same when it is sent again.
        cleaned["topics"] = list(cleaned.get("topics") or [])
        return cleaned


class RegistrationForm(OnceForm):
    """Somebody wants to come."""

    name = forms.CharField(
        label=_("Ihr Name"), max_length=120, help_text=_("So begrüßen wir Sie. Er erscheint nirgends öffentlich.")
    )
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"),
        max_length=254,
        help_text=_("Dorthin schicken wir die Bestätigung und einen Link zum Absagen."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact = forms.CharField(
        label=_("Telefon oder Anschrift"), max_length=300, required=False, help_text=_("Wenn es keine E-Mail gibt")
    )
    needs = forms.CharField(
        label=_("Was brauchen Sie, um gut dabei sein zu können?"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1_000}),
        help_text=_(
            "Zum Beispiel Gebärdensprache, einen Platz für den Rollstuhl, Leichte Sprache, Kinderbetreuung, eine "
            "Übersetzung. Nur wer den Termin vorbereitet, liest das; 30 Tage danach wird es gelöscht."
        ),
    )

    def __init__(self, *args: Any, for_others: bool = False, **kwargs: Any) -> None:
        """``for_others``: an organiser types in somebody who may have no mail address."""
        super().__init__(*args, **kwargs)
        if for_others:
            self.fields["email"].required = False
            self.fields["name"].label, self.fields["email"].label = _("Name"), _("E-Mail-Adresse")
        else:
            del self.fields["contact"]


class TopicForm(OnceModelForm):
    """Name and description of a topic."""

    class Meta:
        model = Topic
        fields = ["name", "description"]


class TimelineEntryForm(OnceModelForm):
    """A milestone: planned, actual, and who says so."""

    planned = ApproximateDateField(label=_("Geplant"))
    planned_in = ApproximateDateField(label=_("Stand der Planung"))
    actual = ApproximateDateField(label=_("Tatsächlich"))

    class Meta:
        model = TimelineEntry
        fields = ["what", "stage", "planned", "planned_in", "actual", "source"]
        field_classes = {"stage": NamedChoice}

    def __init__(self, *args: Any, stages: Any, **kwargs: Any) -> None:
        """Stages that may be chosen: a queryset of what the person may see."""
        super().__init__(*args, **kwargs)
        _offer(self.fields["stage"], stages)

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        if not {"planned", "actual"} & set(self.errors) and not cleaned.get("planned") and not cleaned.get("actual"):
            self.add_error("planned", _("Bitte geben Sie an, wann es geplant war oder wann es war."))
        return cleaned
