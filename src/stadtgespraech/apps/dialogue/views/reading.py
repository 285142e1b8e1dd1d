"""Reading the dialogue."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from stadtgespraech.apps.dialogue import calendar_feed, queries
from stadtgespraech.apps.dialogue.models import Event, Format, Stage, Topic
from stadtgespraech.core import access
from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.web.city import city

LONGEST_LEAD = 300
_FORMATTED = re.compile(r"[\n*_`#\[\]<>|\\]")
_TRAIL = {"overview": gettext_lazy("Mitreden"), "events": gettext_lazy("Termine"), "topics": gettext_lazy("Themen")}


def crumbs(*names: str) -> list[tuple[Any, str]]:
    return [(_TRAIL[name], reverse(f"dialogue:{name}")) for name in names]


def lead_of(description: Translated) -> str:
    """A short plain description stands on top as the sentence to repeat; a long or formatted one stays below."""
    text = str(description)
    return text if len(text) <= LONGEST_LEAD and not _FORMATTED.search(text) else ""


def shows_examples(rows: list[queries.EventRow]) -> bool:
    return any(row.event.is_example for row in rows)


def events_of(request: HttpRequest, rows: QuerySet[Event], now: datetime) -> dict[str, Any]:
    """One page of events, as the templates want it."""
    page = Paginator(rows, 20).get_page(request.GET.get("seite"))
    shown = queries.rows_of_events(page.object_list, now=now)
    return {"page": page, "events": shown, "page_has_examples": shows_examples(shown)}


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """ "Mitreden": the way of the dialogue, and what one can do now."""
    person, now = access.person_of(request), timezone.now()
    topics = queries.topics(seen_by=person).filter(archived_at=None)
    rows = queries.rows_of_events(queries.upcoming_events(seen_by=person, now=now)[:3], now=now)
    stages = queries.stages_on_the_way(seen_by=person, now=now)
    context = {
        "stages": stages,
        "invitations": queries.invitations(stages=stages, seen_by=person, now=now),
        "formats": queries.formats(seen_by=person)[:30],
        "page_has_examples": shows_examples(rows),
        "events": rows,
        "topics": topics[:40],
    }
    return render(request, "dialogue/overview.html", context)


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    page = Paginator(queries.timeline(seen_by=person), 50).get_page(request.GET.get("seite"))
    context = {
        "crumbs": crumbs("overview"),
        "page": page,
        "milestones": page.object_list,
        "may_add": access.may(person, "dialogue.add_timeline_entry"),
        "may_change": access.may(person, "dialogue.change_timeline_entry"),
    }
    return render(request, "dialogue/timeline.html", context)


@require_safe
def stage(request: HttpRequest, slug: str) -> HttpResponse:
    person, now = access.person_of(request), timezone.now()
    found = access.get(Stage, to=person, rows=queries.stages_with_timeline(seen_by=person), slug=slug)
    context = {
        "crumbs": crumbs("overview"),
        "stage": found,
        "lead": lead_of(found.description),
        "way": queries.stage_on_the_way(found, now=now),
        "stages": queries.stages_on_the_way(seen_by=person, now=now),
        **events_of(request, queries.events(seen_by=person).filter(stage=found), now),
        "opens": [label for value, label in Stage.Opens.choices if value in found.opens],
        "may_change": access.may(person, "dialogue.change_stage", found),
    }
    return render(request, "dialogue/stage.html", context)


@require_safe
def format_(request: HttpRequest, slug: str) -> HttpResponse:
    person, now = access.person_of(request), timezone.now()
    found = access.get(Format, to=person, rows=queries.formats(seen_by=person), slug=slug)
    context = {
        "crumbs": crumbs("overview"),
        "format": found,
        "lead": lead_of(found.description),
        "participants": queries.participants_in_words(found),
        **events_of(request, queries.events(seen_by=person).filter(format=found), now),
        "may_change": access.may(person, "dialogue.change_format", found),
    }
    return render(request, "dialogue/format.html", context)


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The calendar as a list: what is to come; ``?zeit=vorbei`` what was, ``?zeit=offen`` what of it is not settled."""
    person, now = access.person_of(request), timezone.now()
    wanted = {"vorbei": queries.past_events, "offen": queries.unsettled_events}.get(request.GET.get("zeit", ""))
    is_past, rows = wanted is not None, (wanted or queries.upcoming_events)(seen_by=person, now=now)
    context = {
        **events_of(request, rows, now),
        "is_past": is_past,
        "crumbs": crumbs("overview"),
        "feed_address": f"{settings.SITE_URL}{reverse('dialogue:subscription')}",
        "may_add": access.may(person, "dialogue.add_event"),
    }
    return render(request, "dialogue/events.html", context)


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    person, now = access.person_of(request), timezone.now()
    found = access.get(Event, to=person, rows=queries.events(seen_by=person), slug=slug)
    context = {
        "crumbs": crumbs("overview", "events"),
        "event": found,
        "page_has_examples": found.is_example,
        "row": queries.rows_of_events([found], now=now)[0],
        "topics": queries.topics(seen_by=person).filter(events=found, archived_at=None),
        "has_entry": calendar_feed.has_entry(found),
        "places": queries.places(found) if found.takes_registrations else None,
        "may_register": queries.registration_is_open(found, now=now),
        "own_registration": queries.own_registration(found, person=person),
        "may_see_registrations": found.takes_registrations and access.may(person, "dialogue.see_registrations", found),
        "may_change": access.may(person, "dialogue.change_event", found),
        "may_cancel": found.state == Event.State.PLANNED and access.may(person, "dialogue.cancel_event", found),
    }
    return render(request, "dialogue/event.html", context)


@require_safe
def subscription(request: HttpRequest) -> HttpResponse:
    """Every event that a calendar can hold, to subscribe to. The same for everybody."""
    rows = queries.events(seen_by=None)[: calendar_feed.MOST]
    name = _("Stadtgespräch %(city)s") % {"city": city().name}
    return _calendar(calendar_feed.calendar(rows, name=name, site=settings.SITE_URL, now=timezone.now()), "termine")


@require_safe
def calendar_entry(request: HttpRequest, slug: str) -> HttpResponse:
    """One event for one's own calendar."""
    found = access.get(Event, to=access.person_of(request), slug=slug)
    if not calendar_feed.has_entry(found):
        raise NotFound(_("Für diesen Termin steht noch kein Tag fest."))
    text = calendar_feed.calendar([found], name=str(found.name), site=settings.SITE_URL, now=timezone.now())
    return _calendar(text, found.slug)


def _calendar(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.ics"'}
    return HttpResponse(text, content_type=calendar_feed.CONTENT_TYPE, headers=headers)


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    page = Paginator(queries.topics(seen_by=person), 50).get_page(request.GET.get("seite"))
    context = {
        "crumbs": crumbs("overview"),
        "page": page,
        "topics": page.object_list,
        "may_add": access.may(person, "dialogue.add_topic"),
    }
    return render(request, "dialogue/topics.html", context)


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    person, now = access.person_of(request), timezone.now()
    found = access.get(Topic, to=person, slug=slug)
    context = {
        "crumbs": crumbs("overview", "topics"),
        "topic": found,
        "lead": lead_of(found.description),
        **events_of(request, queries.events(seen_by=person).filter(topics=found), now),
        "may_change": access.may(person, "dialogue.change_topic", found),
        "may_archive": access.may(person, "dialogue.archive_topic", found),
    }
    return render(request, "dialogue/topic.html", context)
