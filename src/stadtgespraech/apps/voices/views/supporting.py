"""Standing behind a voice: two buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from stadtgespraech.apps.voices import actions
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.apps.voices.views.reading import page_of
from stadtgespraech.core import access
from stadtgespraech.core.errors import BadInput
from stadtgespraech.core.web.submissions import ConfirmForm, run_once


@require_POST
def support_voice(request: HttpRequest, slug: str) -> HttpResponse:
    return _press(request, slug, actions.support_voice)


@require_POST
def unsupport_voice(request: HttpRequest, slug: str) -> HttpResponse:
    return _press(request, slug, actions.unsupport_voice)


def _press(request: HttpRequest, slug: str, action: Callable[..., Any]) -> HttpResponse:
    person = access.person_of(request)
    voice = access.get(Voice, to=person, slug=slug)
    access.require(person, "voices.support_voice", voice)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        raise BadInput

    def press() -> str:
        action(voice=voice, by=person, now=timezone.now())
        return f"{page_of(voice)}#unterstuetzung"

    return redirect(run_once(form, by=person, action=press, now=timezone.now()))
