"""What waits for somebody of the administration, as their page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from stadtgespraech.apps.reports.linter import lint, summary
from stadtgespraech.apps.reports.queries import strategy_facts
from stadtgespraech.core import access
from stadtgespraech.core.web.queues import Waiting, waiting


def waiting_for(person: Any, *, now: datetime) -> list[tuple[str, list[Waiting]]]:
    """Heading → what this person should look at; first of all what is overdue, wherever it belongs.

    One statement, and for those who see the strategy check its six.
    """
    found = [*waiting(person, now=now), *_strategy_check(person)]
    overdue = [one for one in found if one.is_overdue]
    others = groupby((one for one in found if not one.is_overdue), key=lambda one: one.heading)
    return [
        *([(_("Überfällig"), overdue)] if overdue else []),
        *((heading, list(lines)) for heading, lines in others),
    ]


def _strategy_check(person: Any) -> Iterator[Waiting]:
    """The findings are worked out, not counted."""
    if "strategy_office" in access.roles_of(person):
        report = lint(strategy_facts(seen_by=person))
        if report.findings:
            address = reverse("reports:strategy_check")
            yield Waiting(_("Prüfung der Strategie"), summary(report), len(report.findings), address)
