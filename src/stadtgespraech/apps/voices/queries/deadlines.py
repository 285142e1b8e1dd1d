"""Who has to answer until when, and how often answers come in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.voices.clock import Clock
from stadtgespraech.apps.voices.models import Answer, Voice
from stadtgespraech.core import access

OVERDUE, UNROUTED, UNCONFIRMED, RUNNING, ANSWERED = "overdue", "unrouted", "unconfirmed", "running", "answered"
# In the order in which somebody looks at them.
STATES = {
    OVERDUE: pgettext_lazy("voices", "überfällig"),
    UNROUTED: _("ohne Zuständigkeit"),
    UNCONFIRMED: _("zu bestätigen"),
    RUNNING: _("in Arbeit"),
    ANSWERED: _("beantwortet"),
}
# Address of a page → state.
WORDS = {
    "ueberfaellig": OVERDUE,
    "ohne-zustaendigkeit": UNROUTED,
    "zu-bestaetigen": UNCONFIRMED,
    "in-arbeit": RUNNING,
    "beantwortet": ANSWERED,
}
# Of fewer voices no rate is given: one answer more or less would turn it over.
FEWEST = 5


def clocked_voices() -> QuerySet[Voice]:
    """Voices that somebody should answer, or has: published, not archived."""
    return Voice.objects.filter(state=Voice.State.PUBLISHED, archived_at=None)


def open_voices() -> QuerySet[Voice]:
    """Those of them without an answer."""
    return clocked_voices().filter(answer=None)


def with_clock(rows: QuerySet[Any], *, today: date) -> QuerySet[Any]:
    """Each row with ``clock_state``, one of ``STATES``."""
    return rows.annotate(
        clock_state=Case(
            When(answer__isnull=False, then=Value(ANSWERED)),
            When(due_on__lt=today, then=Value(OVERDUE)),
            When(unit=None, then=Value(UNROUTED)),
            When(acknowledged_at=None, then=Value(UNCONFIRMED)),
            default=Value(RUNNING),
            output_field=CharField(),
        )
    )


def deadlines(*, seen_by: Any, today: date, unit: str = "", state: str = "") -> QuerySet[Voice]:
    """Voices with their clocks that this person sees to: all of them for the offices, their own for a unit.

    Without ``state`` only those that still wait. What is overdue comes first, then what is due next; answered ones
    newest first.
    """
    rows = with_clock(_seen_to(seen_by), today=today).select_related("unit", "sponsor_unit", "answer", "topic")
    if unit:
        rows = rows.filter(unit__slug=unit)
    rows = rows.filter(clock_state=state) if state in STATES else rows.exclude(clock_state=ANSWERED)
    if state == ANSWERED:
        return rows.order_by("-answer__given_at", "-pk")
    return rows.order_by(F("due_on").asc(nulls_last=True), "published_at", "pk")


@dataclass(frozen=True)
class Workload:
    """How much waits.

    Attributes:
        voices: state → number of voices, for all states.
        to_tell: answers to be given by phone or letter.
    """

    voices: dict[str, int]
    to_tell: int

    @property
    def overdue(self) -> int:
        return self.voices[OVERDUE]

    @property
    def waiting(self) -> int:
        """All that have no answer yet."""
        return sum(self.voices.values()) - self.voices[ANSWERED]


def workload(*, seen_by: Any, today: date, unit: str = "") -> Workload:
    """How much waits for this person (one statement)."""
    rows = with_clock(_seen_to(seen_by), today=today)
    if unit:
        rows = rows.filter(unit__slug=unit)
    rows = rows.order_by().values_list("clock_state")
    found = {state: (n, tell) for state, n, tell in rows.annotate(n=Count("pk"), tell=Count("contact"))}
    return Workload({state: found.get(state, (0, 0))[0] for state in STATES}, found.get(ANSWERED, (0, 0))[1])


def units_with_voices(*, seen_by: Any) -> QuerySet[Unit]:
    """Units to filter by."""
    return Unit.objects.filter(pk__in=_seen_to(seen_by).order_by().values("unit"))


def _seen_to(person: Any) -> QuerySet[Voice]:
    rows = clocked_voices().filter(pk__in=access.visible(Voice, to=person).values("pk"))
    if access.may(person, "voices.route_voice"):
        return rows
    return rows.filter(unit__in=sorted(access.units_of(person)))


def clock_of(voice: Voice, *, today: date) -> Clock:
    """The clock of one voice (no statement if unit, sponsor and answer are joined)."""
    return Clock(voice=voice, answer=getattr(voice, "answer", None), today=today)


# -- The public rate -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rate:
    """How often answers came in time.

    Attributes:
        unit: None for all together.
        counted: voices whose answer was given, or whose day has passed without one.
        in_time: those answered on or before their day.
        has_examples: whether made-up voices are among them.
    """

    unit: Unit | None
    counted: int
    in_time: int
    has_examples: bool

    @property
    def percent(self) -> float | None:
        """Share in percent; None for fewer than five."""
        return 100 * self.in_time / self.counted if self.counted >= FEWEST else None


def _counts_for(today: date, prefix: str = "") -> tuple[Q, Q]:
    """The one definition: which voices count, and which of them were answered in time."""

    def q(**conditions: Any) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})

    alive = q(state=Voice.State.PUBLISHED, archived_at=None, due_on__isnull=False)
    counted = alive & (q(answer__isnull=False) | q(due_on__lt=today))
    return counted, counted & q(answer__in_time=True)


def rates_by_unit(*, seen_by: Any, today: date) -> QuerySet[Unit]:
    """Units that had to answer, each with ``counted``, ``in_time`` and ``examples``."""
    counted, in_time = _counts_for(today, "voices__")
    return (
        access.visible(Unit, to=seen_by)
        .annotate(
            counted=Count("voices", filter=counted),
            in_time=Count("voices", filter=in_time),
            examples=Count("voices", filter=counted & Q(voices__is_example=True)),
        )
        .filter(counted__gt=0)
        .order_by("number")
    )


def rate_of(unit: Unit, *, seen_by: Any, today: date) -> Rate | None:
    """One unit's rate, or None if it never had to answer."""
    row: Any = rates_by_unit(seen_by=seen_by, today=today).filter(pk=unit.pk).first()
    return Rate(unit, row.counted, row.in_time, bool(row.examples)) if row else None


def rates(*, seen_by: Any, today: date) -> tuple[Rate, list[Rate]]:
    """All units together, and each of them (two statements)."""
    counted, in_time = _counts_for(today)
    total = Voice.objects.aggregate(
        counted=Count("pk", filter=counted),
        in_time=Count("pk", filter=in_time),
        examples=Count("pk", filter=counted & Q(is_example=True)),
    )
    rows: Any = rates_by_unit(seen_by=seen_by, today=today)
    return (
        Rate(None, total["counted"], total["in_time"], bool(total["examples"])),
        [Rate(unit, unit.counted, unit.in_time, bool(unit.examples)) for unit in rows],
    )


# -- Answers to be told by phone or letter ---------------------------------------------------------


def to_be_told(*, seen_by: Any) -> QuerySet[Answer]:
    """Answers whose author left a telephone number or an address and has not been told yet, oldest first."""
    rows = Answer.objects.filter(voice__contact__isnull=False, voice__in=_seen_to(seen_by).values("pk"))
    return rows.select_related("voice", "voice__contact", "voice__unit").order_by("given_at", "pk")
