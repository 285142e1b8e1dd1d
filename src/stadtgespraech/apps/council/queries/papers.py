"""Reading papers, their consultations and bodies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from stadtgespraech.apps.council.models import Body, BudgetLine, Consultation, Paper
from stadtgespraech.core import access, thread
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.web.templatetags.formatting import day


@dataclass(frozen=True)
class Stop:
    """A consultation as a station of the thread."""

    kind_label: str
    title: str
    url: str
    note: str
    state: str
    on: date | None = None
    is_example: bool = False
    count: int = 1
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ReferredPaper:
    """A paper that another one refers to; without an address where this site does not have it."""

    number: str
    title: str
    url: str


@dataclass(frozen=True)
class Criterion:
    """A criterion by which offers are judged."""

    name: Translated
    group: str
    weight: int
    is_price: bool


@dataclass(frozen=True)
class AwardRules:
    """How a tender that a paper starts is to be decided."""

    procedure: Translated
    jury: Translated
    criteria: tuple[Criterion, ...]
    threshold: Decimal | None
    above: str
    otherwise: Translated

    @property
    def total_weight(self) -> int:
        return sum(criterion.weight for criterion in self.criteria)


def steps() -> QuerySet[Consultation]:
    """All consultations with their body and the step they follow, in their order."""
    return Consultation.objects.select_related("body", "follows__body").order_by("on", "order", "id")


def papers(*, seen_by: Any, words: str = "") -> QuerySet[Paper]:
    """Current papers, newest first, with the leading office, the number of consultations and the decisions."""
    rows = access.visible(Paper, to=seen_by).filter(archived_at=None)
    if words:
        rows = rows.filter(pk__in=thread.search(words, seen_by=seen_by, kind="paper").order_by().values("object_id"))
    decisions = Prefetch("consultations", steps().filter(role=Consultation.Role.DECISION), to_attr="decisions")
    return (
        rows.select_related("unit")
        .annotate(consultation_count=Count("consultations"))
        .prefetch_related(decisions)
        .order_by("-dated", "slug")
    )


def paper_with_parts(*, seen_by: Any) -> QuerySet[Paper]:
    """Papers with everything that their page shows (three more statements)."""
    return (
        access.visible(Paper, to=seen_by)
        .select_related("unit")
        .prefetch_related(Prefetch("consultations", steps()), "budget_lines", "printed_totals")
    )


def consultations(*, seen_by: Any, body: Body | None = None) -> QuerySet[Consultation]:
    """Consultations of current papers that this person may see, newest first."""
    current = access.visible(Paper, to=seen_by).filter(archived_at=None)
    rows = Consultation.objects.filter(paper__in=current).select_related("paper", "body")
    return (rows.filter(body=body) if body else rows).order_by("-on", "order", "id")


def without_result(*, seen_by: Any, today: date) -> QuerySet[Consultation]:
    """Consultations of submitted papers that are over and whose result nobody has entered."""
    rows = consultations(seen_by=seen_by).filter(on__lt=today, result=Consultation.Result.UNKNOWN)
    return rows.filter(paper__state=Paper.State.SUBMITTED)


def drafts(*, seen_by: Any) -> QuerySet[Paper]:
    """Papers that are being prepared, of those this person may see."""
    return access.visible(Paper, to=seen_by).filter(archived_at=None, state=Paper.State.DRAFT).order_by("-dated", "pk")


def budget_lines(*, paper: Paper) -> QuerySet[BudgetLine]:
    return paper.budget_lines.select_related("paper")


def bodies(*, seen_by: Any) -> QuerySet[Body]:
    """Current bodies with the number of consultations of visible papers."""
    current = access.visible(Paper, to=seen_by).filter(archived_at=None)
    return (
        access.visible(Body, to=seen_by)
        .filter(archived_at=None)
        .annotate(consultation_count=Count("consultations", filter=Q(consultations__paper__in=current)))
    )


def bodies_by_kind(*, seen_by: Any) -> list[tuple[str, list[Body]]]:
    """Kind in words → its bodies: the council first, then committees and district councils."""
    rows = list(bodies(seen_by=seen_by))
    found = [(str(label), [body for body in rows if body.kind == kind]) for kind, label in Body.Kind.choices]
    return [(label, group) for label, group in found if group]


def stops_of(rows: Sequence[Consultation], *, today: date) -> list[Stop]:
    """A consultation sequence as a thread: over or still to come, with role and result, deviations marked."""
    return [
        Stop(
            kind_label=f"{day(step.on)} · {step.get_role_display()}",
            title=str(step.body.name),
            url=reverse("council:body", kwargs={"slug": step.body.slug}),
            note=_note(step, is_over=step.on <= today),
            state="done" if step.on <= today else "next",
            is_example=step.body.is_example,
        )
        for step in rows
    ]


def outcome(rows: Sequence[Consultation], *, today: date) -> str:
    """How a paper was decided, or when it will be, in one sentence; "" where no decision is planned."""
    decisions = [step for step in rows if step.role == Consultation.Role.DECISION]
    if not decisions:
        return ""
    last = decisions[-1]
    facts = {"body": last.body.name, "day": day(last.on), "result": last.get_result_display()}
    if last.result:
        return _("%(body)s, %(day)s: %(result)s.") % facts
    if last.on > today:
        return _("%(body)s soll am %(day)s entscheiden.") % facts
    return _("%(body)s sollte am %(day)s entscheiden. Wie, steht nicht in den Quellen.") % facts


def _note(step: Consultation, *, is_over: bool) -> str:
    parts = []
    if is_over or step.result:
        parts.append(_("Ergebnis: %(result)s") % {"result": step.get_result_display()})
    if step.note:
        parts.append(step.note)
    if step.follows is not None:
        words = {"body": step.follows.body.name, "day": day(step.follows.on)}
        if step.follows.body_id == step.body_id:
            parts.append(_("vertagt am %(day)s") % words)
        else:
            parts.append(_("verwiesen von: %(body)s, %(day)s") % words)
    if step.out_of_order:
        parts.append(_("weicht von der üblichen Reihenfolge ab"))
    return " · ".join(parts)


def referred_papers(paper: Paper, *, seen_by: Any) -> list[ReferredPaper]:
    """What a paper refers to, in its order (one statement where it refers to anything)."""
    numbers = [str(number) for number in paper.refers_to]
    if not numbers:
        return []
    known = {found.number: found for found in access.visible(Paper, to=seen_by).filter(number__in=numbers)}
    return [
        ReferredPaper(
            number,
            str(known[number].title) if number in known else "",
            reverse("council:paper", kwargs={"slug": known[number].slug}) if number in known else "",
        )
        for number in numbers
    ]


def award_rules(paper: Paper, *, seen_by: Any) -> AwardRules | None:
    """The award rules of a paper that has some (one statement where a body decides above a threshold)."""
    rules = paper.award
    if not rules:
        return None
    by = rules.get("awarded_by") or {}
    body = access.visible(Body, to=seen_by).filter(slug=by["above"]).first() if by.get("above") else None
    return AwardRules(
        procedure=Translated.of(rules.get("procedure")),
        jury=Translated.of(rules.get("jury")),
        criteria=tuple(
            Criterion(
                Translated.of(criterion.get("name")),
                str(criterion.get("group", "")),
                int(criterion.get("weight", 0)),
                criterion.get("kind") == "price",
            )
            for criterion in rules.get("criteria", ())
        ),
        threshold=Decimal(str(by["above_eur"])) if by.get("above_eur") is not None else None,
        above=str(body.name) if body else str(by.get("above", "")),
        otherwise=Translated.of(by.get("otherwise")),
    )
