"""Who may see and change pages and barrier reports."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from stadtgespraech.apps.pages.models import BarrierReport, Page
from stadtgespraech.core import access


def pages_seen_by(person: Any) -> Q:
    """Everybody sees current pages; the strategy office also the archive."""
    return Q() if "strategy_office" in access.roles_of(person) else Q(archived_at=None)


def reports_seen_by(person: Any) -> Q:
    """Only the strategy office: a report can name the person who wrote it."""
    return Q() if "strategy_office" in access.roles_of(person) else Q(pk__in=[])


access.visibility(Page, pages_seen_by)
access.visibility(BarrierReport, reports_seen_by)

access.permission("pages.change_page", access.has_role("strategy_office"))
access.permission("pages.see_barrier_reports", access.has_role("strategy_office"))
access.permission("pages.close_barrier_report", access.has_role("strategy_office"))
