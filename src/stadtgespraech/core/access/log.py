"""Writing the access log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from stadtgespraech.core.access.models import AccessLogEntry
from stadtgespraech.core.access.permissions import person_of


def route_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.view_name or match.route) if match else "unknown"


def denied(request: HttpRequest, *, at: datetime, reason: str) -> AccessLogEntry:
    """Note a refused request, after its own transaction has been rolled back."""
    return AccessLogEntry.objects.create(
        kind=AccessLogEntry.Kind.DENIED,
        at=at,
        person=person_of(request),
        method=request.method or "",
        route=route_of(request),
        reason=reason[:200],
    )


def personal_data_read(*, by: Any, at: datetime, route: str, reason: str) -> AccessLogEntry:
    """Note that ``by`` looked at personal data of others, and why."""
    return AccessLogEntry.objects.create(
        kind=AccessLogEntry.Kind.PERSONAL_DATA_READ, at=at, person=by, route=route, reason=reason[:200]
    )
