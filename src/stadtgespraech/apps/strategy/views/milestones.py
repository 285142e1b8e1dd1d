"""Forms for the steps of a project."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from stadtgespraech.apps.strategy import actions
from stadtgespraech.apps.strategy.forms import MilestoneForm, NewMilestoneForm, ReachForm
from stadtgespraech.apps.strategy.models import Milestone, Project
from stadtgespraech.core import access
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import editing, form_view, saved
from stadtgespraech.core.web.submissions import ConfirmForm


@editing
def add_milestone(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    project = access.get(Project, to=person, slug=slug)
    access.require(person, "strategy.report_project", project)
    return form_view(
        request,
        form=NewMilestoneForm(request.POST or None),
        submit=lambda values: saved(
            request, actions.add_milestone(project=project, **values, by=person, now=timezone.now()).project
        ),
        title=_("Meilenstein planen"),
        lead=str(project.name),
        back=localized(project.get_absolute_url()),
    )


def _found(request: HttpRequest, slug: str, pk: int) -> tuple[Any, Milestone]:
    person = access.person_of(request)
    rows = Milestone.objects.select_related("project")
    found = access.get(Milestone, to=person, rows=rows, project__slug=slug, pk=pk)
    access.require(person, "strategy.report_project", found.project)
    return person, found


@editing
def change_milestone(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person, found = _found(request, slug, pk)
    return form_view(
        request,
        form=MilestoneForm(request.POST or None, instance=found),
        submit=lambda values: saved(
            request,
            actions.change_milestone(milestone=found, changes=values, by=person, now=timezone.now()).project,
        ),
        title=_("Meilenstein ändern"),
        lead=str(found.name),
        back=localized(found.project.get_absolute_url()),
    )


@editing
def reach_milestone(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person, found = _found(request, slug, pk)
    today = timezone.localdate()
    return form_view(
        request,
        form=ReachForm(request.POST or None, instance=found, initial={"reached": found.reached or today}),
        submit=lambda values: saved(
            request,
            actions.reach_milestone(milestone=found, on=values["reached"], by=person, now=timezone.now()).project,
        ),
        title=_("Meilenstein erreicht"),
        lead=str(found.name),
        back=localized(found.project.get_absolute_url()),
    )


@editing
def remove_milestone(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person, found = _found(request, slug, pk)
    return form_view(
        request,
        form=ConfirmForm(request.POST or None),
        submit=lambda values: saved(
            request,
            actions.remove_milestone(milestone=found, by=person, now=timezone.now()),
            _("Der Meilenstein ist entfernt."),
        ),
        title=_("Meilenstein entfernen"),
        lead=_("„%(name)s“ wird entfernt. Im Protokoll bleibt, dass es ihn gab.") % {"name": found.name},
        button=_("Entfernen"),
        back=localized(found.project.get_absolute_url()),
    )
