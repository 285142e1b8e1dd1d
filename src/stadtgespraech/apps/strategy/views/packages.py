"""Pages of the measure packages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stadtgespraech.apps.strategy import actions, queries
from stadtgespraech.apps.strategy.forms import PackageForm
from stadtgespraech.apps.strategy.models import Goal, MeasurePackage
from stadtgespraech.apps.strategy.views.ways import to_goal
from stadtgespraech.core import access, thread
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import editing, form_view, saved
from stadtgespraech.core.web.submissions import ConfirmForm


@require_safe
def package(request: HttpRequest, slug: str) -> HttpResponse:
    """One package: its projects, and its place on the thread."""
    person = access.person_of(request)
    found: Any = access.get(MeasurePackage, to=person, rows=queries.packages_in_full(seen_by=person), slug=slug)
    origins, outcomes = thread.origins_and_outcomes(found, seen_by=person)
    context = {
        "crumbs": to_goal(found.goal),
        "package": found,
        "origins": origins,
        "outcomes": outcomes,
        "page_has_examples": found.is_example or any(one.is_example for one in found.shown),
        "may_change": access.may(person, "strategy.change_package", found),
        "may_archive": access.may(person, "strategy.archive_package", found),
    }
    return render(request, "strategy/package.html", context)


@editing
def add_package(request: HttpRequest, slug: str) -> HttpResponse:
    """A new package of a goal."""
    person = access.person_of(request)
    goal = access.get(Goal, to=person, slug=slug)
    access.require(person, "strategy.add_package")
    return form_view(
        request,
        form=PackageForm(request.POST or None, projects=queries.projects_for(goal, seen_by=person)),
        submit=lambda values: saved(
            request, actions.add_package(values={**values, "goal": goal}, by=person, now=timezone.now())
        ),
        title=_("Maßnahmenpaket anlegen"),
        lead=_("Ziel: %(name)s") % {"name": goal.name},
        back=localized(goal.get_absolute_url()),
    )


def _found(request: HttpRequest, slug: str, permission: str) -> tuple[Any, MeasurePackage]:
    person = access.person_of(request)
    found = access.get(MeasurePackage, to=person, rows=MeasurePackage.objects.select_related("goal"), slug=slug)
    access.require(person, permission, found)
    return person, found


@editing
def change_package(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = _found(request, slug, "strategy.change_package")
    return form_view(
        request,
        form=PackageForm(
            request.POST or None,
            instance=found,
            projects=queries.projects_for(found.goal, seen_by=person, package=found),
        ),
        submit=lambda values: saved(
            request, actions.change_package(package=found, changes=values, by=person, now=timezone.now())
        ),
        title=_("Maßnahmenpaket bearbeiten"),
        lead=str(found.name),
        back=localized(found.get_absolute_url()),
    )


@editing
def archive_package(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = _found(request, slug, "strategy.archive_package")
    return form_view(
        request,
        form=ConfirmForm(request.POST or None),
        submit=lambda values: saved(
            request,
            actions.archive_package(package=found, by=person, now=timezone.now()),
            _("Das Maßnahmenpaket ist archiviert."),
        ),
        title=_("Maßnahmenpaket archivieren"),
        lead=_("„%(name)s“ verschwindet aus Listen und Suche. Seite, Verknüpfungen und Protokoll bleiben erhalten.")
        % {"name": found.name},
        button=_("Archivieren"),
        back=localized(found.get_absolute_url()),
    )


@editing
def restore_package(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = _found(request, slug, "strategy.archive_package")
    return form_view(
        request,
        form=ConfirmForm(request.POST or None),
        submit=lambda values: saved(
            request,
            actions.restore_package(package=found, by=person, now=timezone.now()),
            _("Das Maßnahmenpaket steht wieder beim Ziel."),
        ),
        title=_("Maßnahmenpaket wieder aufnehmen"),
        lead=str(found.name),
        button=_("Wieder aufnehmen"),
        back=localized(found.get_absolute_url()),
    )
