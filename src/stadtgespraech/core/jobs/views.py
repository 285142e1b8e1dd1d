"""The health check, and the demo's mailbox."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.jobs.health import health
from stadtgespraech.core.jobs.models import OutgoingMail


@require_safe
@never_cache
def health_check(request: HttpRequest) -> JsonResponse:
    """200 when all is well, 503 otherwise; the body says what is not. Shows no personal data."""
    found = health(timezone.now())
    return JsonResponse(found.as_dict(), status=200 if found.ok else 503)


@require_safe
@never_cache
def demo_mailbox(request: HttpRequest) -> HttpResponse:
    """The newest mails of the demo. Anywhere else this page does not exist."""
    if not settings.DEMO:
        raise NotFound
    return render(
        request,
        "jobs/demo_mailbox.html",
        {"mails": OutgoingMail.objects.filter(erased_at=None).order_by("-created_at", "-id")[:50]},
    )
