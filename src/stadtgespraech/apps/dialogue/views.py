"""Pages of the dialogue."""

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
from django.views.decorators.http import require_http_methods, require_safe

from stadtgespraech.apps.dialogue import actions, calendar_feed, forms, queries
from stadtgespraech.apps.dialogue.models import Event, Format, Stage, TimelineEntry, Topic
from stadtgespraech.core import access
from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.city import city
from stadtgespraech.core.web.editing import form_view

editing = require_http_methods(["GET", "POST"])


LONGEST_LEAD = 300
_FORMATTED = re.compile(r"[\n*_`#\[\]<>|\\]")
_TRAIL = {"overview": gettext_lazy("Mitreden"), "events": gettext_lazy("Termine"), "topics": gettext_lazy("Themen")}


def _crumbs(*names: str) -> list[tuple[Any, str]]:
    return [(_TRAIL[name], reverse(f"dialogue:{name}")) for name in names]


def _lead(description: Translated) -> str:
    """A short plain description stands on top as the sentence to repeat; a long or formatted one stays below."""
    text = str(description)
    return text if len(text) <= LONGEST_LEAD and not _FORMATTED.search(text) else ""


def _shows_examples(rows: list[queries.EventRow]) -> bool:
    return any(row.event.is_example for row in rows)


def _events_of(request: HttpRequest, rows: QuerySet[Event], now: datetime) -> dict[str, Any]:
    """One page of events, as the templates want it."""
    page = Paginator(rows, 20).get_page(request.GET.get("seite"))
    shown = queries.rows_of_events(page.object_list, now=now)
    return {"page": page, "events": shown, "page_has_examples": _shows_examples(shown)}


# -- Reading ---------------------------------------------------------------------------------------


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
        "page_has_examples": _shows_examples(rows),
        "events": rows,
        "topics": topics[:40],
    }
    return render(request, "dialogue/overview.html", context)


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    page = Paginator(queries.timeline(seen_by=person), 50).get_page(request.GET.get("seite"))
    context = {
        "crumbs": _crumbs("overview"),
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
        "crumbs": _crumbs("overview"),
        "stage": found,
        "lead": _lead(found.description),
        "way": queries.stage_on_the_way(found, now=now),
        "stages": queries.stages_on_the_way(seen_by=person, now=now),
        **_events_of(request, queries.events(seen_by=person).filter(stage=found), now),
        "may_change": access.may(person, "dialogue.change_stage", found),
    }
    return render(request, "dialogue/stage.html", context)


