"""Dates as the sources give them: a day, a month, a quarter or a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

_FORM = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?")


# Years that a city's strategy can speak of; anything else is a slip of the keyboard.
EARLIEST, LATEST = 1900, 2200


@dataclass(frozen=True)
class ApproximateDate:
    """A stretch of time that a source names with one word.

    Attributes:
        first, last: its first and last day; equal for a day.
        precision: ``day``, ``month``, ``quarter`` or ``year``.
    """

    first: date
    last: date
    precision: str

    def __str__(self) -> str:
        if self.precision == "year":
            return str(self.first.year)
        if self.precision == "quarter":
            return _("%(number)s. Quartal %(year)s") % {
                "number": (self.first.month + 2) // 3,
                "year": self.first.year,
            }
        if self.precision == "month":
            return date_format(self.first, pgettext("date format: month and year", "F Y"))
        return date_format(self.first, pgettext("date format", "j. F Y"))


def parse(text: str) -> ApproximateDate:
    """Read "2023", "2023-Q4", "2023-11" or "2023-11-09".

    Raises:
        ValueError: anything else, a day that no calendar has, or a year far away.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    year = int(match["year"])
    if not EARLIEST <= year <= LATEST:
        raise ValueError(text)
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return ApproximateDate(day, day, "day")
    if match["month"]:
        first = date(year, int(match["month"]), 1)
        return ApproximateDate(first, _last_day(first), "month")
    if match["quarter"]:
        first = date(year, 3 * int(match["quarter"]) - 2, 1)
        return ApproximateDate(first, _last_day(date(year, first.month + 2, 1)), "quarter")
    return ApproximateDate(date(year, 1, 1), date(year, 12, 31), "year")


def _last_day(first_of_month: date) -> date:
    return (first_of_month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def in_words(text: str) -> str:
    """The date for a reader: "4. Quartal 2023", "Mai 2025". Text that is no such date stays as it is."""
    try:
        return str(parse(text))
    except ValueError:
        return text


def deviation(planned: str, actual: str) -> str:
    """How the actual date lies to the planned one, in words; "" unless both are known.

    Only what the two texts say: between two days the days are counted, between two months the months;
    for quarters and years the answer stays as rough as the source.
    """
    try:
        plan, fact = parse(planned), parse(actual)
    except ValueError:
        return ""
    if fact.first >= plan.first and fact.last <= plan.last:
        return _("wie geplant")
    is_late, is_early = fact.first > plan.last, fact.last < plan.first
    if not is_late and not is_early:
        return _("im Rahmen der Angaben wie geplant")
    if plan.precision == fact.precision == "day":
        days = abs((fact.first - plan.first).days)
        return (
            ngettext("%(n)s Tag später als geplant", "%(n)s Tage später als geplant", days)
            if is_late
            else ngettext("%(n)s Tag früher als geplant", "%(n)s Tage früher als geplant", days)
        ) % {"n": days}
    if {plan.precision, fact.precision} <= {"day", "month"}:
        months = abs((fact.first.year - plan.first.year) * 12 + fact.first.month - plan.first.month)
        return (
            ngettext("%(n)s Monat später als geplant", "%(n)s Monate später als geplant", months)
            if is_late
            else ngettext("%(n)s Monat früher als geplant", "%(n)s Monate früher als geplant", months)
        ) % {"n": months}
    return _("später als geplant") if is_late else _("früher als geplant")


def when(start: datetime | None, end: datetime | None) -> str:
    """A known time in words, in the city's time zone: "9. April 2024, 18:00 bis 20:00 Uhr"; "" without a start."""
    if start is None:
        return ""
    begins = timezone.localtime(start)
    long, hour = pgettext("date format", "j. F Y"), pgettext("time format", "H:i")
    words = {"day": date_format(begins, long), "from": date_format(begins, hour)}
    if end is None:
        return _("%(day)s, %(from)s Uhr") % words
    ends = timezone.localtime(end)
    words |= {"last": date_format(ends, long), "to": date_format(ends, hour)}
    if begins.date() == ends.date():
        return _("%(day)s, %(from)s bis %(to)s Uhr") % words
    return _("%(day)s, %(from)s Uhr bis %(last)s, %(to)s Uhr") % words
