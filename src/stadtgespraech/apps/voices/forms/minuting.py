"""What was said at an event, typed in at once."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.voices.forms.choices import offer, topic_field
from stadtgespraech.core.web.submissions import OnceForm

LONGEST = 200_000


class MinutesForm(OnceForm):
    """One contribution after the other, an empty line between them."""

    minutes = forms.CharField(
        label=_("Was wurde gesagt?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Jeder Beitrag wird eine eigene Stimme. Bitte lassen Sie dazwischen eine Zeile leer."),
    )
    topic = topic_field(empty_label=_("keine Angabe"))
    publish = forms.BooleanField(label=_("Gleich veröffentlichen"), required=False, initial=True)

    def __init__(self, *args: Any, topics: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "topic", topics)

    @property
    def cards(self) -> list[str]:
        """The contributions, once the form is valid."""
        return [
            part.strip()
            for part in re.split(r"\n\s*\n", self.cleaned_data["minutes"].replace("\r\n", "\n"))
            if part.strip()
        ]
