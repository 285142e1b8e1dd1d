"""Events as an iCalendar file (RFC 5545), one or many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from stadtgespraech.apps.dialogue import approximate_dates
from stadtgespraech.apps.dialogue.models import Event

CONTENT_TYPE = "text/calendar; charset=utf-8"
# More than a calendar can usefully hold; keeps the answer bounded.
MOST = 1_000
_STATUS = {Event.State.PLANNED: "CONFIRMED", Event.State.HELD: "CONFIRMED", Event.State.CANCELLED: "CANCELLED"}


def day_of(event: Event) -> date | None:
    """The day of an event whose hour is not known; None if not even the day is."""
    try:
        roughly = approximate_dates.parse(event.date_text)
    except ValueError:
        return None
    return roughly.first if roughly.precision == "day" else None


def has_entry(event: Event) -> bool:
    """Whether enough is known for a calendar: an hour or at least a day."""
    return event.starts_at is not None or day_of(event) is not None


def calendar(events: Iterable[Event], *, name: str, site: str, now: datetime) -> str:
    """The calendar file. Events without a known day are left out; called-off ones stay and say so.

    Args:
        site: address of this site, e.g. ``https://stadtgespraech.example``.
        now: when the file was made.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Stadtgespraech//Termine//DE",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
    ]
    for event in events:
        if has_entry(event):
            lines += _entry(event, site=site, now=now)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _entry(event: Event, *, site: str, now: datetime) -> list[str]:
    address = f"{site}{event.get_absolute_url()}"
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.slug}@{urlsplit(site).hostname}",
        f"DTSTAMP:{_instant(now)}",
        *_times(event),
        f"SUMMARY:{_escaped(str(event.name))}",
        f"STATUS:{_STATUS[Event.State(event.state)]}",
        f"URL:{address}",
    ]
    if event.place:
        lines.append(f"LOCATION:{_escaped(event.place)}")
    if event.description:
        lines.append(f"DESCRIPTION:{_escaped(str(event.description))}")
    return [*lines, "END:VEVENT"]


def _times(event: Event) -> list[str]:
    if event.starts_at is not None:
        end = [f"DTEND:{_instant(event.ends_at)}"] if event.ends_at else []
        return [f"DTSTART:{_instant(event.starts_at)}", *end]
    day = day_of(event)
    if day is None:
        return []
    return [f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"]


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 octets; a letter is never cut in two."""
    parts, part, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > 75:
            parts.append(part)
            part, size = " ", 1
        part += letter
        size += octets
    return "\r\n".join([*parts, part])
