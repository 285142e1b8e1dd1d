"""What moderation decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.voices.forms.choices import district_field, offer, topic_field
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core.web.submissions import OnceForm


class SortForm(OnceForm):
    """Topic and district. The words are not ours to change."""

    topic = topic_field(empty_label=_("keine Angabe"))
    district = district_field(empty_label=_("keine Angabe"))

    def __init__(self, *args: Any, topics: QuerySet[Any], districts: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "topic", topics)
        offer(self, "district", districts)


class RefusalForm(OnceForm):
    """Why a voice is not published."""

    refusal = forms.ChoiceField(
        label=_("Grund"),
        choices=Voice.Refusal.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte nennen Sie einen Grund.")},
    )
    note = forms.CharField(
        label=_("Ein Satz an die Person, die das geschrieben hat"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nur sie liest ihn. Zum Beispiel: „Bitte lassen Sie den Namen Ihres Nachbarn weg.“"),
    )
