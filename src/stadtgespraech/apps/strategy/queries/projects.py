"""Reading projects and their milestones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from stadtgespraech.apps.strategy.models import Milestone, Project
from stadtgespraech.apps.strategy.queries.goals_and_fields import found, with_progress
from stadtgespraech.core import access

# What stands in the address for "nothing known" and for the archive.
UNKNOWN, ARCHIVED = "offen", "archiv"


@dataclass(frozen=True)
class ProjectFilter:
    """What a list of projects is narrowed to; slugs, "" for everything.

    Attributes:
        state: a state, ``offen`` (not in the sources) or ``archiv``.
        kind: ``strategisch`` or ``weitere``.
    """

    words: str = ""
    goal: str = ""
    field: str = ""
    unit: str = ""
    state: str = ""
    kind: str = ""


def projects(*, seen_by: Any, only: ProjectFilter = ProjectFilter()) -> QuerySet[Any]:
    """The current projects with field, goal, unit and progress."""
    rows = access.visible(Project, to=seen_by).filter(archived_at__isnull=only.state != ARCHIVED)
    if only.words:
        ids = found("project", only.words, seen_by)
        # The archive is not in the search.
        rows = rows if only.state == ARCHIVED else rows.filter(pk__in=ids)
    for lookup, value in (
        ("field__goal__slug", only.goal),
        ("field__slug", only.field),
        ("unit__slug", only.unit),
    ):
        if value:
            rows = rows.filter(**{lookup: value})
    if only.state not in ("", ARCHIVED):
        rows = rows.filter(state="" if only.state == UNKNOWN else only.state)
    if only.kind:
        rows = rows.filter(is_strategic=only.kind == "strategisch")
    return (
        with_progress(rows)
        .select_related("field__goal", "unit")
        .order_by("field__goal__order", "field__order", "field__slug", "-is_strategic", "order", "slug")
    )


def projects_in_full(*, seen_by: Any) -> QuerySet[Project]:
    """Projects with everything their page shows."""
    steps = Milestone.objects.order_by("due", "id")
    return (
        access.visible(Project, to=seen_by)
        .select_related("field__goal", "unit")
        .prefetch_related(Prefetch("milestones", queryset=steps))
    )


@dataclass(frozen=True)
class Step:
    """A milestone as a station of the project's own thread."""

    milestone: Milestone
    kind_label: str
    title: str
    note: str
    state: str
    on: date | None
    is_example: bool
    url: str = ""
    count: int = 1
    others: tuple[tuple[str, str], ...] = ()


def steps_of(project: Project, *, today: date) -> list[Step]:
    """A project's milestones: reached, overdue, still to come. Reads ``projects_in_full`` only."""
    steps = enumerate(project.milestones.all(), start=1)
    return [_step(number, milestone, project, today) for number, milestone in steps]


def _step(number: int, milestone: Milestone, project: Project, today: date) -> Step:
    if milestone.reached is not None:
        state, on = "done", milestone.reached
        late = (milestone.reached - milestone.due).days
        note = _("erreicht, %(days)d Tage nach dem geplanten Tag") % {"days": late} if late > 1 else _("erreicht")
    else:
        note = _("überfällig") if milestone.due < today else _("geplant")
        state, on = "next", milestone.due
    return Step(
        milestone=milestone,
        kind_label=_("Meilenstein %(number)d") % {"number": number},
        title=str(milestone.name),
        note=note,
        state=state,
        on=on,
        is_example=milestone.is_example and not project.is_example,
    )


def overdue(*, seen_by: Any, today: date, of_units: frozenset[int] | None = None) -> QuerySet[Milestone]:
    """Milestones of current projects that were due and are not reached; of some units' projects, or of all."""
    rows = access.visible(Milestone, to=seen_by).filter(
        project__archived_at=None, reached=None, due__lt=today, is_example=False
    )
    if of_units is not None:
        rows = rows.filter(Q(project__unit_id__in=sorted(of_units)))
    return rows.select_related("project", "project__unit").order_by("due", "id")
