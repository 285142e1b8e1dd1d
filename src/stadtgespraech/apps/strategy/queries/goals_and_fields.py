"""Reading goals and fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.models import Field, Goal, Involvement, Project
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import access, thread
from stadtgespraech.core.thread.chains import chain_ids
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.thread.weaving import node_of

NOBODY = "keine"
Workshop = Field.WorkshopState


def goals_with_fields(*, seen_by: Any) -> QuerySet[Goal]:
    """The goals this person may see, in order, with their current fields (two statements)."""
    fields = access.visible(Field, to=seen_by).filter(archived_at=None)
    return access.visible(Goal, to=seen_by).prefetch_related(Prefetch("fields", queryset=fields))


def names_of_fields(*, seen_by: Any) -> dict[int, list[str]]:
    """Goal id → the names of its current fields, in order (one statement)."""
    names: dict[int, list[str]] = {}
    for goal_id, name in access.visible(Field, to=seen_by).filter(archived_at=None).values_list("goal_id", "name"):
        names.setdefault(goal_id, []).append(str(name))
    return names


@dataclass(frozen=True)
class FieldFilter:
    """What a list of fields is narrowed to; slugs, "" for everything.

    Attributes:
        lead: a unit, or ``keine``: fields without a leading unit.
        sponsor: an office, or ``keine``: fields whose sponsorship is vacant.
    """

    words: str = ""
    goal: str = ""
    sponsor: str = ""
    lead: str = ""


def fields(*, seen_by: Any, only: FieldFilter = FieldFilter()) -> QuerySet[Field]:
    """The current fields, with goal, sponsor, leading units (in ``leading``) and ``project_count``."""
    rows = access.visible(Field, to=seen_by).filter(archived_at=None)
    leads = Involvement.objects.filter(role=Involvement.Role.LEADING).select_related("unit").order_by("unit__number")
    if only.words:
        rows = rows.filter(pk__in=found("field", only.words, seen_by))
    if only.goal:
        rows = rows.filter(goal__slug=only.goal)
    if only.sponsor == NOBODY:
        rows = rows.filter(Q(sponsor_vacant=True) | Q(sponsor_unit=None))
    elif only.sponsor:
        rows = rows.filter(sponsor_unit__slug=only.sponsor)
    if only.lead == NOBODY:
        rows = rows.filter(~Exists(leads.filter(field=OuterRef("pk"))))
    elif only.lead:
        rows = rows.filter(Exists(leads.filter(field=OuterRef("pk"), unit__slug=only.lead)))
    return (
        rows.select_related("goal", "sponsor_unit")
        .prefetch_related(Prefetch("involvements", queryset=leads, to_attr="leading"))
        .annotate(project_count=Count("projects", filter=Q(projects__archived_at=None), distinct=True))
        .order_by("goal__order", "goal__slug", "order", "slug")
    )


def found(kind: str, words: str, seen_by: Any) -> QuerySet[Any]:
    """Ids of the objects of a kind whose name or sentence holds these words."""
    return thread.search(words, seen_by=seen_by, kind=kind).order_by().values("object_id")


def fields_in_full(*, seen_by: Any) -> QuerySet[Field]:
    """Fields with everything their page shows, archived ones for those who may see them."""
    involvements = Involvement.objects.select_related("unit").defer("unit__description").order_by("unit__number")
    current = access.visible(Project, to=seen_by).filter(archived_at=None).select_related("unit")
    # Long texts of others, which would be read in every language.
    projects = with_progress(current.defer("description", "unit__description"))
    return (
        access.visible(Field, to=seen_by)
        .select_related("goal", "sponsor_unit")
        .defer("goal__summary", "goal__description", "sponsor_unit__description")
        .prefetch_related(
            Prefetch("involvements", queryset=involvements),
            Prefetch("projects", queryset=projects),
            "workshops",
            "references",
        )
    )


def with_progress(projects: QuerySet[Project]) -> QuerySet[Any]:
    """Projects with how many milestones they have (``steps``), how many are reached, how many made up."""
    return projects.annotate(
        steps=Count("milestones"),
        steps_reached=Count("milestones", filter=Q(milestones__reached__isnull=False)),
        steps_made_up=Count("milestones", filter=Q(milestones__is_example=True)),
    )


def sponsors() -> QuerySet[Unit]:
    """The offices that sponsor a field."""
    return Unit.objects.filter(Exists(Field.objects.filter(sponsor_unit=OuterRef("pk"), archived_at=None)))


def sponsor_for(voice: Voice, unit: Unit) -> Unit | None:
    """Who sponsors what this unit does about this voice; None when its fields do not say it (four statements at most).

    It is the sponsor of the field that the unit leads; if it leads several, of the one that became of the voice.
    """
    led = Field.objects.filter(
        archived_at=None, involvements__unit=unit, involvements__role=Involvement.Role.LEADING
    ).select_related("sponsor_unit")
    fields = list(led)
    if len(fields) > 1:
        reached = chain_ids(node_of(voice), seen_by=None, upstream=False)
        fields = list(led.filter(pk__in=Node.objects.filter(pk__in=reached, kind="field").values("object_id")))
    offices = {field.sponsor_unit for field in fields}
    return offices.pop() if len(offices) == 1 else None


def lead_of(field: Field) -> str:
    """Who leads a field, in one sentence that can be repeated. Reads ``fields_in_full`` only."""
    names = [str(cell.unit.name) for cell in field.involvements.all() if cell.role == Involvement.Role.LEADING]
    if not names:
        return _("Für dieses Handlungsfeld ist noch kein Fachbereich federführend.")
    return ngettext(
        "Federführend ist der Fachbereich %(names)s.", "Federführend sind die Fachbereiche %(names)s.", len(names)
    ) % {"names": _(" und ").join(names)}


def workshop_in_words(field: Field, *, today: date) -> str:
    """How far the workshop of a field is: "Der Workshop war für den 10. März 2022 geplant." """
    days = _days_in_words([workshop.on for workshop in field.workshops.all()])
    count = len(field.workshops.all())
    is_past = bool(count) and all(workshop.on < today for workshop in field.workshops.all())
    words = {"days": days}
    match field.workshop_state:
        case Workshop.HELD if count:
            text = ngettext(
                "Der Workshop hat am %(days)s stattgefunden.", "Der Workshop hat am %(days)s stattgefunden.", count
            )
        case Workshop.HELD:
            text = _("Der Workshop hat stattgefunden. Der Tag ist nicht eingetragen.")
        case Workshop.TO_BE_DETERMINED:
            text = _("Der Termin für den Workshop ist noch festzulegen.")
        case Workshop.BEING_SCHEDULED:
            text = _("Der Termin für den Workshop wird gerade abgestimmt.")
        case Workshop.SCHEDULED if is_past:
            text = _("Der Workshop war für den %(days)s geplant. Ob er stattgefunden hat, ist nicht eingetragen.")
        case Workshop.SCHEDULED if count:
            text = _("Der Workshop ist für den %(days)s geplant.")
        case Workshop.SCHEDULED:
            text = _("Der Workshop ist geplant. Der Tag ist noch nicht eingetragen.")
        case _other if count:
            text = _("Workshop am %(days)s. Über seinen Stand ist nichts eingetragen.")
        case _other:
            text = _("Über einen Workshop ist nichts eingetragen.")
    return text % words


def _days_in_words(days: list[date]) -> str:
    texts = [date_format(day, _("j. F Y")) for day in days]
    return texts[0] if len(texts) == 1 else _(" und ").join([", ".join(texts[:-1]), texts[-1]]) if texts else ""
