"""What the strategy office does with a confirmed target picture."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.strategy import actions, queries
from stadtgespraech.apps.strategy.forms import GoalFromPictureForm, ReleaseForm, SupportForm, TakeUpForm
from stadtgespraech.apps.strategy.models import Goal, Project
from stadtgespraech.core import access
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import editing, form_view, saved


@editing
def make_goal(request: HttpRequest, slug: str) -> HttpResponse:
    """A new goal, with the picture's words to begin with."""
    person = access.person_of(request)
    picture = access.get(Picture, to=person, slug=slug)
    access.require(person, "strategy.add_goal")

    def submit(values: dict[str, Any]) -> str:
        reason = values.pop("reason")
        goal = actions.make_goal(picture=picture, values=values, reason=reason, by=person, now=timezone.now())
        return saved(request, goal, _("Aus dem Bild ist ein Ziel geworden."))

    return form_view(
        request,
        form=GoalFromPictureForm(request.POST or None, initial={"name": picture.title, "description": picture.text}),
        submit=submit,
        title=_("Aus dem Zielbild ein Ziel machen"),
        lead=str(picture.title),
        button=_("Ziel anlegen"),
        back=localized(picture.get_absolute_url()),
    )


@editing
def support_goal(request: HttpRequest, slug: str) -> HttpResponse:
    """A goal that is there already."""
    person = access.person_of(request)
    picture = access.get(Picture, to=person, slug=slug)
    access.require(person, "strategy.connect_picture")

    def submit(values: dict[str, Any]) -> str:
        goal = actions.support_goal(picture=picture, **values, by=person, now=timezone.now())
        return saved(request, goal, _("Das Bild stützt jetzt dieses Ziel."))

    return form_view(
        request,
        form=SupportForm(request.POST or None, goals=queries.goals_to_support(picture, seen_by=person)),
        submit=submit,
        title=_("Zielbild einem Ziel zuordnen"),
        lead=str(picture.title),
        button=_("Zuordnen"),
        back=localized(picture.get_absolute_url()),
    )


@editing
def take_up_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """A project that does something about the picture."""
    person = access.person_of(request)
    picture = access.get(Picture, to=person, slug=slug)
    access.require(person, "strategy.connect_picture")

    def submit(values: dict[str, Any]) -> str:
        project = actions.take_up_picture(picture=picture, **values, by=person, now=timezone.now())
        return saved(request, project, _("Das Projekt greift das Bild jetzt auf."))

    return form_view(
        request,
        form=TakeUpForm(request.POST or None, projects=queries.projects_to_take_up(picture, seen_by=person)),
        submit=submit,
        title=_("Welches Projekt greift das Bild auf?"),
        lead=str(picture.title),
        button=_("Verbinden"),
        back=localized(picture.get_absolute_url()),
    )


@editing
def put_down_picture(request: HttpRequest, slug: str, picture: str) -> HttpResponse:
    """Take a picture and a project apart."""
    person = access.person_of(request)
    project = access.get(Project, to=person, slug=slug)
    taken_up = access.get(Picture, to=person, slug=picture)
    access.require(person, "strategy.connect_picture", project)

    def submit(values: dict[str, Any]) -> str:
        actions.put_down_picture(picture=taken_up, project=project, **values, by=person, now=timezone.now())
        return saved(request, taken_up, _("Bild und Projekt sind nicht mehr verbunden."))

    return form_view(
        request,
        form=ReleaseForm(request.POST or None),
        submit=submit,
        title=_("Verbindung lösen"),
        lead=_("Bild „%(picture)s“ und Projekt „%(project)s“ bleiben beide bestehen.")
        % {"picture": taken_up.title, "project": project.name},
        button=_("Verbindung lösen"),
        back=localized(taken_up.get_absolute_url()),
    )


@editing
def release_picture(request: HttpRequest, slug: str, picture: str) -> HttpResponse:
    """Take a picture and a goal apart."""
    person = access.person_of(request)
    goal = access.get(Goal, to=person, slug=slug)
    from_picture = access.get(Picture, to=person, slug=picture)
    access.require(person, "strategy.connect_picture", goal)

    def submit(values: dict[str, Any]) -> str:
        actions.release_picture(picture=from_picture, goal=goal, **values, by=person, now=timezone.now())
        return saved(request, from_picture, _("Bild und Ziel sind nicht mehr verbunden."))

    return form_view(
        request,
        form=ReleaseForm(request.POST or None),
        submit=submit,
        title=_("Verbindung lösen"),
        lead=_("Bild „%(picture)s“ und Ziel „%(goal)s“ bleiben beide bestehen.")
        % {"picture": from_picture.title, "goal": goal.name},
        button=_("Verbindung lösen"),
        back=localized(from_picture.get_absolute_url()),
    )
