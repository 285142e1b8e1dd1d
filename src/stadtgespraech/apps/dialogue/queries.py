"""Reading the dialogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stadtgespraech.apps.dialogue import approximate_dates, calendar_feed
from stadtgespraech.apps.dialogue.models import Event, Format, Stage, TimelineEntry, Topic
from stadtgespraech.core import access
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.templatetags.formatting import number

_STATION = {Stage.State.DONE: "done", Stage.State.OPEN: "now", Stage.State.PLANNED: "next"}


@dataclass(frozen=True)
class Milestone:
    """A timeline entry in words. Empty where the sources say nothing."""

    entry: TimelineEntry
    planned: str
    planned_in: str
    actual: str
    deviation: str
    first_day: date

    @classmethod
    def of(cls, entry: TimelineEntry) -> Milestone:
        return cls(
            entry=entry,
            planned=approximate_dates.in_words(entry.planned),
            planned_in=approximate_dates.in_words(entry.planned_in),
            actual=approximate_dates.in_words(entry.actual),
            deviation=approximate_dates.deviation(entry.planned, entry.actual),
            first_day=_first_day(entry.actual) or _first_day(entry.planned) or date.max,
        )


@dataclass(frozen=True)
class StageOnTheWay:
    """A stage as a station: what was planned beside what came.

    Attributes:
        state: ``done``, ``now`` or ``next``, as the thread draws it.
        planned, actual: in words; "" where the sources say nothing.
        note: the one line beside the station.
        milestones: its timeline entries, in their order.
    """

    stage: Stage
    state: str
    planned: str
    actual: str
    note: str
    milestones: tuple[Milestone, ...]

    @property
    def number(self) -> int:
        return self.stage.number

    @property
    def name(self) -> str:
        return str(self.stage.short_name) or str(self.stage.name)

    @property
    def url(self) -> str:
        return localized(self.stage.get_absolute_url())


@dataclass(frozen=True)
class Invitation:
    """Something a resident can do now."""

    title: str
    text: str
    url: str
    minutes: int | None
    needs_account: bool = False
    example: bool = False


def stages_on_the_way(*, seen_by: Any) -> list[StageOnTheWay]:
    """All stages in order, planned beside actual dates (two statements)."""
    return [stage_on_the_way(stage) for stage in stages_with_timeline(seen_by=seen_by)]


def stages_with_timeline(*, seen_by: Any) -> QuerySet[Stage]:
    entries = access.visible(TimelineEntry, to=seen_by)
    return access.visible(Stage, to=seen_by).prefetch_related(Prefetch("timeline", queryset=entries))


def stage_on_the_way(stage: Stage) -> StageOnTheWay:
    """One stage, from its own dates or, where it has none, from the timeline."""
    milestones = tuple(Milestone.of(entry) for entry in stage.timeline.all())
    planned = span(stage.planned_start, stage.planned_end) or _newest_plan(milestones)
    actual = span(stage.actual_start, stage.actual_end) or next((m.actual for m in milestones if m.actual), "")
    note = actual or (_("geplant: %(date)s") % {"date": planned} if planned else "")
    return StageOnTheWay(stage, _STATION[Stage.State(stage.state)], planned, actual, note, milestones)


def _newest_plan(milestones: tuple[Milestone, ...]) -> str:
    """The date that the youngest plan gives."""
    plans = [milestone for milestone in milestones if milestone.planned]
    newest = max(plans, key=lambda milestone: _first_day(milestone.entry.planned_in) or date.min, default=None)
    return newest.planned if newest else ""


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
    rows = access.visible(TimelineEntry, to=seen_by).select_related("stage")
    return sorted((Milestone.of(entry) for entry in rows), key=lambda milestone: milestone.first_day)


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
            example=way.stage.is_example,
        )
        for way in stages
        if way.state == "now"
    ]
    coming = upcoming_events(seen_by=seen_by, now=now).filter(state=Event.State.PLANNED)
    for event in coming.exclude(starts_at=None)[:2]:
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
