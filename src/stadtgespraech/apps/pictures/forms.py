"""What editors type in, and how lists of pictures and voices are narrowed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.dialogue.models import Event, Topic
from stadtgespraech.apps.pictures.models import Agreement, Picture
from stadtgespraech.apps.pictures.queries.voices import NONE
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import access
from stadtgespraech.core.languages.fields import TranslatedFormField
from stadtgespraech.core.web.choices import NamedChoice, NamedChoices
from stadtgespraech.core.web.filtering import FilterForm, SearchField
from stadtgespraech.core.web.submissions import OnceForm, OnceModelForm

# More voices than this are not merged in one go.
MOST_AT_ONCE = 5_000
_SLUG = re.compile(r"[A-Za-z0-9_-]{1,120}")


def reason_field(help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=_("Warum?"), max_length=500, required=required, help_text=help_text)


def _topics(person: Any) -> Any:
    return access.visible(Topic, to=person).filter(archived_at=None).order_by("order", "slug")


class TitledChoice(forms.ModelChoiceField):
    """One of several pictures, by its sentence."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.get_kind_display()}: {obj.title}"


class TitledChoices(NamedChoices):
    """Some of several pictures, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({obj.get_state_display()})"


class _PictureForm(OnceModelForm):
    topic = NamedChoice(queryset=Topic.objects.none(), label=_("Thema"), required=False)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Any]", self.fields["topic"]).queryset = _topics(person)


class NewPictureForm(_PictureForm):
    """The first words of a picture."""

    class Meta:
        model = Picture
        fields = ["kind", "title", "text", "topic"]
        widgets = {"kind": forms.RadioSelect}
        help_texts = {
            "title": _("Ein Satz, den man weitersagen kann: „Jedes Kind kommt allein sicher zur Schule.“"),
            "text": _("Ein oder zwei Absätze (Markdown)."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # No choice is made for the editor.
        kind = cast("forms.ChoiceField", self.fields["kind"])
        kind.choices = list(Picture.Kind.choices)


class PictureForm(_PictureForm):
    """New words for a picture, and why."""

    reason = reason_field(
        _("Steht öffentlich bei der neuen Fassung. Nur nötig, wenn sich die Worte ändern."), required=False
    )

    class Meta:
        model = Picture
        fields = ["title", "text", "topic"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        stored = self.stored_values()
        changed = any(name in values and values[name] != stored[name] for name in ("title", "text"))
        if changed and not values.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Bitte schreiben Sie, warum sich die Worte ändern."))
        return values


class GrowForm(_PictureForm):
    """A target picture out of starting pictures."""

    starting_pictures = TitledChoices(queryset=Picture.objects.none(), label=_("Aus welchen Ausgangsbildern?"))

    class Meta:
        model = Picture
        fields = ["title", "text", "topic"]

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField[Any]", self.fields["starting_pictures"]).queryset = choices
        self.order_fields(["starting_pictures", "title", "text", "topic"])


class StartingPicturesForm(OnceForm):
    """Which starting pictures a target picture grows out of."""

    starting_pictures = TitledChoices(
        queryset=Picture.objects.none(), label=_("Aus welchen Ausgangsbildern?"), required=False
    )
    reason = reason_field()

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField[Any]", self.fields["starting_pictures"]).queryset = choices


class ReasonForm(OnceForm):
    """Why."""

    reason = reason_field(_("Steht öffentlich im Protokoll."))


class IntoForm(OnceForm):
    """Which picture it becomes a part of, and why."""

    into = TitledChoice(
        queryset=Picture.objects.none(), label=_("Teil von welchem Bild?"), empty_label=_("Bitte wählen")
    )
    reason = reason_field(_("Steht öffentlich im Protokoll."))

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Any]", self.fields["into"]).queryset = choices


class VersionedForm(OnceForm):
    """A form about the version of a picture that its page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32_000)


class AgreementForm(VersionedForm):
    """What a sector says."""

    stance = forms.ChoiceField(
        label=_("Was sagt der Bereich?"), choices=Agreement.Stance.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Änderung oder Grund"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea,
        help_text=_("Nötig bei einer Änderung oder einem Widerspruch. Steht öffentlich auf der Seite des Bildes."),
    )
    event = NamedChoice(
        queryset=Event.objects.none(), label=_("Wo?"), required=False, empty_label=_("schriftlich, ohne Termin")
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Any]", self.fields["event"]).queryset = _events(person)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        needs_words = values.get("stance") not in (None, Agreement.Stance.AGREES)
        if needs_words and not values.get("words") and "words" not in self.errors:
            self.add_error("words", _("Bitte schreiben Sie die gewünschte Änderung oder den Grund auf."))
        return values


class WithdrawForm(VersionedForm):
    """Why a sector takes back what it said."""

    reason = reason_field(_("Steht öffentlich im Protokoll."))


