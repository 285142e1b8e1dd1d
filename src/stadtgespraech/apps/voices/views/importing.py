"""Voices from a table, and deciding on them together."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stadtgespraech.apps.voices import actions, queries
from stadtgespraech.apps.voices.columns import import_template
from stadtgespraech.apps.voices.forms.importing import DecideTogetherForm, PublishForm
from stadtgespraech.apps.voices.importing import VOICES
from stadtgespraech.core import access
from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.tables import FORMATS, export
from stadtgespraech.core.tables.views import preview_page, upload_page
from stadtgespraech.core.web.editing import editing, form_view
from stadtgespraech.core.web.submissions import ConfirmForm

PAGE = 25


@editing
def upload_voices(request: HttpRequest) -> HttpResponse:
    access.require(access.person_of(request), "voices.import_voices")
    return upload_page(
        request,
        VOICES,
        preview_url="voices:preview_voices",
        title=_("Stimmen aus einer Tabelle einlesen"),
        lead=_("Was anderswo gesagt wurde, kommt hier mit seinem wirklichen Weg und seiner Quelle an."),
        back=reverse("voices:imported"),
        templates=[
            (format.upper(), reverse("voices:import_template", kwargs={"format": format})) for format in FORMATS
        ],
    )


@require_safe
def template(request: HttpRequest, format: str) -> HttpResponseBase:
    """An empty table with one row that shows how to fill it in."""
    access.require(access.person_of(request), "voices.import_voices")
    return export([timezone.localdate()], import_template(), format=format, name="stimmen-einlesen")


@editing
def preview_voices(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "voices.import_voices")
    return preview_page(
        request,
        VOICES,
        key=key,
        title=_("Stimmen prüfen und übernehmen"),
        back=reverse("voices:imported"),
        upload=reverse("voices:upload_voices"),
        form=PublishForm if access.may(person, "voices.publish_imported_voices") else ConfirmForm,
    )


@require_safe
def imported(request: HttpRequest) -> HttpResponse:
    """Sources whose voices wait."""
    person = access.person_of(request)
    access.require(person, "voices.import_voices")
    page = Paginator(queries.waiting_by_source(seen_by=person), PAGE).get_page(request.GET.get("seite"))
    sources = [
        {**row, "address": f"{reverse('voices:moderate_imported')}?{urlencode({'quelle': row['source']})}"}
        for row in page.object_list
    ]
    return render(request, "voices/imported.html", {"page": page, "sources": sources})


@editing
def moderate_imported(request: HttpRequest) -> HttpResponse:
    """Read the voices of one source, then decide on all of them."""
    person = access.person_of(request)
    access.require(person, "voices.moderate_imported_voices")
    source = request.GET.get("quelle", "").replace("\x00", "")[:200]
    page = Paginator(queries.waiting_from(source, seen_by=person), PAGE).get_page(request.GET.get("seite"))
    if not source or not page.object_list:
        raise NotFound
    back = reverse("voices:imported")

    def submit(values: dict[str, Any]) -> str:
        now = timezone.now()
        if values["decision"] == DecideTogetherForm.PUBLISH:
            actions.publish_imported(source=source, by=person, now=now)
        else:
            actions.refuse_imported(source=source, refusal=values["refusal"], by=person, now=now)
        return back

    return form_view(
        request,
        form=DecideTogetherForm(request.POST or None),
        submit=submit,
        title=_("Eingelesene Stimmen prüfen"),
        lead=source,
        button=_("Für alle entscheiden"),
        back=back,
        template="voices/moderate_imported.html",
        context={"page": page, "waiting": page.paginator.count},
    )
