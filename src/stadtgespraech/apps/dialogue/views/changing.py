"""Changing the dialogue: for the strategy office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from stadtgespraech.apps.dialogue import actions, forms
from stadtgespraech.apps.dialogue.models import Event, Format, Stage, TimelineEntry, Topic
from stadtgespraech.core import access
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import editing, form_view
from stadtgespraech.core.web.submissions import ConfirmForm, OnceForm, OnceModelForm

M = TypeVar("M", Stage, Format, Event, Topic, TimelineEntry)


def _change(
    request: HttpRequest,
    found: M,
    *,
    permission: str,
    form: Callable[..., OnceForm | OnceModelForm],
    save: Callable[[dict[str, Any]], M],
    title: str,
    lead: str = "",
    button: str = "",
    **choices: Any,
) -> HttpResponse:
    """The page on which one object is changed: may this person, the form, and back to the object."""
    access.require(access.person_of(request), permission, found)
    return form_view(
        request,
        form=form(request.POST or None, **choices),
        submit=lambda values: page_of(save(values)),
        title=title,
        lead=lead or str(found.what if isinstance(found, TimelineEntry) else found.name),
        button=button,
        back=page_of(found),
    )


def _add(
    request: HttpRequest,
    *,
    permission: str,
    form: Callable[..., OnceModelForm],
    save: Callable[[dict[str, Any]], Stage | Format | Event | Topic | TimelineEntry],
    title: str,
    back: str,
    button: str = "",
    **choices: Any,
) -> HttpResponse:
    """The page on which something new is made."""
    access.require(access.person_of(request), permission)
    return form_view(
        request,
        form=form(request.POST or None, **choices),
        submit=lambda values: page_of(save(values)),
        title=title,
        button=button,
        back=localized(back),
    )


@editing
def change_stage(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Stage, to=person, slug=slug)
    return _change(
        request,
        found,
        permission="dialogue.change_stage",
        form=forms.StageForm,
        save=lambda values: actions.change_stage(stage=found, changes=values, by=person, now=timezone.now()),
        title=_("Stufe bearbeiten"),
        instance=found,
    )


@editing
def change_format(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Format, to=person, slug=slug)
    return _change(
        request,
        found,
        permission="dialogue.change_format",
        form=forms.FormatForm,
        save=lambda values: actions.change_format(format_=found, changes=values, by=person, now=timezone.now()),
        title=_("Format bearbeiten"),
        instance=found,
    )


@editing
def add_event(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    return _add(
        request,
        permission="dialogue.add_event",
        form=forms.EventForm,
        save=lambda values: actions.add_event(values=values, by=person, now=timezone.now()),
        title=_("Termin ankündigen"),
        button=_("Ankündigen"),
        back="/termine/",
        **_event_choices(person),
    )


@editing
def change_event(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Event, to=person, slug=slug)
    return _change(
        request,
        found,
        permission="dialogue.change_event",
        form=forms.EventForm,
        save=lambda values: actions.change_event(event=found, changes=values, by=person, now=timezone.now()),
        title=_("Termin bearbeiten"),
        instance=found,
        **_event_choices(person),
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
    return _change(
        request,
        found,
        permission="dialogue.cancel_event",
        form=ConfirmForm,
        save=lambda _values: actions.cancel_event(event=found, by=person, now=timezone.now()),
        title=_("Termin absagen: %(name)s") % {"name": found.name},
        lead=_("Seite und Kalendereintrag bleiben und sagen, dass der Termin ausfällt."),
        button=_("Termin absagen"),
    )


@editing
def add_topic(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    return _add(
        request,
        permission="dialogue.add_topic",
        form=forms.TopicForm,
        save=lambda values: actions.add_topic(values=values, by=person, now=timezone.now()),
        title=_("Thema hinzufügen"),
        button=_("Hinzufügen"),
        back="/themen/",
    )


@editing
def change_topic(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Topic, to=person, slug=slug)
    return _change(
        request,
        found,
        permission="dialogue.change_topic",
        form=forms.TopicForm,
        save=lambda values: actions.change_topic(topic=found, changes=values, by=person, now=timezone.now()),
        title=_("Thema bearbeiten"),
        instance=found,
    )


@editing
def archive_topic(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Topic, to=person, slug=slug)
    return _change(
        request,
        found,
        permission="dialogue.archive_topic",
        form=ConfirmForm,
        save=lambda _values: actions.archive_topic(topic=found, by=person, now=timezone.now()),
        title=_("Thema aus der Liste nehmen: %(name)s") % {"name": found.name},
        lead=_("Das Thema wird nicht gelöscht. Das Strategiebüro kann es wieder aufnehmen."),
        button=_("Aus der Liste nehmen"),
    )


@editing
def restore_topic(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Topic, to=person, slug=slug)
    return _change(
        request,
        found,
        permission="dialogue.archive_topic",
        form=ConfirmForm,
        save=lambda _values: actions.restore_topic(topic=found, by=person, now=timezone.now()),
        title=_("Thema wieder aufnehmen: %(name)s") % {"name": found.name},
        button=_("Wieder aufnehmen"),
    )


@editing
def add_timeline_entry(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    return _add(
        request,
        permission="dialogue.add_timeline_entry",
        form=forms.TimelineEntryForm,
        save=lambda values: actions.add_timeline_entry(values=values, by=person, now=timezone.now()),
        title=_("Zeitplan ergänzen"),
        back="/zeitplan/",
        stages=access.visible(Stage, to=person),
    )


@editing
def change_timeline_entry(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(TimelineEntry, to=person, slug=slug)
    return _change(
        request,
        found,
        permission="dialogue.change_timeline_entry",
        form=forms.TimelineEntryForm,
        save=lambda values: actions.change_timeline_entry(entry=found, changes=values, by=person, now=timezone.now()),
        title=_("Zeitplan ändern"),
        instance=found,
        stages=access.visible(Stage, to=person),
    )


def page_of(obj: Stage | Format | Event | Topic | TimelineEntry) -> str:
    """Where an object is read; a milestone has a place on the timeline's page."""
    if isinstance(obj, TimelineEntry):
        return f"{localized('/zeitplan/')}#{obj.slug}"
    return localized(obj.get_absolute_url())
