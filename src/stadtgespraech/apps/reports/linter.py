"""Where the strategy is incomplete or contradicts itself. Pure: facts in, findings out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stadtgespraech.apps.reports.queries import Named, StrategyFacts
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.web.addresses import localized

# Taking part in this many times the median number of fields is worth a question.
FAR_ABOVE = 2

# Code → heading of its findings, in the order in which they are shown.
CODES = {
    "field-without-lead": gettext_lazy("Handlungsfelder ohne Federführung"),
    "field-with-several-leads": gettext_lazy("Handlungsfelder mit mehreren Federführungen"),
    "field-without-strategic-indicator": gettext_lazy("Handlungsfelder ohne strategische Kennzahl"),
    "strategic-indicator-in-development": gettext_lazy("Strategische Kennzahlen in Entwicklung"),
    "unit-leads-several": gettext_lazy("Fachbereiche mit mehreren Federführungen"),
    "unit-in-many-fields": gettext_lazy("Fachbereiche mit auffallend vielen Beteiligungen"),
    "sponsor-vacant": gettext_lazy("Unbesetzte Patenschaften"),
    "workshop-without-date": gettext_lazy("Workshops ohne Datum"),
    "goal-with-one-field": gettext_lazy("Ziele mit nur einem Handlungsfeld"),
    "printed-total-differs": gettext_lazy("Vorlagen mit abweichenden Summen"),
}


@dataclass(frozen=True)
class Finding:
    """One thing to look at.

    Attributes:
        code: one of ``CODES``.
        about: the object, with the address of its page.
        sentence, to_do: in the language that is active.
        facts: numbers and names behind the sentence, for machines.
    """

    code: str
    about: Named
    sentence: str
    to_do: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def link(self) -> str:
        """Address of the object's page in the reader's language."""
        return localized(self.about.address)


@dataclass(frozen=True)
class Report:
    """Counts of the whole strategy and every finding, grouped by code."""

    counts: dict[str, int]
    findings: tuple[Finding, ...]

    @property
    def groups(self) -> list[tuple[str, Any, list[Finding]]]:
        """(code, heading, findings) of every code that has findings."""
        found = {code: [finding for finding in self.findings if finding.code == code] for code in CODES}
        return [(code, CODES[code], findings) for code, findings in found.items() if findings]

    @property
    def clean(self) -> list[Any]:
        """Headings of the checks that found nothing."""
        found = {finding.code for finding in self.findings}
        return [heading for code, heading in CODES.items() if code not in found]


def lint(facts: StrategyFacts) -> Report:
    """Judge the strategy."""
    findings = [*_fields(facts), *_units(facts), *_goals(facts), *_totals(facts)]
    order = list(CODES)
    roles = dict(facts.roles)
    counts = {
        "goals": len(facts.goals),
        "fields": len(facts.fields),
        "units": len(facts.units),
        "leading": roles.get("F", 0),
        "involved": roles.get("B", 0),
        "involved_if_needed": roles.get("(B)", 0),
        "totals_compared": len(facts.totals),
        "staff_totals_compared": sum(total.kind == "staff" for total in facts.totals),
        "staff_totals_that_agree": sum(
            total.kind == "staff" and total.printed == total.summed for total in facts.totals
        ),
    }
    return Report(counts, tuple(sorted(findings, key=lambda finding: order.index(finding.code))))


def _fields(facts: StrategyFacts) -> Iterator[Finding]:
    for each in facts.fields:
        name = {"name": str(each.named.name)}
        if not each.leads:
            yield Finding(
                "field-without-lead",
                each.named,
                _("Das Handlungsfeld „%(name)s“ hat keine Federführung.") % name,
                _("Legen Sie in der Beteiligungsmatrix fest, wer führt."),
            )
        if len(each.leads) > 1:
            leads = ", ".join(each.leads)
            yield Finding(
                "field-with-several-leads",
                each.named,
                _("Das Handlungsfeld „%(name)s“ hat %(count)d Federführungen: %(leads)s.")
                % {**name, "count": len(each.leads), "leads": leads},
                _("Klären Sie, wer führt, und führen Sie die anderen als beteiligt."),
                {"leads": list(each.leads)},
            )
        if not each.strategic:
            yield Finding(
                "field-without-strategic-indicator",
                each.named,
                _("Das Handlungsfeld „%(name)s“ hat keine strategische Kennzahl.") % name,
                _("Legen Sie mit dem Fachbereich fest, woran der Erfolg gemessen wird."),
            )
        elif "in-development" in each.strategic:
            yield Finding(
                "strategic-indicator-in-development",
                each.named,
                _("Die strategische Kennzahl des Handlungsfelds „%(name)s“ ist noch in Entwicklung.") % name,
                _("Vereinbaren Sie, bis wann sie festgelegt ist."),
            )
        if not each.has_sponsor:
            yield Finding(
                "sponsor-vacant",
                each.named,
                _("Die Patenschaft für das Handlungsfeld „%(name)s“ ist unbesetzt.") % name,
                _("Benennen Sie eine Patin oder einen Paten."),
            )
        if not each.has_workshop_date:
            yield Finding(
                "workshop-without-date",
                each.named,
                _("Der Workshop zum Handlungsfeld „%(name)s“ hat kein Datum.") % name,
                _("Vereinbaren Sie einen Termin oder sagen Sie, dass keiner nötig ist."),
            )


def _units(facts: StrategyFacts) -> Iterator[Finding]:
    usual = median(unit.fields for unit in facts.units) if facts.units else 0
    for unit in facts.units:
        name = str(unit.named.name)
        if len(unit.leads) > 1:
            yield Finding(
                "unit-leads-several",
                unit.named,
                _("„%(name)s“ führt %(count)d Handlungsfelder: %(fields)s.")
                % {"name": name, "count": len(unit.leads), "fields": ", ".join(unit.leads)},
                _("Prüfen Sie, ob die Kräfte dafür reichen."),
                {"leads": list(unit.leads)},
            )
        if usual and unit.fields >= FAR_ABOVE * usual:
            yield Finding(
                "unit-in-many-fields",
                unit.named,
                _("„%(name)s“ wirkt an %(count)d Handlungsfeldern mit, üblich sind %(usual)s.")
                % {"name": name, "count": unit.fields, "usual": f"{usual:g}"},
                _("Prüfen Sie, ob die Kräfte dafür reichen."),
                {"fields": unit.fields, "median": usual},
            )


def _goals(facts: StrategyFacts) -> Iterator[Finding]:
    numbers = Counter(each.goal for each in facts.fields)
    for goal in facts.goals:
        if numbers[goal.slug] == 1:
            yield Finding(
                "goal-with-one-field",
                goal,
                _("Das Ziel „%(name)s“ hat nur ein Handlungsfeld.") % {"name": str(goal.name)},
                _("Prüfen Sie, ob das Ziel damit zu erreichen ist oder zu einem anderen gehört."),
            )


def _totals(facts: StrategyFacts) -> Iterator[Finding]:
    for total in facts.totals:
        if total.printed != total.summed:
            yield Finding(
                "printed-total-differs",
                total.named,
                _(
                    "Vorlage „%(name)s“, %(kind)s %(year)d: gedruckt sind %(printed)d Euro, die Zeilen ergeben %(summed)d Euro."
                )
                % {
                    "name": str(total.named.name),
                    "kind": total.kind_label,
                    "year": total.year,
                    "printed": total.printed,
                    "summed": total.summed,
                },
                _("Fragen Sie beim federführenden Amt nach, welche Zahl gilt."),
                {"kind": total.kind, "year": total.year, "printed": total.printed, "summed": total.summed},
            )


def summary(report: Report) -> str:
    """The one sentence above the findings."""
    count = len(report.findings)
    if not count:
        return _("Die Prüfung hat nichts gefunden.")
    sentence = ngettext(
        "Die Prüfung hat %(count)d Stelle gefunden.", "Die Prüfung hat %(count)d Stellen gefunden.", count
    )
    return sentence % {"count": count}


def as_data(report: Report) -> dict[str, Any]:
    """The report as JSON can hold it."""
    return {
        "counts": report.counts,
        "findings": [
            {
                "code": finding.code,
                "object": {
                    "kind": finding.about.kind,
                    "slug": finding.about.slug,
                    "name": dict(Translated.of(finding.about.name)),
                    "address": finding.about.address,
                },
                "sentence": finding.sentence,
                "to_do": finding.to_do,
                "facts": finding.facts,
            }
            for finding in report.findings
        ],
    }
