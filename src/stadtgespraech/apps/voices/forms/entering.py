"""The form with which the office types in cards, calls and letters: quick, by keyboard alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.voices.forms.choices import SlugChoice, district_field, offer, topic_field, ways_of_the_office
from stadtgespraech.apps.voices.models import TEXT_LENGTH, TITLE_LENGTH, Voice
from stadtgespraech.core.tables import DayField
from stadtgespraech.core.web.submissions import OnceForm

EARLIEST = date(2000, 1, 1)


class EntryForm(OnceForm):
    """One card. What is the same on the whole pile stays for the next one."""

    text = forms.CharField(
        label=_("Was steht da, was wurde gesagt?"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
        help_text=_("Wort für Wort, auch mit Fehlern."),
    )
    title = forms.CharField(
        label=_("In einem Satz"),
        max_length=TITLE_LENGTH,
        required=False,
        help_text=_("Leer: Es gilt der erste Satz."),
    )
    signed_as = forms.CharField(label=_("Name, der darunter stehen darf"), max_length=80, required=False)
    contact = forms.CharField(
        label=_("So erreichen wir die Person"),
        max_length=500,
        required=False,
        help_text=_(
            "Telefon oder Anschrift, nur wenn sie eine Antwort möchte. Nie öffentlich; wird nach der Antwort gelöscht."
        ),
    )
    district = district_field(empty_label=_("keine Angabe"))
    channel = forms.ChoiceField(label=_("Weg"), choices=ways_of_the_office)
    given_on = DayField(label=_("Gesagt am"), help_text=_("Der wirkliche Tag, zum Beispiel 14.5.2026"))
    topic = topic_field(empty_label=_("keine Angabe"))
    format = SlugChoice(label=_("Format"), empty_label=_("keine Angabe"))
    event = SlugChoice(label=_("Termin"), empty_label=_("keine Angabe"))
    publish = forms.BooleanField(label=_("Gleich veröffentlichen"), required=False, initial=True)

    # In the order of the page; the second group stays from card to card.
    OF_THIS_CARD = ("text", "title", "district", "signed_as", "contact")
    OF_THE_PILE = ("channel", "given_on", "topic", "format", "event", "publish")

    def __init__(
        self,
        *args: Any,
        topics: QuerySet[Any],
        districts: QuerySet[Any],
        formats: QuerySet[Any],
        events: QuerySet[Any],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name, rows in (("topic", topics), ("district", districts), ("format", formats), ("event", events)):
            offer(self, name, rows)

    @property
    def this_card(self) -> list[Any]:
        return [self[name] for name in self.OF_THIS_CARD]

    @property
    def the_pile(self) -> list[Any]:
        return [self[name] for name in self.OF_THE_PILE]

    @property
    def values(self) -> dict[str, Any]:
        values = super().values
        return {**values, "text": values["text"].replace("\r\n", "\n")}

    def clean_given_on(self) -> date:
        day: date = self.cleaned_data["given_on"]
        if day > self.today:
            raise forms.ValidationError(_("Dieser Tag liegt in der Zukunft."))
        if day < EARLIEST:
            raise forms.ValidationError(_("Bitte prüfen Sie das Jahr."))
        return day

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())


def kept(form: EntryForm) -> dict[str, str]:
    """What stays for the next card, as parameters of an address."""
    values = form.cleaned_data
    day: date = values["given_on"]
    parts = {
        "weg": values["channel"],
        "tag": day.isoformat(),
        "thema": values["topic"].slug if values["topic"] else "",
        "format": values["format"].slug if values["format"] else "",
        "termin": values["event"].slug if values["event"] else "",
        "warten": "" if values["publish"] else "1",
    }
    return {name: value for name, value in parts.items() if value}


def initial_from(parameters: Any, *, today: date) -> dict[str, Any]:
    """The other way round; anything that is no day is today."""
    try:
        day = date.fromisoformat(parameters.get("tag", ""))
    except ValueError:
        day = today
    return {
        "channel": parameters.get("weg", Voice.Channel.PAPER),
        "given_on": day,
        "topic": parameters.get("thema", ""),
        "format": parameters.get("format", ""),
        "event": parameters.get("termin", ""),
        "publish": "warten" not in parameters,
    }
