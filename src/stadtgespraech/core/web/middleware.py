"""What happens around every request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from stadtgespraech.core.access import log
from stadtgespraech.core.errors import HouseError, NotAllowed, SignInFirst
from stadtgespraech.core.web.error_pages import error_page

Handler = Callable[[HttpRequest], HttpResponse]


class PrivateWhenSignedIn:
    """No shared cache may keep a page that was made for somebody."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed or request.session.modified or "Set-Cookie" in response or response.cookies:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class HouseErrors:
    """Turns typed errors into pages, and notes denied requests in the access log."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, HouseError):
            return None
        if isinstance(error, NotAllowed):
            log.denied(request, at=timezone.now(), reason=error.code)
        if isinstance(error, SignInFirst) and request.method in ("GET", "HEAD"):
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
        return error_page(request, status=403 if error.status == 401 else error.status, message=str(error.message))
