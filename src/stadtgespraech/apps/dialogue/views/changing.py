"""Changing the dialogue: for the strategy office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stadtgespraech.apps.dialogue import actions, forms
from stadtgespraech.apps.dialogue.models import Event, Format, Stage, TimelineEntry, Topic
from stadtgespraech.core import access
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import form_view

editing = require_http_methods(["GET", "POST"])


@editing
def change_stage(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Stage, to=person, slug=slug)
    access.require(person, "dialogue.change_stage", found)
    return form_view(
        request,
        form=forms.StageForm(request.POST or None, instance=found),
        submit=lambda values: page_of(actions.change_stage(stage=found, changes=values, by=person, now=timezone.now())),
        title=_("Stufe bearbeiten"),
        lead=str(found.name),
        back=page_of(found),
    )


@editing
def change_format(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Format, to=person, slug=slug)
    access.require(person, "dialogue.change_format", found)
    return form_view(
        request,
        form=forms.FormatForm(request.POST or None, instance=found),
        submit=lambda values: page_of(
            actions.change_format(format_=found, changes=values, by=person, now=timezone.now())
        ),
        title=_("Format bearbeiten"),
        lead=str(found.name),
        back=page_of(found),
    )


@editing
def add_event(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "dialogue.add_event")
    return form_view(
        request,
        form=forms.EventForm(request.POST or None, **_event_choices(person)),
        submit=lambda values: page_of(actions.add_event(values=values, by=person, now=timezone.now())),
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
        submit=lambda values: page_of(actions.change_event(event=found, changes=values, by=person, now=timezone.now())),
        title=_("Termin bearbeiten"),
        lead=str(found.name),
        back=page_of(found),
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
        submit=lambda values: page_of(actions.cancel_event(event=found, by=person, now=timezone.now())),
        title=_("Termin absagen: %(name)s") % {"name": found.name},
        lead=_("Seite und Kalendereintrag bleiben und sagen, dass der Termin ausfällt."),
        button=_("Termin absagen"),
        back=page_of(found),
    )


@editing
def add_topic(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "dialogue.add_topic")
    return form_view(
        request,
        form=forms.TopicForm(request.POST or None),
        submit=lambda values: page_of(actions.add_topic(values=values, by=person, now=timezone.now())),
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
        submit=lambda values: page_of(actions.change_topic(topic=found, changes=values, by=person, now=timezone.now())),
        title=_("Thema bearbeiten"),
        lead=str(found.name),
        back=page_of(found),
    )


@editing
def archive_topic(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Topic, to=person, slug=slug)
    access.require(person, "dialogue.archive_topic", found)
    return form_view(
        request,
        form=forms.ConfirmForm(request.POST or None),
        submit=lambda values: page_of(actions.archive_topic(topic=found, by=person, now=timezone.now())),
        title=_("Thema aus der Liste nehmen: %(name)s") % {"name": found.name},
        lead=_("Das Thema wird nicht gelöscht. Das Strategiebüro kann es wieder aufnehmen."),
        button=_("Aus der Liste nehmen"),
        back=page_of(found),
    )


@editing
def restore_topic(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Topic, to=person, slug=slug)
    access.require(person, "dialogue.archive_topic", found)
    return form_view(
        request,
        form=forms.ConfirmForm(request.POST or None),
        submit=lambda values: page_of(actions.restore_topic(topic=found, by=person, now=timezone.now())),
        title=_("Thema wieder aufnehmen: %(name)s") % {"name": found.name},
        button=_("Wieder aufnehmen"),
        back=page_of(found),
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


def page_of(obj: Stage | Format | Event | Topic) -> str:
    return localized(obj.get_absolute_url())


def _timeline_after(entry: TimelineEntry) -> str:
    return f"{localized('/zeitplan/')}#{entry.slug}"
