"""Reading what came in, one voice at a time, the oldest first."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stadtgespraech.apps.voices import actions, queries
from stadtgespraech.apps.voices.forms.moderating import RefusalForm, SortForm
from stadtgespraech.apps.voices.models import Voice, VoiceContact
from stadtgespraech.apps.voices.views.reading import page_of
from stadtgespraech.core import access
from stadtgespraech.core.access.log import personal_data_read, route_of
from stadtgespraech.core.errors import BadInput, NotFound
from stadtgespraech.core.web.editing import form_view
from stadtgespraech.core.web.submissions import ConfirmForm, run_once

LISTED = 20
LINKS = re.compile(r"https?://|www\.", re.IGNORECASE)


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The oldest voice that waits, large; ``?stimme=`` takes another one first."""
    person = access.person_of(request)
    access.require(person, "voices.publish_voice")
    rows = queries.waiting(seen_by=person)
    waiting = list(rows[: LISTED + 1])
    slug = request.GET.get("stimme", "").replace("\x00", "")
    current = next((one for one in waiting if one.slug == slug), waiting[0] if waiting else None)
    context: dict[str, Any] = {
        "number": rows.count(),
        "current": current,
        "others": [one for one in waiting if one is not current][:LISTED],
        "page_has_examples": any(one.is_example for one in waiting),
    }
    if current is not None:
        context |= {
            "form": _sort_form(current, person),
            "pictures": queries.pictures_of(current),
            "has_links": bool(LINKS.search(f"{current.title} {current.text}")),
            "same_words": queries.waiting_like(current, seen_by=person),
            "similar": queries.similar_voices(title=current.title, text=current.text, seen_by=person),
        }
    return render(request, "voices/queue.html", context)


def _sort_form(voice: Voice, person: Any, data: Any = None) -> SortForm:
    choices = queries.entry_choices(person)
    initial = {
        "topic": voice.topic.slug if voice.topic else "",
        "district": voice.district.slug if voice.district else "",
    }
    return SortForm(data, initial=initial, topics=choices["topics"], districts=choices["districts"])


@require_POST
def publish_voice(request: HttpRequest, slug: str) -> HttpResponse:
    """One button: set topic and district as they stand in the form, and publish."""
    person = access.person_of(request)
    voice = access.get(Voice, to=person, slug=slug)
    access.require(person, "voices.publish_voice", voice)
    is_sorted = "topic" in request.POST
    form = _sort_form(voice, person, request.POST) if is_sorted else ConfirmForm(request.POST)
    if not form.is_valid():
        raise BadInput

    def publish() -> str:
        now = timezone.now()
        if is_sorted:
            actions.sort_voice(voice=voice, **form.values, by=person, now=now)
        seen = request.POST.get("pictures", "")
        actions.publish_voice(voice=voice, pictures_seen=seen, by=person, now=now)
        return reverse("voices:queue") if is_sorted else page_of(voice)

    return redirect(run_once(form, by=person, action=publish, now=timezone.now()))


@require_http_methods(["GET", "POST"])
def refuse_voice(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    voice = access.get(Voice, to=person, slug=slug)
    access.require(person, "voices.refuse_voice", voice)

    def refuse(values: dict[str, Any]) -> str:
        actions.refuse_voice(voice=voice, **values, by=person, now=timezone.now())
        return reverse("voices:queue")

    return form_view(
        request,
        form=RefusalForm(request.POST if request.method == "POST" else None),
        submit=refuse,
        title=_("Nicht veröffentlichen"),
        lead=_("Wer das geschrieben hat, erfährt den Grund und kann es anders sagen."),
        button=_("Nicht veröffentlichen"),
        back=reverse("voices:queue"),
        template="voices/refuse.html",
        context={"voice": voice},
    )


@require_http_methods(["GET", "POST"])
def sort_voice(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    voice = access.get(Voice, to=person, slug=slug)
    access.require(person, "voices.sort_voice", voice)

    def sort(values: dict[str, Any]) -> str:
        return page_of(actions.sort_voice(voice=voice, **values, by=person, now=timezone.now()))

    return form_view(
        request,
        form=_sort_form(voice, person, request.POST if request.method == "POST" else None),
        submit=sort,
        title=_("Thema und Bezirk"),
        lead=voice.title,
        back=page_of(voice),
    )


@require_safe
def contact(request: HttpRequest, slug: str) -> HttpResponse:
    """How somebody without an account can be answered. Looking is logged."""
    person = access.person_of(request)
    voice = access.get(Voice, to=person, slug=slug)
    access.require(person, "voices.see_contact", voice)
    found = VoiceContact.objects.filter(voice=voice).first()
    if found is None:
        raise NotFound(_("Zu dieser Stimme gibt es keine Anschrift."))
    personal_data_read(by=person, at=timezone.now(), route=route_of(request), reason="contact of a voice")
    context = {
        "crumbs": [(_("Stimmen"), reverse("voices:voices")), (voice.title, page_of(voice))],
        "voice": voice,
        "contact": found,
    }
    return render(request, "voices/contact.html", context)
