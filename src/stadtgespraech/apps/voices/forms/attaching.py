"""A picture and what is to be seen on it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from stadtgespraech.apps.voices.cleaned_images import CleanImage, NotAPicture, clean_image
from stadtgespraech.core.web.submissions import OnceForm

DESCRIPTION_LENGTH = 300


class PictureForm(OnceForm):
    """One picture. It is read and drawn anew here, before anything is locked."""

    file = forms.FileField(
        label=gettext_lazy("Bild"),
        help_text=gettext_lazy(
            "JPEG, PNG oder WebP, höchstens 15 MB. Ort und Kamera, die im Bild gespeichert sind, löschen wir. "
            "Bitte zeigen Sie keine Menschen, die nicht gefragt wurden."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": gettext_lazy("Bitte wählen Sie ein Bild aus."),
            "empty": gettext_lazy("Die Datei ist leer."),
        },
    )
    description = forms.CharField(
        label=gettext_lazy("Was ist zu sehen?"),
        help_text=gettext_lazy(
            "Ein Satz für Menschen, die das Bild nicht sehen können, zum Beispiel: "
            "„Der Radweg endet an einer Baustelle, Räder fahren auf der Straße.“"
        ),
        max_length=DESCRIPTION_LENGTH,
        error_messages={"required": gettext_lazy("Bitte beschreiben Sie das Bild in einem Satz.")},
    )

    def clean_file(self) -> CleanImage:
        try:
            return clean_image(self.cleaned_data["file"])
        except NotAPicture as refusal:
            raise forms.ValidationError(str(refusal.message), code=refusal.code) from None
