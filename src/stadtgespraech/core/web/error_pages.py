"""Error pages: what went wrong and what to do, never an internal detail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

_TEMPLATES = {400, 403, 404, 405, 409, 429, 500, 503}


def error_page(request: HttpRequest, *, status: int, message: str = "") -> HttpResponse:
    """The page for an HTTP status."""
    name = status if status in _TEMPLATES else 400
    return render(request, f"web/errors/{name}.html", {"message": message}, status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return error_page(request, status=400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return error_page(request, status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return error_page(request, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor context: both may be what broke."""
    return HttpResponse(loader.render_to_string("web/errors/500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form had expired. Nothing typed is lost: the browser's way back keeps it."""
    return error_page(request, status=403, message="csrf")
