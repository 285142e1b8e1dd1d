"""Addresses of pages in the reader's language."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language


def localized(path: str) -> str:
    """A German path (as ``get_absolute_url`` gives it) in the reader's language: English lies under ``/en``."""
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    is_own_path = path.startswith("/") and not path.startswith("//")
    if language == settings.LANGUAGE_CODE or not is_own_path or path.startswith(f"/{language}/"):
        return path
    return f"/{language}{path}"


def absolute(path: str) -> str:
    """The full address of a path of ours, for mails and machines."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"
