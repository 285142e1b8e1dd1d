"""The list of voices, a voice's page, one's own voices."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stadtgespraech.apps.voices import queries
from stadtgespraech.apps.voices.forms.listing import FilterForm
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.apps.voices.voice_columns import voice_columns
from stadtgespraech.core import access, thread
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.tables import FORMATS, export
from stadtgespraech.core.web.addresses import localized

PER_PAGE = 20


@require_safe
def voices(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    form = _filter_form(request, person)
    only, today = form.wanted(), timezone.localdate()
    paginator = Paginator(queries.voices(seen_by=person, only=only, today=today), PER_PAGE)
    paginator.count = queries.number_of_voices(seen_by=person, only=only, today=today)
    page = paginator.get_page(request.GET.get("seite"))
    query = request.GET.copy()
    query.pop("seite", None)
    asked = f"?{query.urlencode()}" if query else ""
    context = {
        "form": form,
        "only": only,
        "page": page,
        "voices": page.object_list,
        "downloads": [
            (name.upper(), reverse("voices:download_voices", kwargs={"format": name}) + asked) for name in FORMATS
        ],
        "may_enter": access.may(person, "voices.enter_voice"),
        "page_has_examples": any(voice.is_example for voice in page.object_list),
    }
    return render(request, "voices/voices.html", context)


@require_safe
def download_voices(request: HttpRequest, format: str) -> HttpResponseBase:
    """The list as it is filtered, as a table."""
    person = access.person_of(request)
    only = _filter_form(request, person).wanted()
    rows = queries.voices(seen_by=person, only=only, today=timezone.localdate())
    return export(rows, voice_columns(), format=format, name="stimmen", example=lambda row: row.is_example)


def _filter_form(request: HttpRequest, person: Any) -> FilterForm:
    choices = queries.entry_choices(person)
    return FilterForm(request.GET, topics=choices["topics"], districts=choices["districts"])


@require_safe
def voice(request: HttpRequest, slug: str) -> HttpResponse:
    """What somebody said, where it comes from, and what became of it."""
    person, today = access.person_of(request), timezone.localdate()
    found = access.get(Voice, to=person, rows=queries.voice_with_facts(seen_by=person), slug=slug)
    origins, outcomes = thread.origins_and_outcomes(found, seen_by=person)
    is_author = person is not None and found.author_id == person.pk
    context = {
        "crumbs": _crumbs(),
        "voice": found,
        "heading": Translated({found.language: found.title}),
        "answer": getattr(found, "answer", None),
        "days_to_answer": queries.days_to_answer(found),
        "is_author": is_author,
        "origins": origins,
        "outcomes": queries.addressed(outcomes, is_author=is_author),
        "nothing_yet": queries.nothing_yet(found, outcomes, is_author=is_author, today=today),
        "receipt_url": reverse("voices:receipt", kwargs={"slug": found.slug}),
        "page_has_examples": found.is_example or any(station.is_example for station in outcomes),
    }
    return render(request, "voices/voice.html", context)


@require_safe
@never_cache
def own_voices(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "voices.see_own_voices")
    page = Paginator(queries.own_voices(of=person), PER_PAGE).get_page(request.GET.get("seite"))
    context = {
        "crumbs": [(_("Mein Bereich"), reverse("people:my_page"))],
        "page": page,
        "voices": page.object_list,
        "page_has_examples": any(one.is_example for one in page.object_list),
    }
    return render(request, "voices/own_voices.html", context)


def _crumbs() -> list[tuple[Any, str]]:
    return [(_("Stimmen"), reverse("voices:voices"))]


def page_of(voice: Voice) -> str:
    """The voice's page in the reader's language."""
    return localized(voice.get_absolute_url())
