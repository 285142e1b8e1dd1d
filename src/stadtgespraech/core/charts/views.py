"""The pictures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from stadtgespraech.core.charts.pictures import drawn

TYPES = {".svg": "image/svg+xml", ".png": "image/png"}


@require_safe
def picture(request: HttpRequest, key: str, variant: str) -> HttpResponse:
    """One picture. Its address changes with its content, so browsers may keep it."""
    file = drawn(key, variant)
    response = HttpResponse(file.read_bytes(), content_type=TYPES[file.suffix])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
