"""Search and filters of the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.voices.forms.choices import SlugChoice, offer
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.apps.voices.queries import AnswerState, Sort, VoiceFilter

_ALL = _("alle")


class FilterForm(forms.Form):
    """A form that only asks; what it can't understand asks for nothing and says so."""

    q = forms.CharField(
        label=_("Wonach suchen Sie?"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    thema = SlugChoice(label=_("Thema"), empty_label=_ALL)
    bezirk = SlugChoice(label=_("Stadtbezirk"), empty_label=_ALL)
    weg = forms.ChoiceField(label=_("Weg"), required=False, choices=[("", _ALL), *Voice.Channel.choices])
    antwort = forms.ChoiceField(
        label=_("Antwort der Stadt"), required=False, choices=[("", _ALL), *AnswerState.choices]
    )
    sortierung = forms.ChoiceField(label=_("Reihenfolge"), required=False, choices=Sort.choices)

    def __init__(self, *args: Any, topics: QuerySet[Any], districts: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "thema", topics)
        offer(self, "bezirk", districts)

    def wanted(self) -> VoiceFilter:
        """What is asked for."""
        self.full_clean()
        values = self.cleaned_data
        topic, district = values.get("thema"), values.get("bezirk")
        return VoiceFilter(
            words=values.get("q", ""),
            topic=topic.slug if topic else "",
            district=district.slug if district else "",
            channel=values.get("weg", ""),
            answer=values.get("antwort", ""),
            sort=values.get("sortierung") or Sort.NEWEST,
        )
