"""Papers, consultations and budget lines as tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stadtgespraech.apps.council.budget import BudgetTable
from stadtgespraech.apps.council.models import BudgetLine, Consultation, FollowUp, Resolution
from stadtgespraech.apps.council.queries import standing
from stadtgespraech.core.tables import Column


def paper_columns() -> list[Column]:
    return [
        Column(_("Drucksache-Nr."), lambda row: row.number),
        Column(_("Titel"), lambda row: row.title, 60),
        Column(_("Datum"), lambda row: row.dated),
        Column(_("Federführend"), lambda row: row.unit.name if row.unit else "", 30),
        Column(_("Beratungen"), lambda row: row.consultation_count),
        Column(_("Beschluss"), lambda row: "; ".join(str(step.get_result_display()) for step in row.decisions), 30),
        Column(_("Beantragt (Euro)"), lambda row: row.total_requested),
        Column(_("Quelle"), lambda row: row.source, 30),
    ]


def consultation_columns() -> list[Column]:
    return [
        Column(_("Vorlage"), lambda row: row.paper.number or row.paper.slug),
        Column(_("Titel"), lambda row: row.paper.title, 60),
        Column(pgettext("council", "Termin"), lambda row: row.on),
        Column(_("Gremium"), lambda row: row.body.name, 40),
        Column(_("Zuständigkeit"), Consultation.get_role_display),
        Column(_("Ergebnis"), Consultation.get_result_display, 24),
        Column(_("Weicht von der Reihenfolge ab"), lambda row: row.out_of_order),
        Column(_("Bemerkung"), lambda row: row.note, 40),
    ]


def resolution_columns() -> list[Column]:
    return [
        Column(_("Vorlage"), lambda row: row.paper.number or row.paper.slug),
        Column(_("Titel"), lambda row: row.paper.title, 60),
        Column(_("Gremium"), lambda row: row.body.name, 40),
        Column(_("Tag der Sitzung"), lambda row: row.on),
        Column(_("Ergebnis"), Resolution.get_result_display, 24),
        Column(_("Wortlaut"), lambda row: row.text, 60),
        Column(_("Auflagen"), lambda row: row.conditions, 40),
        Column(_("Aufträge"), lambda row: row.items),
        Column(_("davon abgeschlossen"), lambda row: row.items_finished),
    ]


def follow_up_columns(*, today: date) -> list[Column]:
    """What the council's groups ask for twice a year: who decided what, who has to do it until when, how it stands."""
    return [
        Column(_("Vorlage"), lambda row: row.resolution.paper.number or row.resolution.paper.slug),
        Column(_("Beschluss"), lambda row: row.resolution.paper.title, 50),
        Column(_("Gremium"), lambda row: row.resolution.body.name, 40),
        Column(_("Beschlossen am"), lambda row: row.resolution.on),
        Column(_("Was ist zu tun?"), lambda row: row.what, 60),
        Column(_("Zuständig"), lambda row: row.unit.name, 30),
        Column(_("Frist"), lambda row: row.deadline),
        Column(_("Stand"), FollowUp.get_state_display),
        Column(_("Wie es steht"), lambda row: standing(row, today=today), 26),
        Column(_("Begründung"), lambda row: row.reason, 60),
        Column(_("Gemeldet am"), lambda row: row.reported_on),
        Column(_("Erledigt oder entfallen am"), lambda row: row.finished_on),
    ]


def budget_columns(tables: Sequence[BudgetTable]) -> list[Column]:
    """One column per year of any table; sums are left to the reader's spreadsheet."""
    years = sorted({part.year for table in tables for part in table.sums})
    return [
        Column(_("Art"), BudgetLine.get_kind_display),
        Column(_("Kostenstelle"), lambda row: row.cost_centre),
        Column(_("Produkt"), lambda row: row.product),
        Column(_("Sachkonto"), lambda row: row.account),
        Column(_("Bezeichnung"), lambda row: row.name, 40),
        *(Column(year, _amount(year)) for year in years),
    ]


def _amount(year: str) -> Callable[[BudgetLine], int | None]:
    return lambda row: row.amounts.get(year)
