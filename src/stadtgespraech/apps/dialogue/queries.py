"""Reading the dialogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stadtgespraech.apps.dialogue import approximate_dates, calendar_feed
from stadtgespraech.apps.dialogue.models import Event, Format, Registration, Stage, TimelineEntry, Topic
from stadtgespraech.core import access
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.templatetags.formatting import number

_STATION = {Stage.State.DONE: "done", Stage.State.OPEN: "now", Stage.State.PLANNED: "next"}


@dataclass(frozen=True)
class Milestone:
    """A timeline entry in words. Empty where the sources say nothing; worked out only where it is shown.

    Attributes:
        newest_plan: the youngest plan for the entry's stage, if there is one.
    """

    entry: TimelineEntry
    newest_plan: TimelineEntry | None = None

    @property
    def planned(self) -> str:
        return approximate_dates.in_words(self.entry.planned)

    @property
    def planned_in(self) -> str:
        """When that plan was made."""
        return approximate_dates.in_words(self.entry.planned_in)

    @property
    def actual(self) -> str:
        return approximate_dates.in_words(self.entry.actual)

    @property
    def deviation(self) -> str:
        """How the actual date lies to the plan, or what a younger plan for the same stage says."""
        entry, newest = self.entry, self.newest_plan
        if not entry.actual and newest is not None and _made(newest) > _made(entry):
            return _replanned(entry, newest)
        return approximate_dates.deviation(entry.planned, entry.actual)

    @property
    def first_day(self) -> date:
        """For sorting."""
        return _first_day(self.entry.actual) or _first_day(self.entry.planned) or date.max


def _made(plan: TimelineEntry) -> date:
    """When a plan was made; a plan without a date is older than any other."""
    return _first_day(plan.planned_in) or date.min


def _replanned(entry: TimelineEntry, newest: TimelineEntry) -> str:
    words = {
        "made": approximate_dates.in_words(newest.planned_in),
        "date": approximate_dates.in_words(newest.planned),
        "deviation": approximate_dates.deviation(entry.planned, newest.planned),
    }
    if not words["deviation"]:
        return _("neuere Planung (%(made)s): %(date)s") % words
    return _("neuere Planung (%(made)s): %(date)s, %(deviation)s") % words


def _newest_plans(entries: Iterable[TimelineEntry]) -> dict[int | None, TimelineEntry]:
    """Stage id → its youngest plan."""
    plans = sorted((entry for entry in entries if entry.planned and entry.stage_id), key=_made)
    return {plan.stage_id: plan for plan in plans}


@dataclass(frozen=True)
class StageOnTheWay:
    """A stage as a station: what was planned beside what came.

    Attributes:
        state: ``done``, ``now`` or ``next``, as the thread draws it.
        planned, actual: in words; "" where the sources say nothing.
        note: the one line beside the station.
        milestones: its timeline entries, in their order.
        last_day: the last day of its plan, as far as there is one.
        word: what stands instead of "kommt noch" once the plan is over and nobody has written down what came.
    """

    stage: Stage
    state: str
    planned: str
    actual: str
    note: str
    milestones: tuple[Milestone, ...]
    last_day: date | None = None
    word: str = ""

    @property
    def number(self) -> int:
        return self.stage.number

    @property
    def name(self) -> str:
        return str(self.stage.short_name) or str(self.stage.name)

    @property
    def url(self) -> str:
        return localized(self.stage.get_absolute_url())

    @property
    def is_example(self) -> bool:
        """Whether the stage, or that it is open, is made up."""
        return self.stage.is_example or self.stage.state_is_example


@dataclass(frozen=True)
class Invitation:
    """Something a resident can do now."""

    title: str
    text: str
    url: str
    minutes: int | None
    needs_account: bool = False
    example: bool = False


def stages_on_the_way(*, seen_by: Any, now: datetime) -> list[StageOnTheWay]:
    """All stages in order, planned beside actual dates (two statements)."""
    today = timezone.localdate(now)
    way = [stage_on_the_way(stage, now=now) for stage in stages_with_timeline(seen_by=seen_by)]
    # When a later stage should be over by now, "still to come" would be a claim that nobody has made.
    overdue = [bool(stage.last_day and stage.last_day < today) for stage in way]
    return [
        replace(stage, word=_("Stand nicht eingetragen"))
        if stage.state == "next" and not stage.actual and any(overdue[position:])
        else stage
        for position, stage in enumerate(way)
    ]


def stages_with_timeline(*, seen_by: Any) -> QuerySet[Stage]:
    entries = access.visible(TimelineEntry, to=seen_by)
    return access.visible(Stage, to=seen_by).prefetch_related(Prefetch("timeline", queryset=entries))


def stage_on_the_way(stage: Stage, *, now: datetime) -> StageOnTheWay:
    """One stage, from its own dates or, where it has none, from the timeline."""
    entries = list(stage.timeline.all())
    newest = _newest_plans(entries).get(stage.pk)
    milestones = tuple(Milestone(entry, newest) for entry in entries)
    planned = span(stage.planned_start, stage.planned_end)
    last_day = stage.planned_end or stage.planned_start
    if not planned and newest is not None:
        planned, last_day = approximate_dates.in_words(newest.planned), _last_day(newest.planned)
    actual = span(stage.actual_start, stage.actual_end) or next((m.actual for m in milestones if m.actual), "")
    note = actual or (_plan_in_words(planned, last_day, timezone.localdate(now)) if planned else "")
    return StageOnTheWay(stage, _STATION[Stage.State(stage.state)], planned, actual, note, milestones, last_day)


def _plan_in_words(planned: str, last_day: date | None, today: date) -> str:
    if last_day is not None and last_day < today:
        return _("geplant war: %(date)s") % {"date": planned}
    return _("geplant: %(date)s") % {"date": planned}


def _last_day(text: str) -> date | None:
    try:
        return approximate_dates.parse(text).last
    except ValueError:
        return None


def _first_day(text: str) -> date | None:
    try:
        return approximate_dates.parse(text).first
    except ValueError:
        return None


def span(start: date | None, end: date | None) -> str:
    """A stretch of days in words; "" when neither end is known."""
    first, last = (date_format(day, pgettext("date format", "j. F Y")) if day else "" for day in (start, end))
    if first and last:
        return first if first == last else _("%(first)s bis %(last)s") % {"first": first, "last": last}
    if first:
        return _("ab %(first)s") % {"first": first}
    return _("bis %(last)s") % {"last": last} if last else ""


def timeline(*, seen_by: Any) -> list[Milestone]:
    """Every milestone of the process, earliest first (one statement)."""
    entries = list(access.visible(TimelineEntry, to=seen_by).select_related("stage"))
    newest = _newest_plans(entries)
    milestones = (Milestone(entry, newest.get(entry.stage_id)) for entry in entries)
    return sorted(milestones, key=lambda milestone: milestone.first_day)


def formats(*, seen_by: Any) -> QuerySet[Format]:
    return access.visible(Format, to=seen_by).select_related("sector")


def participants_in_words(format_: Format) -> str:
    """How many take part: "80 bis 100"; "" where the sources say nothing."""
    least, most = format_.participants_min, format_.participants_max
    if least is not None and most is not None and least != most:
        return _("%(least)s bis %(most)s") % {"least": number(least), "most": number(most)}
    if least is not None:
        return number(least) if least == most else _("mindestens %(least)s") % {"least": number(least)}
    return _("höchstens %(most)s") % {"most": number(most)} if most is not None else ""


def topics(*, seen_by: Any) -> QuerySet[Topic]:
    """The topics in order; for the strategy office the dropped ones last."""
    return access.visible(Topic, to=seen_by).order_by(F("archived_at").asc(nulls_first=True), "order", "slug")


def events(*, seen_by: Any) -> QuerySet[Event]:
    """Events with stage and format joined, in the order of their time; those without an hour last."""
    rows = access.visible(Event, to=seen_by).select_related("stage", "format")
    return rows.order_by(F("starts_at").asc(nulls_last=True), "date_text", "slug")


def upcoming_events(*, seen_by: Any, now: datetime) -> QuerySet[Event]:
    """What is still to come, called-off events included: somebody may have it in the calendar."""
    return events(seen_by=seen_by).exclude(_is_over(now))


def past_events(*, seen_by: Any, now: datetime) -> QuerySet[Event]:
    """What is over, newest first."""
    newest_first = (F("starts_at").desc(nulls_last=True), "-date_text", "slug")
    return events(seen_by=seen_by).filter(_is_over(now)).order_by(*newest_first)


def unsettled_events(*, seen_by: Any, now: datetime) -> QuerySet[Event]:
    """What is over, and nobody wrote down whether it took place."""
    return past_events(seen_by=seen_by, now=now).filter(state=Event.State.PLANNED, archived_at=None)


def _is_over(now: datetime) -> Q:
    today = timezone.localdate(now)
    # Approximate dates begin with the year, and months compare as text; a quarter is over with its year.
    roughly = Q(starts_at=None) & (
        Q(date_text__gt="", date_text__lt=f"{today:%Y}")
        | Q(date_text__startswith=f"{today:%Y}-", date_text__lt=f"{today:%Y-%m}")
    )
    known = Q(ends_at__lt=now) | Q(ends_at__isnull=True, starts_at__lt=now)
    return Q(state=Event.State.HELD) | (Q(starts_at__isnull=False) & known) | roughly


def invitations(*, stages: Iterable[StageOnTheWay], seen_by: Any, now: datetime) -> list[Invitation]:
    """What residents can do right now: the open ones of ``stages``, then the next events (one statement)."""
    found = [
        Invitation(
            _("Bei dieser Stufe mitreden: %(name)s") % {"name": way.stage.name},
            str(way.stage.description),
            way.url,
            minutes=3,
            example=way.is_example,
        )
        for way in stages
        if way.state == "now"
    ]
    not_over = Q(ends_at__gte=now) | Q(ends_at=None, starts_at__gte=now)
    coming = access.visible(Event, to=seen_by).filter(not_over, state=Event.State.PLANNED, starts_at__isnull=False)
    for event in coming.order_by("starts_at", "slug").defer("description", "access_note")[:2]:
        where = f" · {event.place}" if event.place else ""
        found.append(
            Invitation(
                _("Zum Termin kommen: %(name)s") % {"name": event.name},
                f"{when_in_words(event)}{where}",
                localized(event.get_absolute_url()),
                minutes=_length(event),
                example=event.is_example,
            )
        )
    return found


def open_stage(what: str) -> Stage | None:
    """The stage in which this (a ``Stage.Opens``) is possible now, or None: then it is closed (one statement)."""
    return next((stage for stage in open_stages() if what in stage.opens), None)


def open_stages() -> QuerySet[Stage]:
    """The stages in which something may be possible now."""
    return Stage.objects.filter(state=Stage.State.OPEN, archived_at=None).order_by("number")


def registration_is_open(event: Event, *, now: datetime) -> bool:
    """Whether somebody can register: asked for, still planned, not begun, and not past its last moment."""
    ends = [moment for moment in (event.registration_ends_at, event.starts_at) if moment is not None]
    return (
        event.takes_registrations
        and event.archived_at is None
        and event.state == Event.State.PLANNED
        and all(now < moment for moment in ends)
    )


@dataclass(frozen=True)
class Places:
    """How full an event is.

    Attributes:
        capacity: None where as many may come as want to.
    """

    capacity: int | None
    taken: int
    waiting: int

    @property
    def free(self) -> int | None:
        return None if self.capacity is None else max(self.capacity - self.taken, 0)


def places(event: Event) -> Places:
    """How many come and wait (one statement)."""
    counts = event.registrations.aggregate(
        taken=Count("pk", filter=Q(state=Registration.State.PLACE)),
        waiting=Count("pk", filter=Q(state=Registration.State.WAITING)),
    )
    return Places(capacity=event.capacity, **counts)


def registrations(event: Event, *, seen_by: Any) -> QuerySet[Registration]:
    """Who comes, in the order in which they registered; those with a place first."""
    rows = access.visible(Registration, to=seen_by).filter(event=event)
    return rows.order_by("state", "registered_at", "id")


def registrations_of(person: Any) -> QuerySet[Registration]:
    """Registrations by this person's account or with their address: a guest may have an account by now."""
    return Registration.objects.filter(Q(person=person) | Q(email__iexact=person.email)).select_related("event")


