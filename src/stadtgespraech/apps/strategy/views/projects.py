"""Pages of the projects."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stadtgespraech.apps.strategy import actions, queries
from stadtgespraech.apps.strategy.forms import ProjectFilterForm, ProjectForm, ReportForm
from stadtgespraech.apps.strategy.models import Field, Goal, Project
from stadtgespraech.apps.strategy.queries.projects import ARCHIVED, UNKNOWN
from stadtgespraech.apps.strategy.views.ways import to_field
from stadtgespraech.core import access, thread
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import editing, form_view, saved
from stadtgespraech.core.web.submissions import ConfirmForm

PAGE = 20


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """All projects, narrowed by goal, field, unit, state, kind or words."""
    person = access.person_of(request)
    may_add = access.may(person, "strategy.add_project")
    form = ProjectFilterForm(request.GET)
    goals = access.visible(Goal, to=person).filter(archived_at=None)
    fields = access.visible(Field, to=person).filter(archived_at=None).order_by("goal__order", "order", "slug")
    form.offer("ziel", [(goal.slug, str(goal.name)) for goal in goals], _("alle Ziele"))
    form.offer("feld", [(field.slug, str(field.name)) for field in fields], _("alle Handlungsfelder"))
    form.offer("fachbereich", [(unit.slug, str(unit.name)) for unit in queries.units()], _("alle Fachbereiche"))
    states = [(value or UNKNOWN, label) for value, label in Project.State.choices]
    archive = [(ARCHIVED, _("archiviert"))] if access.may(person, "strategy.archive_project") else []
    form.offer("stand", [*states, *archive], _("jeder Stand"))
    kinds = [("strategisch", _("strategische Projekte")), ("weitere", _("weitere Projekte"))]
    form.offer("art", kinds, _("alle Arten"))
    only = queries.ProjectFilter(**form.chosen())
    page = Paginator(queries.projects(seen_by=person, only=only), PAGE).get_page(request.GET.get("seite"))
    context = {
        "crumbs": [(_("Ziele"), reverse("strategy:goals"))],
        "filter": form,
        "is_filtered": only != queries.ProjectFilter(),
        "page": page,
        "page_has_examples": any(project.is_example or project.steps_made_up for project in page.object_list),
        "may_add": may_add,
    }
    return render(request, "strategy/projects.html", context)


@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """One project: how far it is, its steps, and its place on the thread."""
    person = access.person_of(request)
    found = access.get(Project, to=person, rows=queries.projects_in_full(seen_by=person), slug=slug)
    steps = queries.steps_of(found, today=timezone.localdate())
    origins, outcomes = thread.origins_and_outcomes(found, seen_by=person)
    context = {
        "crumbs": to_field(found.field),
        "project": found,
        "steps": steps,
        "packages": queries.packages_of_project(found, seen_by=person),
        "reached": sum(step.milestone.reached is not None for step in steps),
        "origins": origins,
        "outcomes": outcomes,
        "page_has_examples": found.is_example or any(step.is_example for step in steps),
        "may_change": access.may(person, "strategy.change_project", found),
        "may_report": access.may(person, "strategy.report_project", found),
        "may_archive": access.may(person, "strategy.archive_project", found),
    }
    return render(request, "strategy/project.html", context)


@editing
def add_project(request: HttpRequest) -> HttpResponse:
    """A new project; ``?feld=`` preselects its field."""
    person = access.person_of(request)
    access.require(person, "strategy.add_project")
    wanted = access.visible(Field, to=person).filter(slug=request.GET.get("feld", "").replace("\x00", "")).first()
    return form_view(
        request,
        form=ProjectForm(request.POST or None, initial={"field": wanted.pk if wanted else None}),
        submit=lambda values: saved(request, actions.add_project(values=values, by=person, now=timezone.now())),
        title=_("Projekt anlegen"),
        back=localized(wanted.get_absolute_url()) if wanted else reverse("strategy:projects"),
    )


def _found(request: HttpRequest, slug: str, permission: str) -> tuple[Any, Project]:
    person = access.person_of(request)
    found = access.get(Project, to=person, slug=slug)
    access.require(person, permission, found)
    return person, found


@editing
def change_project(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = _found(request, slug, "strategy.change_project")
    return form_view(
        request,
        form=ProjectForm(request.POST or None, instance=found),
        submit=lambda values: saved(
            request, actions.change_project(project=found, changes=values, by=person, now=timezone.now())
        ),
        title=_("Projekt bearbeiten"),
        lead=str(found.name),
        back=localized(found.get_absolute_url()),
    )


@editing
def report_project(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = _found(request, slug, "strategy.report_project")
    return form_view(
        request,
        form=ReportForm(request.POST or None, instance=found),
        submit=lambda values: saved(
            request, actions.report_project(project=found, state=values["state"], by=person, now=timezone.now())
        ),
        title=_("Stand melden"),
        lead=str(found.name),
        back=localized(found.get_absolute_url()),
    )


@editing
def archive_project(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = _found(request, slug, "strategy.archive_project")
    return form_view(
        request,
        form=ConfirmForm(request.POST or None),
        submit=lambda values: saved(
            request,
            actions.archive_project(project=found, by=person, now=timezone.now()),
            _("Das Projekt ist archiviert."),
        ),
        title=_("Projekt archivieren"),
        lead=_("„%(name)s“ verschwindet aus Listen und Suche. Seite, Verknüpfungen und Protokoll bleiben erhalten.")
        % {"name": found.name},
        button=_("Archivieren"),
        back=localized(found.get_absolute_url()),
    )


@editing
def restore_project(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = _found(request, slug, "strategy.archive_project")
    return form_view(
        request,
        form=ConfirmForm(request.POST or None),
        submit=lambda values: saved(
            request,
            actions.restore_project(project=found, by=person, now=timezone.now()),
            _("Das Projekt steht wieder in den Listen."),
        ),
        title=_("Projekt wieder aufnehmen"),
        lead=str(found.name),
        button=_("Wieder aufnehmen"),
        back=localized(found.get_absolute_url()),
    )
