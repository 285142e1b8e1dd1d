from __future__ import annotations

from datetime import UTC, datetime

from stadtgespraech.apps.dialogue.calendar_feed import calendar, has_entry
from stadtgespraech.apps.dialogue.models import Event
from stadtgespraech.core.languages import Translated

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def event(**values: object) -> Event:
    return Event(slug="konferenz", name=Translated(de="Konferenz"), **values)


def file_of(*events: Event) -> list[str]:
    text = calendar(events, name="Stadtgespräch", site="https://stadt.example", now=NOW)
    assert text.endswith("\r\n")
    return text.removesuffix("\r\n").split("\r\n")


def test_an_event_becomes_an_entry() -> None:
    conference = event(
        description=Translated(de="Was gilt,\nwas nicht; und warum \\?"),
        starts_at=datetime(2026, 5, 9, 8, tzinfo=UTC),
        ends_at=datetime(2026, 5, 9, 14, tzinfo=UTC),
        place="Rathaus, Saal 1",
    )
    assert file_of(conference) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Stadtgespraech//Termine//DE",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Stadtgespräch",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "BEGIN:VEVENT",
        "UID:konferenz@stadt.example",
        "DTSTAMP:20260302T090000Z",
        "DTSTART:20260509T080000Z",
        "DTEND:20260509T140000Z",
        "SUMMARY:Konferenz",
        "STATUS:CONFIRMED",
        "URL:https://stadt.example/termine/konferenz/",
        "LOCATION:Rathaus\\, Saal 1",
        "DESCRIPTION:Was gilt\\,\\nwas nicht\\; und warum \\\\?",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_a_known_day_is_a_whole_day_and_a_month_is_no_entry() -> None:
    lines = file_of(event(date_text="2024-04-09", state="cancelled"), event(date_text="2025-05"), event())
    assert [line for line in lines if line.startswith(("DTSTART", "DTEND", "STATUS"))] == [
        "DTSTART;VALUE=DATE:20240409",
        "DTEND;VALUE=DATE:20240410",
        "STATUS:CANCELLED",
    ]
    assert [has_entry(event(date_text=text)) for text in ("2024-04-09", "2025-05", "bald", "")] == [
        True,
        False,
        False,
        False,
    ]


def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut() -> None:
    name = "Ü" * 40 + "bermut tut selten gut, sagt man, und meint es so." + "ß" * 60
    text = calendar(
        [event(date_text="2024-04-09", description=Translated(de=name))], name="x", site="https://x.example", now=NOW
    )
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert f"DESCRIPTION:{name.replace(',', chr(92) + ',')}\r\n" in text.replace("\r\n ", "")
