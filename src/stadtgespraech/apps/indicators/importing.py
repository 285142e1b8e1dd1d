"""How a table of values comes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from stadtgespraech.apps.indicators import actions, queries
from stadtgespraech.apps.indicators.models import Indicator, Value
from stadtgespraech.apps.indicators.plausibility import value_problem, year_problem
from stadtgespraech.core.tables import NumberField
from stadtgespraech.core.tables.forms import RowForm
from stadtgespraech.core.tables.importing import ImportColumn, Problem, Row, TableImport, repeated
from stadtgespraech.core.tables.reading import heading_key


@dataclass(frozen=True)
class Known:
    """What the rows are checked against.

    Attributes:
        by_slug: slug → its indicator.
        by_name: name in any language, folded → indicators that are called so.
        reportable: ids of those for which this person may report.
    """

    by_slug: dict[str, Indicator]
    by_name: dict[str, list[Indicator]]
    reportable: frozenset[int]
    now: datetime

    def called(self, name: str) -> list[Indicator]:
        """The indicators that somebody may mean by this; a slug is never ambiguous."""
        slug = name.strip().lower()
        return [self.by_slug[slug]] if slug in self.by_slug else self.by_name.get(heading_key(name), [])


def known_to(person: Any, now: datetime) -> Known:
    """All indicators by their names, and which of them this person reports (two statements)."""
    indicators = list(queries.indicators(seen_by=person))
    by_name: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        for name in {heading_key(name) for name in indicator.name.values()}:
            by_name.setdefault(name, []).append(indicator)
    mine = queries.reportable(person).order_by().values_list("pk", flat=True)
    return Known({indicator.slug: indicator for indicator in indicators}, by_name, frozenset(mine), now)


class ValueRowForm(RowForm):
    """One value of one indicator and year."""

    indicator = forms.CharField(max_length=300)
    year = forms.IntegerField(min_value=1900, max_value=2200)
    value = NumberField()
    quality = forms.CharField(max_length=40, required=False)
    source = forms.CharField(max_length=300)
    note = forms.CharField(max_length=500, required=False)

    def clean_indicator(self) -> Indicator:
        name = self.cleaned_data["indicator"]
        found = self.context.called(name)
        if not found:
            raise forms.ValidationError(
                _("„%(name)s“ kennen wir nicht. Bitte nehmen Sie das Kürzel aus der Vorlage.") % {"name": name[:60]}
            )
        if len(found) > 1:
            raise forms.ValidationError(
                _("So heißen mehrere Kennzahlen. Bitte nehmen Sie das Kürzel: %(slugs)s.")
                % {"slugs": ", ".join(sorted(indicator.slug for indicator in found))}
            )
        indicator: Indicator = found[0]
        if indicator.pk not in self.context.reportable:
            raise forms.ValidationError(_("Diese Kennzahl meldet ein anderer Fachbereich."))
        return indicator

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if problem := year_problem(year, self.context.now):
            raise forms.ValidationError(problem)
        return year

    def clean_quality(self) -> str:
        """A, B or C, or the whole word; empty means measured."""
        given = heading_key(self.cleaned_data["quality"])
        for key, label in Value.Quality.choices:
            words = heading_key(label)
            if given in (heading_key(key), words, words[1:]):
                return key
        if not given:
            return Value.Quality.MEASURED
        raise forms.ValidationError(_("Bitte schreiben Sie A (gemessen), B (geschätzt) oder C (vorläufig)."))

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        is_complete = "indicator" in values and values.get("value") is not None
        if is_complete and (problem := value_problem(values["indicator"], values["value"])):
            self.add_error("value", problem)
        return values


def check(rows: Sequence[Row], context: Known) -> list[Problem]:
    """One value per indicator and year."""
    return repeated(rows, lambda values: (values["indicator"].pk, values["year"]), _("Jahr"))


def store(rows: Sequence[dict[str, Any]], by: Any, now: datetime) -> int:
    entries = [
        (row["indicator"], actions.Entry(row["year"], row["value"], row["quality"], row["source"], row["note"]))
        for row in rows
    ]
    return actions.report_values(entries=entries, by=by, now=now)


VALUES = TableImport(
    name="indicators.values",
    columns=(
        ImportColumn("indicator", ("Kürzel", "Kennzahl", "Key", "Indicator", "Slug")),
        ImportColumn("year", ("Jahr", "Year")),
        ImportColumn("value", ("Wert", "Value")),
        ImportColumn("quality", ("Qualität", "Quality"), required=False),
        ImportColumn("source", ("Quelle", "Source", "Woher stammt der Wert?")),
        ImportColumn("note", ("Bemerkung", "Note"), required=False),
    ),
    form=ValueRowForm,
    prepare=known_to,
    # Lines of the template without a value have not been filled in.
    skip=lambda cells: str(cells.get("value") if cells.get("value") is not None else "").strip() == "",
    check=check,
    store=store,
)
