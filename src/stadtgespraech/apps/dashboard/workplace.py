"""What waits for somebody of the administration, gathered from the apps below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stadtgespraech.apps.dialogue import queries as dialogue
from stadtgespraech.apps.dialogue.models import Event
from stadtgespraech.apps.indicators import queries as indicators
from stadtgespraech.apps.pages.models import BarrierReport, Page
from stadtgespraech.apps.reports.linter import lint, summary
from stadtgespraech.apps.reports.queries import strategy_facts
from stadtgespraech.core import access
from stadtgespraech.core.web.addresses import localized

# More are counted, not listed.
_LISTED = 8


@dataclass(frozen=True)
class Waiting:
    """One kind of thing that waits.

    Attributes:
        number: how many.
        items: (name, address) of the first ones.
        url, label: where all of them are; "" where there is no such page.
        is_overdue: whether a time has passed; shown on top.
    """

    title: str
    text: str
    number: int
    items: tuple[tuple[str, str], ...] = ()
    url: str = ""
    label: str = ""
    is_overdue: bool = False

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.number - len(self.items) if self.items else 0


def waiting_for(person: Any, *, now: datetime) -> list[Waiting]:
    """What this person should look at, what is overdue first. A fixed number of statements per role."""
    found: list[Waiting] = []
    if "unit" in access.roles_of(person):
        found += _for_a_unit(person, now)
    if "strategy_office" in access.roles_of(person):
        found += _for_the_strategy_office(person, now)
    return sorted(found, key=lambda waiting: not waiting.is_overdue)


def _for_a_unit(person: Any, now: datetime) -> Iterator[Waiting]:
    year = timezone.localdate(now).year - 1
    rows, number = _first(indicators.to_report(person, now=now))
    if number:
        yield Waiting(
            _("Kennzahlen melden"),
            ngettext("Für %(year)s fehlt noch ein Wert.", "Für %(year)s fehlen noch %(n)s Werte.", number)
            % {"year": year, "n": number},
            number,
            rows,
            url=reverse("indicators:reporting"),
            label=_("Werte melden"),
            is_overdue=True,
        )


def _for_the_strategy_office(person: Any, now: datetime) -> Iterator[Waiting]:
    past = dialogue.past_events(seen_by=person, now=now).filter(state=Event.State.PLANNED, archived_at=None)
    rows, number = _first(past)
    if number:
        yield Waiting(
            _("Termine ohne Ergebnis"),
            _("Ihre Zeit ist vorbei. Tragen Sie ein, ob sie stattgefunden haben."),
            number,
            rows,
            is_overdue=True,
        )
    report = lint(strategy_facts(seen_by=person))
    if report.findings:
        yield Waiting(
            _("Prüfung der Strategie"),
            summary(report),
            len(report.findings),
            url=reverse("reports:strategy_check"),
            label=_("Zur Prüfung"),
        )
    rows, number = _first(access.visible(Page, to=person).filter(is_draft=True, archived_at=None))
    if number:
        yield Waiting(_("Entwürfe"), _("Diese Seiten muss die Stadt noch bestätigen."), number, rows)
    number = access.visible(BarrierReport, to=person).filter(closed_at=None).count()
    if number:
        yield Waiting(
            _("Gemeldete Barrieren"),
            _("Jemand kam auf dieser Website nicht weiter."),
            number,
            url=reverse("pages:barrier_reports"),
            label=_("Zu den Meldungen"),
        )


def _first(rows: QuerySet[Any]) -> tuple[tuple[tuple[str, str], ...], int]:
    """Names and addresses of the first rows, and how many there are (two statements at most)."""
    listed = list(rows[: _LISTED + 1])
    number = len(listed) if len(listed) <= _LISTED else rows.count()
    names = ((str(getattr(row, "name", "") or getattr(row, "title", "")), row.get_absolute_url()) for row in listed)
    return tuple((name, localized(address)) for name, address in names)[:_LISTED], number