def own_registration(event: Event, *, person: Any) -> Registration | None:
    """The registration of somebody who is signed in."""
    return None if person is None else Registration.objects.filter(event=event, person=person).first()


@dataclass(frozen=True)
class EventRow:
    """An event as lists show it.

    Attributes:
        when: in words; "" if nobody knows.
        state: in words, and honest: a planned event of the past says that nobody noted whether it took place.
        is_over: whether its time has passed.
    """

    event: Event
    when: str
    state: str
    is_over: bool
    has_entry: bool


def rows_of_events(events: Iterable[Event], *, now: datetime) -> list[EventRow]:
    """Events as rows of a list; asks the database nothing more."""
    return [_row(event, now) for event in events]


def _row(event: Event, now: datetime) -> EventRow:
    is_over = event.state == Event.State.HELD or _ended(event, now)
    state = event.get_state_display()
    if is_over and event.state == Event.State.PLANNED:
        state = _("war geplant; ob der Termin stattfand, ist nicht eingetragen")
    return EventRow(event, when_in_words(event), state, is_over, calendar_feed.has_entry(event))


def _ended(event: Event, now: datetime) -> bool:
    end = event.ends_at or event.starts_at
    if end is not None:
        return end < now
    try:
        return approximate_dates.parse(event.date_text).last < timezone.localdate(now)
    except ValueError:
        return False


def _length(event: Event) -> int | None:
    """How long an event takes, in minutes."""
    if event.starts_at is None or event.ends_at is None:
        return None
    return round((event.ends_at - event.starts_at).total_seconds() / 60) or None


def when_in_words(event: Event) -> str:
    """When an event takes place: "9. April 2024, 18:00 bis 20:00 Uhr", "Mai 2025", or "" if nobody knows."""
    return approximate_dates.when(event.starts_at, event.ends_at) or approximate_dates.in_words(event.date_text)
