"""The form with which anybody speaks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.voices.forms.choices import district_field, offer, topic_field
from stadtgespraech.apps.voices.models import TEXT_LENGTH, TITLE_LENGTH, Voice
from stadtgespraech.core.web.submissions import OnceForm


class VoiceForm(OnceForm):
    """What somebody wants to say. Guests are asked for an address, people with an account what is to become of it."""

    text = forms.CharField(
        label=_("Was möchten Sie sagen?"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Schreiben Sie, wie Sie sprechen. Rechtschreibung spielt keine Rolle."),
        error_messages={"required": _("Bitte schreiben Sie, was Sie sagen möchten.")},
    )
    title = forms.CharField(
        label=_("In einem Satz"),
        max_length=TITLE_LENGTH,
        help_text=_(
            "Dieser Satz steht groß über Ihrer Stimme. Zum Beispiel: „Vor der Schule wird zu schnell gefahren.“"
        ),
        error_messages={"required": _("Bitte sagen Sie es auch in einem Satz.")},
    )
    topic = topic_field()
    district = district_field()
    signed_as = forms.CharField(
        label=_("Welcher Name soll darunter stehen?"),
        max_length=80,
        required=False,
        help_text=_("Alle können ihn lesen. Lassen Sie das Feld leer, dann steht dort „ohne Namen“."),
    )
    on_erasure = forms.ChoiceField(
        label=_("Was soll geschehen, wenn Sie Ihr Konto einmal löschen?"),
        choices=Voice.OnErasure.choices,
        widget=forms.RadioSelect,
        initial=Voice.OnErasure.KEEP,
    )
    email = forms.EmailField(
        label=_("Wohin dürfen wir schreiben, wenn etwas daraus wird?"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_(
            "Ihre E-Mail-Adresse, niemand sonst sieht sie. Sie bekommen zuerst eine Mail, mit der Sie sie bestätigen."
        ),
    )

    def __init__(self, *args: Any, person: Any, topics: QuerySet[Any], districts: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "topic", topics)
        offer(self, "district", districts)
        if person is None:
            del self.fields["on_erasure"]
        else:
            del self.fields["email"]
            self.fields["signed_as"].initial = person.display_name

    @property
    def values(self) -> dict[str, Any]:
        # Browsers send \r\n; the words are stored as they were meant.
        values = super().values
        return {**values, "text": values["text"].replace("\r\n", "\n")}

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())
