"""How the API answers: errors in one shape, caching, and who may read it from where."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.operation import Operation

from stadtgespraech.core.access import log, person_of
from stadtgespraech.core.errors import BadInput, HouseError, NotAllowed

logger = logging.getLogger("django.request")
View = Callable[..., HttpResponse]
SECONDS_CACHED = 60
# Beginning of the kind of problem (pydantic's names) → what to do about it.
SENTENCES = {
    "int": gettext_lazy("bitte eine ganze Zahl."),
    "bool": gettext_lazy("bitte true oder false."),
    "date": gettext_lazy("bitte ein Datum wie 2024-03-14."),
    "greater_than_equal": gettext_lazy("mindestens %(ge)s."),
    "less_than_equal": gettext_lazy("höchstens %(le)s."),
    "literal_error": gettext_lazy("möglich sind %(expected)s."),
    "string_too_long": gettext_lazy("höchstens %(max_length)s Zeichen."),
    "string_too_short": gettext_lazy("bitte angeben."),
    "missing": gettext_lazy("bitte angeben."),
}


class MethodNotAllowed(HouseError):
    """Only reading is possible."""

    code = "method-not-allowed"
    status = 405


_apis: list[HouseApi] = []


@cache
def description_of_api() -> dict[str, Any]:
    """The OpenAPI description of the site's API, as plain JSON values. Made once: it takes a tenth of a second."""
    described: dict[str, Any] = json.loads(json.dumps(_apis[0].get_openapi_schema(), cls=DjangoJSONEncoder))
    return described


class HouseApi(NinjaAPI):
    """The API: reads only, open to every origin, every answer in the house's shape."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        _apis.append(self)
        self.add_decorator(refuse_unknown_parameters, mode="view")
        handlers: dict[type[Exception], Any] = {
            HouseError: self.on_house_error,
            ValidationError: self.on_invalid_input,
            Http404: self.on_unknown_address,
            Exception: self.on_surprise,
        }
        for kind, handler in handlers.items():
            self.add_exception_handler(kind, handler)

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        patterns = [pattern for pattern in super()._get_urls() if isinstance(pattern, URLPattern)]
        for pattern in patterns:
            pattern.callback = self.answering(pattern.callback)
        described = path("openapi.json", self.answering(self.describe), name="openapi")
        return [described, *patterns, path("<path:rest>", self.answering(self.on_unknown_address), name="unknown")]

    def answering(self, view: View) -> View:
        """A view with the reader's language and the headers that every answer has."""

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            # The address has no language, so the reader's own wish decides.
            with translation.override(translation.get_language_from_request(request)):
                if request.method not in ("GET", "HEAD"):
                    problem = MethodNotAllowed(_("Die Schnittstelle kann nur gelesen werden (GET)."))
                    response = self.on_house_error(request, problem)
                    response["Allow"] = "GET, HEAD"
                    return finished(request, response)
                is_head = request.method == "HEAD"
                request.method = "GET"
                try:
                    response = view(request, *args, **kwargs)
                except Http404:
                    response = self.on_unknown_address(request)
                return without_body(finished(request, response)) if is_head else finished(request, response)

        # Nothing here changes anything.
        return csrf_exempt(answer)

    def describe(self, request: HttpRequest) -> HttpResponse:
        return self.create_response(request, description_of_api(), status=200)

    def problem(
        self, request: HttpRequest, *, code: str, message: str, status: int, parameters: list[str] | None = None
    ) -> HttpResponse:
        """An error as JSON."""
        data = {"code": code, "message": message, "parameters": parameters or []}
        return self.create_response(request, data, status=status)

    def on_house_error(self, request: HttpRequest, error: HouseError) -> HttpResponse:
        if isinstance(error, NotAllowed):
            log.denied(request, at=timezone.now(), reason=error.code)
        parameters = error.parameters if isinstance(error, BadParameters) else []
        return self.problem(
            request, code=error.code, message=str(error.message), status=error.status, parameters=parameters
        )

    def on_invalid_input(self, request: HttpRequest, error: ValidationError) -> HttpResponse:
        names = sorted({str(item["loc"][-1]) for item in error.errors})
        sentences = [
            _("„%(name)s“: %(what)s") % {"name": item["loc"][-1], "what": sentence_for(item)} for item in error.errors
        ]
        message = _("Diese Anfrage können wir nicht verstehen. %(problems)s") % {"problems": " ".join(sentences)}
        return self.problem(request, code="invalid-input", message=message, status=400, parameters=names)

    def on_unknown_address(self, request: HttpRequest, error: Any = None, rest: str = "") -> HttpResponse:
        message = _("Diese Adresse gibt es in der Schnittstelle nicht.")
        return self.problem(request, code="not-found", message=message, status=404)

    def on_surprise(self, request: HttpRequest, error: Exception) -> HttpResponse:
        logger.error("Internal error in the API: %s", request.path, exc_info=error)
        got_request_exception.send(sender=type(self), request=request)
        message = _("Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es später noch einmal.")
        return self.problem(request, code="internal-error", message=message, status=500)


class BadParameters(BadInput):
    """Parameters that this address does not take."""

    code = "unknown-parameter"

    def __init__(self, message: str, parameters: list[str]) -> None:
        super().__init__(message)
        self.parameters = parameters


def parameters_of(operation: Operation) -> list[str]:
    """Names of the query parameters that an operation takes."""
    return sorted(
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    )


def refuse_unknown_parameters(run: View) -> View:
    """A misspelt filter must not silently give out everything."""
    operation: Operation = getattr(run, "__self__")  # noqa: B009 -- ninja passes the bound method
    known = parameters_of(operation)

    @wraps(run)
    def checked(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        # What comes from the address bar may hold anything; only its plain beginning is repeated.
        unknown = sorted(name[:40] for name in request.GET if name not in known)
        if unknown:
            allowed = ", ".join(known) or _("keine")
            message = _("Diese Parameter gibt es hier nicht: %(unknown)s. Möglich sind: %(known)s.") % {
                "unknown": ", ".join(unknown),
                "known": allowed,
            }
            return operation.api.on_exception(request, BadParameters(message, unknown))
        repeated = sorted(name for name, values in request.GET.lists() if len(values) > 1)
        if repeated:
            message = _("Bitte geben Sie diese Parameter nur einmal an: %(names)s.") % {"names": ", ".join(repeated)}
            return operation.api.on_exception(request, BadParameters(message, repeated))
        return run(request, **kwargs)

    return checked


def sentence_for(problem: dict[str, Any]) -> str:
    """What is wrong with one value, in the reader's language."""
    kind, limits = problem["type"], problem.get("ctx", {})
    template = next(
        (text for start, text in SENTENCES.items() if kind.startswith(start)), _("dieser Wert passt nicht.")
    )
    return str(template) % limits


def finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The same answer with its headers, or 304 when the reader has it already."""
    if response.status_code == 200:
        is_visitor = person_of(request) is None
        response["Cache-Control"] = f"public, max-age={SECONDS_CACHED}" if is_visitor else "private, no-store"
        response["Content-Language"] = "de, en"
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        conditional = get_conditional_response(request, etag=etag, response=response)
        response = conditional if isinstance(conditional, HttpResponse) else response
    else:
        response["Cache-Control"] = "no-store"
        response["Content-Language"] = translation.get_language() or "de"
        patch_vary_headers(response, ["Accept-Language"])
    # Public data: any page may read it. Without Allow-Credentials no browser hands out what cookies would open.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def without_body(response: HttpResponse) -> HttpResponse:
    """What HEAD gets."""
    length = str(len(response.content))
    response.content = b""
    response["Content-Length"] = length
    return response
