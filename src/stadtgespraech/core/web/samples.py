"""Made-up content for the style page: every component in every state, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from stadtgespraech.core.languages.fields import TranslatedFormField


class SampleForm(forms.Form):
    """One field of every shape."""

    title = forms.CharField(label=_("Titel"), max_length=120, help_text=_("Ein kurzer Satz, den man weitersagen kann."))
    names = TranslatedFormField(label=_("Name"), help_text=_("Deutsch wird gebraucht, Englisch ist schön."))
    text = forms.CharField(label=_("Was ist Ihnen wichtig?"), max_length=500, widget=forms.Textarea)
    value = forms.DecimalField(
        label=_("Wert in Prozent"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    since = forms.DateField(
        label=_("Gültig ab"),
        required=False,
        widget=forms.DateInput(attrs={"inputmode": "numeric"}),
        help_text=_("Zum Beispiel 31.12.2025"),
    )
    unit = forms.ChoiceField(
        label=_("Fachbereich"), choices=[("", _("Bitte wählen")), ("1", "Amt für Wohnen"), ("2", "Jugendamt")]
    )
    way = forms.ChoiceField(
        label=_("Wie möchten Sie mitmachen?"),
        widget=forms.RadioSelect,
        choices=[("online", _("Online")), ("place", _("Vor Ort")), ("paper", _("Auf Papier"))],
        help_text=_("Sie können das später ändern."),
    )
    topics = forms.MultipleChoiceField(
        label=_("Themen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("a", "Wohnen"), ("b", "Verkehrswende"), ("c", "Nordwärts")],
    )
    file = forms.FileField(label=_("Datei"), required=False, help_text=_("CSV oder XLSX, höchstens 5 MB"))
    agree = forms.BooleanField(label=_("Ich habe den Hinweis zum Datenschutz gelesen."))


def _station(kind: str, title: str, state: str = "done", note: str = "", **more: Any) -> SimpleNamespace:
    position = {"here": "here", "next": "after"}.get(state, "before")
    values = {"on": None, "is_example": False, "count": 1, "others": (), **more}
    return SimpleNamespace(kind_label=kind, title=title, url="#", note=note, state=state, position=position, **values)


def samples() -> dict[str, Any]:
    """Context of web/components.html."""
    return {
        "crumbs": [("Ziele", "#"), ("Dortmund zieht an", "#")],
        "stations": [
            _station(
                "Stimmen",
                "Sicher zur Schule mit dem Rad",
                note="Aus 12 Bezirken, 61 auf Papier.",
                count=112,
                others=(("Mehr Licht am Weg", "#"),),
            ),
            _station(
                "Zielbild",
                "Jedes Kind kommt allein sicher zur Schule",
                note="Alle drei Bereiche stimmen zu.",
                on=date(2024, 5, 14),
            ),
            _station("Handlungsfeld", "Verkehrswende", "here", note="Sechs von neun Meilensteinen sind erreicht."),
            _station("Vorlage", "Sichere Schulwege in zwölf Bezirken", "next", is_example=True),
            _station(
                "Kennzahl", "Anteil der Kinder, die allein zur Schule kommen", "next", note="Nächste Meldung im Juli."
            ),
        ],
        "stages": [
            SimpleNamespace(number=number, name=name, url="#", state=state, note=note)
            for number, name, state, note in (
                (1, "Bestandsaufnahme", "done", ""),
                (2, "Wie wir es sehen", "done", "1. Stadtkonferenz"),
                (3, "Zielbilder", "done", ""),
                (4, "Wie wir es wollen", "now", "noch 12 Tage"),
                (5, "Ratsbeschluss", "next", "Juni 2025"),
                (6, "Umsetzung", "next", ""),
            )
        ],
        "news": [
            SimpleNamespace(
                at=datetime(2024, 5, 25, 9, tzinfo=UTC), text="Das Amt für Wohnen hat neue Werte gemeldet.", url="#"
            ),
            SimpleNamespace(
                at=datetime(2024, 5, 14, 9, tzinfo=UTC),
                text="Die Patenschaft für „Attraktivität“ ist besetzt.",
                url="#",
            ),
        ],
        "values": [960, 1060, 1130, 1160, 1200, 1150, 1215, 1240, 1325, 1400, 1440],
        "rows": [
            ("Wohnen", "Amt für Wohnen", 1440, "behind"),
            ("Smart City", "Chief Innovation Office", 88.5, "better"),
            ("Neue Stärke", "", None, "none"),
        ],
        "form": SampleForm(),
        "faulty_form": SampleForm(
            {
                "title": "",
                "names_de": "",
                "names_en": "Housing",
                "text": "x" * 520,
                "value": "viel",
                "since": "gestern",
                "unit": "9",
            },
            auto_id="faulty_%s",
        ),
        "page": Paginator(range(100), 10).page(3),
        "amount": 2_540_000,
    }
