"""Reading resolutions and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stadtgespraech.apps.council.models import FollowUp, FollowUpReport, Paper, Resolution
from stadtgespraech.apps.council.queries.papers import Stop
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.core import access
from stadtgespraech.core.web.templatetags.formatting import day

UNFINISHED = (FollowUp.State.OPEN, FollowUp.State.IN_WORK)


def resolutions(*, seen_by: Any) -> QuerySet[Any]:
    """Resolutions that hold, newest first, with paper, body, and how many follow-up items they have and finished."""
    return (
        access.visible(Resolution, to=seen_by)
        .filter(archived_at=None)
        .select_related("paper", "body")
        .annotate(
            items=Count("follow_ups"),
            items_finished=Count("follow_ups", filter=~Q(follow_ups__state__in=UNFINISHED)),
        )
        .order_by("-on", "slug")
    )


def resolution_with_parts(*, seen_by: Any) -> QuerySet[Resolution]:
    """Resolutions with everything that their page shows, taken back ones for the offices (three statements)."""
    reports = Prefetch("reports", FollowUpReport.objects.select_related("unit").order_by("-at", "-id"))
    items = FollowUp.objects.select_related("unit", "resolution").prefetch_related(reports).order_by("deadline", "id")
    return (
        access.visible(Resolution, to=seen_by)
        .select_related("paper__unit", "body", "consultation")
        .prefetch_related(Prefetch("follow_ups", items))
    )


def resolutions_of(paper: Paper, *, seen_by: Any) -> list[Resolution]:
    """What was decided on a paper, with its follow-up items."""
    rows = access.visible(Resolution, to=seen_by).filter(paper=paper, archived_at=None).select_related("body")
    items = FollowUp.objects.select_related("unit", "resolution").order_by("deadline", "id")
    return list(rows.prefetch_related(Prefetch("follow_ups", items)).order_by("on", "pk"))


@dataclass(frozen=True)
class FollowUpFilter:
    """What the list of follow-up items is narrowed to; "" for everything.

    Attributes:
        state: ``unerledigt`` (open or in work), ``ueberfaellig``, a state of ``FollowUp``, or ``alle``.
        unit: slug of the unit that has to do it.
        body: slug of the body that decided.
    """

    state: str = "unerledigt"
    unit: str = ""
    body: str = ""


def follow_ups(*, seen_by: Any, today: date, only: FollowUpFilter = FollowUpFilter()) -> QuerySet[FollowUp]:
    """Follow-up items of resolutions that hold, what is due first on top."""
    rows = access.visible(FollowUp, to=seen_by).filter(resolution__archived_at=None)
    match only.state:
        case "unerledigt":
            rows = rows.filter(state__in=UNFINISHED)
        case "ueberfaellig":
            rows = rows.filter(overdue(today))
        case "alle":
            pass
        case state:
            rows = rows.filter(state=state)
    if only.unit:
        rows = rows.filter(unit__slug=only.unit)
    if only.body:
        rows = rows.filter(resolution__body__slug=only.body)
    return rows.select_related("resolution__paper", "resolution__body", "unit").order_by("deadline", "id")


def overdue(today: date) -> Q:
    """The follow-up items whose deadline has passed and that are not finished."""
    return Q(state__in=UNFINISHED, deadline__lt=today)


def units_with_follow_ups() -> QuerySet[Unit]:
    """The units that have, or had, something to do."""
    return Unit.objects.filter(pk__in=FollowUp.objects.order_by().values("unit")).order_by("kind", "number")


def counts(rows: QuerySet[FollowUp], *, today: date) -> dict[str, int]:
    """How many are open or in work, and how many of them are overdue (one statement)."""
    return rows.order_by().aggregate(
        unfinished=Count("pk", filter=Q(state__in=UNFINISHED)), overdue=Count("pk", filter=overdue(today))
    )


def standing(item: FollowUp, *, today: date) -> str:
    """How a follow-up item stands, in words: "überfällig seit 12 Tagen", "noch 3 Tage Zeit"."""
    if item.state not in UNFINISHED:
        return str(item.get_state_display())
    days = (item.deadline - today).days
    if days < 0:
        return ngettext("überfällig seit einem Tag", "überfällig seit %(n)s Tagen", -days) % {"n": -days}
    if days == 0:
        return _("heute fällig")
    return ngettext("noch ein Tag Zeit", "noch %(n)s Tage Zeit", days) % {"n": days}


def stops_of_items(items: Iterable[FollowUp], *, today: date) -> list[Stop]:
    """Follow-up items as a thread: what is finished, what is still to come and until when."""
    return [
        Stop(
            kind_label=_("Frist %(day)s · %(unit)s") % {"day": day(item.deadline), "unit": item.unit.name},
            title=str(item.what),
            url="",
            note=" · ".join(part for part in _parts(item, today) if part),
            state="next" if item.state in UNFINISHED else "done",
            is_example=item.is_example and not item.resolution.is_example,
        )
        for item in items
    ]


def _parts(item: FollowUp, today: date) -> list[str]:
    state = str(item.get_state_display())
    if item.state in UNFINISHED:
        return [state, standing(item, today=today), item.reason]
    finished = _("%(state)s am %(day)s") % {"state": state, "day": day(item.finished_on)}
    return [finished if item.finished_on else state, item.reason]
