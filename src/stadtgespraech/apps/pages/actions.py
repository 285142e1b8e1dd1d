"""Changing pages; taking and closing reports of barriers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stadtgespraech.apps.pages import queries
from stadtgespraech.apps.pages.models import BarrierReport, Page
from stadtgespraech.core import access, jobs, journal, thread
from stadtgespraech.core.errors import Conflict


@transaction.atomic
def change_page(*, page: Page, changes: dict[str, Any], by: Any, now: datetime) -> Page:
    """Change a page's texts and set its date.

    Args:
        changes: field name → new value.
    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    access.require(by, "pages.change_page", page)
    changed = sorted(name for name, value in changes.items() if getattr(page, name) != value)
    if not changed:
        return page
    for name in changed:
        setattr(page, name, changes[name])
    page.changed_on = timezone.localdate(now)
    page.save(update_fields=[*changed, "changed_on"])
    thread.put(page, at=now)
    transaction.on_commit(queries.forget_legal_links)
    journal.record("page.changed", subject=page, by=by, at=now, fields=changed)
    return page


@transaction.atomic
def report_barrier(*, text: str, address: str, contact: str, by: Any, now: datetime) -> BarrierReport:
    """Take a report of a barrier and tell the office, without repeating personal data in the mail."""
    report = BarrierReport.objects.create(text=text, address=address, contact=contact, received_at=now)
    journal.record("barrier.reported", subject=report, by=by, at=now)
    jobs.send_mail(
        key=f"barrier-{report.pk}-reported",
        to=settings.OFFICE_EMAIL,
        subject=_("Eine Barriere wurde gemeldet"),
        body=_("Die Meldung steht unter %(address)s") % {"address": f"{settings.SITE_URL}/barrieren/"},
        now=now,
    )
    return report


def forget_reporter(person: Any, now: datetime) -> None:
    """Somebody deletes their account: erase the reports that name them, and close them."""
    for report in queries.reports_naming(person).select_for_update():
        report.text = report.address = report.contact = ""
        report.closed_at = report.closed_at or now
        report.save()


@transaction.atomic
def close_barrier_report(*, report: BarrierReport, by: Any, now: datetime) -> BarrierReport:
    """Close a report and erase what it said.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        Conflict: somebody closed it already.
    """
    access.require(by, "pages.close_barrier_report", report)
    erased = {"text": "", "address": "", "contact": "", "closed_at": now}
    if not BarrierReport.objects.filter(pk=report.pk, closed_at=None).update(**erased):
        raise Conflict
    journal.record("barrier.closed", subject=report, by=by, at=now)
    report.refresh_from_db()
    return report
