"""Pages of the reports."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stadtgespraech.apps.reports.linter import lint, summary
from stadtgespraech.apps.reports.queries import strategy_facts
from stadtgespraech.core import access


@require_safe
def strategy_check(request: HttpRequest) -> HttpResponse:
    """Where the strategy is incomplete or contradicts itself."""
    report = lint(strategy_facts(seen_by=access.person_of(request)))
    return render(request, "reports/strategy_check.html", {"report": report, "summary": summary(report)})