@require_safe
def format_(request: HttpRequest, slug: str) -> HttpResponse:
    person, now = access.person_of(request), timezone.now()
    found = access.get(Format, to=person, rows=queries.formats(seen_by=person), slug=slug)
    context = {
        "crumbs": _crumbs("overview"),
        "format": found,
        "lead": _lead(found.description),
        "participants": queries.participants_in_words(found),
        **_events_of(request, queries.events(seen_by=person).filter(format=found), now),
        "may_change": access.may(person, "dialogue.change_format", found),
    }
    return render(request, "dialogue/format.html", context)


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The calendar as a list: what is to come, or with ``?zeit=vorbei`` what was."""
    person, now = access.person_of(request), timezone.now()
    is_past = request.GET.get("zeit") == "vorbei"
    rows = (queries.past_events if is_past else queries.upcoming_events)(seen_by=person, now=now)
    context = {
        **_events_of(request, rows, now),
        "is_past": is_past,
        "crumbs": _crumbs("overview"),
        "feed_address": f"{settings.SITE_URL}{reverse('dialogue:subscription')}",
        "may_add": access.may(person, "dialogue.add_event"),
    }
    return render(request, "dialogue/events.html", context)


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    person, now = access.person_of(request), timezone.now()
    found = access.get(Event, to=person, rows=queries.events(seen_by=person), slug=slug)
    context = {
        "crumbs": _crumbs("overview", "events"),
        "event": found,
        "page_has_examples": found.is_example,
        "row": queries.rows_of_events([found], now=now)[0],
        "topics": queries.topics(seen_by=person).filter(events=found, archived_at=None),
        "has_entry": calendar_feed.has_entry(found),
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
        "crumbs": _crumbs("overview"),
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
        "crumbs": _crumbs("overview", "topics"),
        "topic": found,
        "lead": _lead(found.description),
        **_events_of(request, queries.events(seen_by=person).filter(topics=found), now),
        "may_change": access.may(person, "dialogue.change_topic", found),
        "may_archive": access.may(person, "dialogue.archive_topic", found),
    }
    return render(request, "dialogue/topic.html", context)


# -- Editing ---------------------------------------------------------------------------------------


@editing
def change_stage(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Stage, to=person, slug=slug)
    access.require(person, "dialogue.change_stage", found)
    return form_view(
        request,
        form=forms.StageForm(request.POST or None, instance=found),
        submit=lambda values: _page_of(
            actions.change_stage(stage=found, changes=values, by=person, now=timezone.now())
        ),
        title=_("Stufe bearbeiten"),
        lead=str(found.name),
        back=_page_of(found),
    )


@editing
def change_format(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Format, to=person, slug=slug)
    access.require(person, "dialogue.change_format", found)
    return form_view(
        request,
        form=forms.FormatForm(request.POST or None, instance=found),
        submit=lambda values: _page_of(
            actions.change_format(format_=found, changes=values, by=person, now=timezone.now())
        ),
        title=_("Format bearbeiten"),
        lead=str(found.name),
        back=_page_of(found),
    )


@editing
def add_event(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "dialogue.add_event")
    return form_view(
        request,
        form=forms.EventForm(request.POST or None, **_event_choices(person)),
        submit=lambda values: _page_of(actions.add_event(values=values, by=person, now=timezone.now())),
        title=_("Termin ankündigen"),
        button=_("Ankündigen"),
        back=localized("/termine/"),
    )


@editing
def change_event(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Event, to=person, slug=slug)
    access.require(person, "dialogue.change_event", found)
    return form_view(
        request,
        form=forms.EventForm(request.POST or None, instance=found, **_event_choices(person)),
        submit=lambda values: _page_of(
            actions.change_event(event=found, changes=values, by=person, now=timezone.now())
        ),
        title=_("Termin bearbeiten"),
        lead=str(found.name),
        back=_page_of(found),
    )


def _event_choices(person: Any) -> dict[str, Any]:
    return {
        "stages": access.visible(Stage, to=person).filter(archived_at=None),
        "formats": access.visible(Format, to=person).filter(archived_at=None),
        "topics": access.visible(Topic, to=person).filter(archived_at=None),
    }


@editing
def cancel_event(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Event, to=person, slug=slug)
    access.require(person, "dialogue.cancel_event", found)
    return form_view(
        request,
        form=forms.ConfirmForm(request.POST or None),
        submit=lambda values: _page_of(actions.cancel_event(event=found, by=person, now=timezone.now())),
        title=_("Termin absagen: %(name)s") % {"name": found.name},
        lead=_("Seite und Kalendereintrag bleiben und sagen, dass der Termin ausfällt."),
        button=_("Termin absagen"),
        back=_page_of(found),
    )


@editing
def add_topic(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "dialogue.add_topic")
    return form_view(
        request,
        form=forms.TopicForm(request.POST or None),
        submit=lambda values: _page_of(actions.add_topic(values=values, by=person, now=timezone.now())),
        title=_("Thema hinzufügen"),
        button=_("Hinzufügen"),
        back=localized("/themen/"),
    )


@editing
def change_topic(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Topic, to=person, slug=slug)
    access.require(person, "dialogue.change_topic", found)
    return form_view(
        request,
        form=forms.TopicForm(request.POST or None, instance=found),
        submit=lambda values: _page_of(
            actions.change_topic(topic=found, changes=values, by=person, now=timezone.now())
        ),
        title=_("Thema bearbeiten"),
        lead=str(found.name),
        back=_page_of(found),
    )


@editing
def archive_topic(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Topic, to=person, slug=slug)
    access.require(person, "dialogue.archive_topic", found)
    return form_view(
        request,
        form=forms.ConfirmForm(request.POST or None),
        submit=lambda values: _page_of(actions.archive_topic(topic=found, by=person, now=timezone.now())),
        title=_("Thema aus der Liste nehmen: %(name)s") % {"name": found.name},
        lead=_("Das Thema wird nicht gelöscht. Das Strategiebüro kann es wieder aufnehmen."),
        button=_("Aus der Liste nehmen"),
        back=_page_of(found),
    )


@editing
def restore_topic(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Topic, to=person, slug=slug)
    access.require(person, "dialogue.archive_topic", found)
    return form_view(
        request,
        form=forms.ConfirmForm(request.POST or None),
        submit=lambda values: _page_of(actions.restore_topic(topic=found, by=person, now=timezone.now())),
        title=_("Thema wieder aufnehmen: %(name)s") % {"name": found.name},
        button=_("Wieder aufnehmen"),
        back=_page_of(found),
    )


@editing
def add_timeline_entry(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "dialogue.add_timeline_entry")
    return form_view(
        request,
        form=forms.TimelineEntryForm(request.POST or None, stages=access.visible(Stage, to=person)),
        submit=lambda values: _timeline_after(actions.add_timeline_entry(values=values, by=person, now=timezone.now())),
        title=_("Zeitplan ergänzen"),
        back=localized("/zeitplan/"),
    )


@editing
def change_timeline_entry(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(TimelineEntry, to=person, slug=slug)
    access.require(person, "dialogue.change_timeline_entry", found)
    return form_view(
        request,
        form=forms.TimelineEntryForm(request.POST or None, instance=found, stages=access.visible(Stage, to=person)),
        submit=lambda values: _timeline_after(
            actions.change_timeline_entry(entry=found, changes=values, by=person, now=timezone.now())
        ),
        title=_("Zeitplan ändern"),
        lead=str(found.what),
        back=localized("/zeitplan/"),
    )


def _page_of(obj: Stage | Format | Event | Topic) -> str:
    return localized(obj.get_absolute_url())


def _timeline_after(entry: TimelineEntry) -> str:
    return f"{localized('/zeitplan/')}#{entry.slug}"
