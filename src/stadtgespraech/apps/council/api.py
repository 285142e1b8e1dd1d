"""Council papers for machines, with consultations, money, resolutions and what follows from them."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Router

from stadtgespraech.apps.council import schemas
from stadtgespraech.apps.council.models import Body, BudgetLine, Consultation, FollowUp, Paper, PrintedTotal, Resolution
from stadtgespraech.core.web.data_sets import DataSet, current, offer

router = Router()


def consultation_rows(person: Any) -> QuerySet[Consultation]:
    return Consultation.objects.filter(paper__in=current(Paper, person)).select_related("paper", "body")


def budget_line_rows(person: Any) -> QuerySet[BudgetLine]:
    return BudgetLine.objects.filter(paper__in=current(Paper, person)).select_related("paper")


def printed_total_rows(person: Any) -> QuerySet[PrintedTotal]:
    return PrintedTotal.objects.filter(paper__in=current(Paper, person)).select_related("paper")


def paper_rows(person: Any) -> QuerySet[Paper]:
    return (
        current(Paper, person)
        .select_related("unit")
        .prefetch_related(
            Prefetch("consultations", queryset=consultation_rows(person)),
            Prefetch("budget_lines", queryset=budget_line_rows(person)),
            Prefetch("printed_totals", queryset=printed_total_rows(person)),
        )
    )


def resolution_rows(person: Any) -> QuerySet[Resolution]:
    return current(Resolution, person).filter(paper__archived_at=None).select_related("paper", "body")


def follow_up_rows(person: Any) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(resolution__in=resolution_rows(person)).select_related("resolution", "unit")


def one_resolution_rows(person: Any) -> QuerySet[Resolution]:
    return resolution_rows(person).prefetch_related(Prefetch("follow_ups", queryset=follow_up_rows(person)))


offer(
    router,
    DataSet(
        name="bodies",
        app="council",
        summary="Council, committees and district councils",
        title=_("Gremien"),
        description=_("Rat, Ausschüsse und Bezirksvertretungen."),
        item=schemas.BodyOut,
        rows=lambda person: current(Body, person),
    ),
    filters=schemas.BodyListing,
    one="body",
    single=schemas.BodyOut,
    single_summary="A body",
)
offer(
    router,
    DataSet(
        name="papers",
        app="council",
        summary="Council papers with consultations, budget lines and printed totals",
        title=_("Vorlagen"),
        description=_("Die Vorlagen an den Rat mit Beratungsfolge und Geld."),
        item=schemas.PaperOut,
        rows=paper_rows,
    ),
    filters=schemas.PaperListing,
    one="paper",
    single=schemas.PaperOut,
    single_summary="A council paper",
)
offer(
    router,
    DataSet(
        name="consultations",
        app="council",
        summary="Consultations of the papers",
        title=_("Beratungen"),
        description=_("Wann welches Gremium welche Vorlage beraten hat und mit welchem Ergebnis."),
        item=schemas.ConsultationOut,
        rows=consultation_rows,
    ),
    filters=schemas.ConsultationListing,
)
offer(
    router,
    DataSet(
        name="budget-lines",
        app="council",
        summary="Budget lines of the papers",
        title=_("Haushaltszeilen der Vorlagen"),
        description=_("Die Zeilen der Geldtabellen in den Vorlagen, je Jahr in vollen Euro."),
        item=schemas.BudgetLineOut,
        rows=budget_line_rows,
    ),
    filters=schemas.BudgetLineListing,
)
offer(
    router,
    DataSet(
        name="printed-totals",
        app="council",
        summary="Totals as the papers print them",
        title=_("Gedruckte Summen der Vorlagen"),
        description=_("Die Summen, wie sie in den Vorlagen stehen: zum Vergleich mit der Summe ihrer Zeilen."),
        item=schemas.PrintedTotalOut,
        rows=printed_total_rows,
    ),
    filters=schemas.PrintedTotalListing,
)
offer(
    router,
    DataSet(
        name="resolutions",
        app="council",
        summary="Resolutions on the papers",
        title=_("Beschlüsse"),
        description=_("Was Rat und Ausschüsse über die Vorlagen beschlossen haben, mit Wortlaut und Auflagen."),
        item=schemas.ResolutionOut,
        rows=resolution_rows,
    ),
    filters=schemas.ResolutionListing,
    one="resolution",
    single=schemas.ResolutionWithFollowUps,
    single_rows=one_resolution_rows,
    single_summary="A resolution with its follow-up items",
)
offer(
    router,
    DataSet(
        name="follow-ups",
        app="council",
        summary="Follow-up items of the resolutions: who has to do what until when, and how it stands",
        title=_("Aufträge aus Beschlüssen"),
        description=_("Wer aus welchem Beschluss bis wann was zu tun hat, und wie es damit steht."),
        item=schemas.FollowUpOut,
        rows=follow_up_rows,
    ),
    filters=schemas.FollowUpListing,
)
