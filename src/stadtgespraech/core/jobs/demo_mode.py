"""The demo shows everybody's mail on a page. So it runs on this machine only, and nowhere else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

LOCAL = {"localhost", "127.0.0.1", "[::1]", "::1", "testserver"}


def why_demo_is_refused() -> str | None:
    """Why this installation may not run in demo mode; None if it may, or does not want to."""
    if not settings.DEMO:
        return None
    hosts = {urlsplit(settings.SITE_URL).hostname or "", *settings.ALLOWED_HOSTS}
    strange = sorted(hosts - LOCAL)
    if strange:
        return f"STADTGESPRAECH_DEMO is on, but the site answers to {', '.join(strange)}: the demo publishes all mails and passwords. Switch it off."
    return None


def check_demo_mode(app_configs: Any, **_more: Any) -> list[checks.CheckMessage]:
    """Django's system check: refuses demo mode on a public site."""
    refusal = why_demo_is_refused()
    return [checks.Error(refusal, id="jobs.E001")] if refusal else []


def refuse_public_demo() -> None:
    """Stop the web server from starting in demo mode on a public site.

    Raises:
        ImproperlyConfigured: with the reason.
    """
    if refusal := why_demo_is_refused():
        raise ImproperlyConfigured(refusal)
