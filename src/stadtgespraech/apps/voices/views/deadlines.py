"""Pages of the clock: who has to answer until when, and how often answers come in time."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stadtgespraech.apps.voices import actions
from stadtgespraech.apps.voices.forms.routing import AcknowledgeForm, RouteForm
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.apps.voices.queries import deadlines as queries
from stadtgespraech.core import access
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import form_view


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """Voices that wait for an answer; ``?stand=`` one state, ``?stelle=`` one unit."""
    person, today = access.person_of(request), timezone.localdate()
    access.require(person, "voices.see_deadlines")
    unit, word = slugify(request.GET.get("stelle", "")[:120]), request.GET.get("stand", "")
    state = queries.WORDS.get(word, "")
    sees_all = access.may(person, "voices.route_voice")
    load = queries.workload(seen_by=person, today=today, unit=unit)
    rows = queries.deadlines(seen_by=person, today=today, unit=unit, state=state)
    page = Paginator(rows, 30).get_page(request.GET.get("seite"))
    tabs = [
        (key, queries.STATES[name], load.voices[name], name == state)
        for key, name in queries.WORDS.items()
        if sees_all or name != queries.UNROUTED
    ]
    context = {
        "page": page,
        "clocks": [(voice, queries.clock_of(voice, today=today)) for voice in page.object_list],
        "tabs": [("", _("alle offenen"), load.waiting, not state), *tabs],
        "overdue": load.overdue,
        "units": list(queries.units_with_voices(seen_by=person)) if sees_all else [],
        "unit": unit,
        "word": word if state else "",
        "sees_all": sees_all,
        "to_be_told": load.to_tell,
        "page_has_examples": any(voice.is_example for voice in page.object_list),
    }
    return render(request, "voices/deadlines.html", context)


@require_safe
def answer_rate(request: HttpRequest) -> HttpResponse:
    """For everybody: how often the city answers in time."""
    total, by_unit = queries.rates(seen_by=access.person_of(request), today=timezone.localdate())
    context = {
        "total": total,
        "rates": by_unit,
        "fewest": queries.FEWEST,
        "crumbs": [(_("Stimmen"), localized("/stimmen/"))],
        "page_has_examples": total.has_examples,
    }
    return render(request, "voices/answer_rate.html", context)


@require_http_methods(["GET", "POST"])
def route(request: HttpRequest, slug: str) -> HttpResponse:
    person, now = access.person_of(request), timezone.now()
    voice = access.get(Voice, to=person, slug=slug)
    access.require(person, "voices.route_voice", voice)
    back = localized(voice.get_absolute_url())

    def submit(values: dict[str, Any]) -> str:
        actions.route_voice(voice=voice, by=person, now=now, **values)
        return back

    return form_view(
        request,
        form=RouteForm(request.POST or None, instance=voice, person=person),
        submit=submit,
        title=_("Wer beantwortet diese Stimme?"),
        lead=voice.title,
        button=_("Zuständigkeit speichern"),
        back=back,
    )


@require_http_methods(["GET", "POST"])
def acknowledge(request: HttpRequest, slug: str) -> HttpResponse:
    person, now = access.person_of(request), timezone.now()
    voice = access.get(Voice, to=person, slug=slug)
    access.require(person, "voices.acknowledge_voice", voice)
    back = localized(voice.get_absolute_url())

    def submit(values: dict[str, Any]) -> str:
        actions.acknowledge_voice(voice=voice, by=person, now=now, **values)
        return back

    return form_view(
        request,
        form=AcknowledgeForm(request.POST or None),
        submit=submit,
        title=_("Zuständigkeit bestätigen"),
        lead=voice.title,
        button=_("Ja, wir antworten"),
        back=back,
    )