class ConfirmPictureForm(VersionedForm):
    """Where the conference confirmed a picture."""

    event = NamedChoice(
        queryset=Event.objects.none(), label=_("Auf welcher Konferenz?"), required=False, empty_label=_("ohne Termin")
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Any]", self.fields["event"]).queryset = _events(person)


def _events(person: Any) -> Any:
    rows = access.visible(Event, to=person).filter(archived_at=None).exclude(state=Event.State.CANCELLED)
    return rows.order_by("-starts_at", "slug")


class PictureOfVoiceForm(OnceForm):
    """Which picture a voice becomes part of, and why."""

    picture = TitledChoice(queryset=Picture.objects.none(), label=_("In welches Bild?"), empty_label=_("Bitte wählen"))
    reason = reason_field(_("Steht öffentlich im Protokoll."))

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Any]", self.fields["picture"]).queryset = choices


class _Ticked(forms.Field):
    """Slugs of ticked voices; which there are, the action finds out."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[str]:
        slugs = [str(slug) for slug in value or []]
        if len(slugs) > MOST_AT_ONCE or not all(_SLUG.fullmatch(slug) for slug in slugs):
            raise ValidationError(_("Diese Auswahl können wir nicht lesen. Bitte kreuzen Sie die Stimmen neu an."))
        return sorted(set(slugs))


class TickForm(OnceForm):
    """Ticked voices, or all that were found, and why."""

    TICKED, ALL = "angekreuzt", "alle"

    voices = _Ticked(required=False)
    which = forms.ChoiceField(
        label=_("Welche Stimmen?"), widget=forms.RadioSelect, initial=TICKED, choices=[(TICKED, _("die angekreuzten"))]
    )
    # So many were found when the page was made: what came later was never read.
    found = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000_000)
    reason = reason_field(_("Steht öffentlich im Protokoll, zum Beispiel: „Alle wünschen sichere Schulwege.“"))

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = number
        self.initial["found"] = number
        which = cast("forms.ChoiceField", self.fields["which"])
        choices: list[tuple[str, Any]] = [(self.TICKED, _("die angekreuzten"))]
        if number <= MOST_AT_ONCE:
            choices.append(
                (self.ALL, _("alle %(number)d dieser Auswahl, auch auf den anderen Seiten") % {"number": number})
            )
        which.choices = choices

    @property
    def ticked(self) -> set[str]:
        """What is ticked when the page shows again."""
        return set(self.data.getlist(self.add_prefix("voices"))) if isinstance(self.data, QueryDict) else set()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("which") == self.TICKED and not values.get("voices") and "voices" not in self.errors:
            self.add_error("which", _("Bitte kreuzen Sie mindestens eine Stimme an."))
        if values.get("which") == self.ALL and values.get("found") != self.number:
            self.add_error(
                "which",
                _("Inzwischen sind es %(number)d Stimmen. Bitte sehen Sie die Auswahl noch einmal durch.")
                % {"number": self.number},
            )
            data = self.data.copy()  # type: ignore[attr-defined]
            data[self.add_prefix("found")] = str(self.number)
            self.data = data
        return values


class SplitForm(TickForm):
    """The same, with the first words of the new picture."""

    title = TranslatedFormField(label=_("Das neue Bild in einem Satz"))
    text = TranslatedFormField(label=_("Das neue Bild"), max_length=20_000, long=True)


# -- Narrowing lists -------------------------------------------------------------------------------


class PictureFilterForm(FilterForm):
    """Narrows the list of pictures."""

    names = {"q": "words", "thema": "topic", "art": "kind", "stand": "state"}
    q = SearchField()
    art = forms.ChoiceField(label=_("Art"))
    thema = forms.ChoiceField(label=_("Thema"))
    stand = forms.ChoiceField(label=_("Stand"))


class VoiceFilterForm(FilterForm):
    """Narrows the voices on the merging pages."""

    names = {
        "q": "words",
        "thema": "topic",
        "bezirk": "district",
        "weg": "channel",
        "verbunden": "merged",
        "stimme": "voice",
    }
    q = SearchField()
    thema = forms.ChoiceField(label=_("Thema"))
    bezirk = forms.ChoiceField(label=_("Stadtbezirk"))
    weg = forms.ChoiceField(label=_("Weg"))
    verbunden = forms.ChoiceField(label=_("Schon in einem Bild?"))
    stimme = forms.RegexField(r"^[A-Za-z0-9_-]*\Z", max_length=120, widget=forms.HiddenInput)

    def offer_all(self, *, topics: Iterable[Any], districts: Iterable[Any]) -> None:
        none = (NONE, _("nicht angegeben"))
        self.offer("thema", [*((one.slug, str(one.name)) for one in topics), none], _("alle Themen"))
        self.offer("bezirk", [*((one.slug, str(one.name)) for one in districts), none], _("alle Stadtbezirke"))
        self.offer("weg", Voice.Channel.choices, _("alle Wege"))
        self.offer("verbunden", [("nirgends", _("noch in keinem Bild"))], _("ob oder nicht"))
