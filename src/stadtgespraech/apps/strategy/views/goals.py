"""Pages of the goals."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stadtgespraech.apps.strategy import actions, queries
from stadtgespraech.apps.strategy.forms import GoalForm
from stadtgespraech.apps.strategy.lights import lights
from stadtgespraech.apps.strategy.models import Goal
from stadtgespraech.apps.strategy.views.ways import to_goals
from stadtgespraech.core import access, thread
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import editing, form_view, saved
from stadtgespraech.core.web.submissions import ConfirmForm


@require_safe
def goals(request: HttpRequest) -> HttpResponse:
    """All goals with their fields, and how they stand."""
    person = access.person_of(request)
    found = list(queries.goals_with_fields(seen_by=person).filter(archived_at=None))
    standing = lights("goal", seen_by=person)
    context = {
        "rows": [{"goal": goal, "light": standing.get(goal.pk)} for goal in found],
        "fields": sum(len(goal.fields.all()) for goal in found),
        "page_has_examples": any(goal.is_example for goal in found),
        "may_add": access.may(person, "strategy.add_goal"),
    }
    return render(request, "strategy/goals.html", context)


@require_safe
def goal(request: HttpRequest, slug: str) -> HttpResponse:
    """One goal: its fields, and its place on the thread."""
    person = access.person_of(request)
    rows = queries.goals_with_fields(seen_by=person).prefetch_related("references")
    found = access.get(Goal, to=person, rows=rows, slug=slug)
    standing = lights("field", seen_by=person)
    origins, outcomes = thread.origins_and_outcomes(found, seen_by=person)
    context = {
        "crumbs": to_goals(),
        "goal": found,
        "rows": [{"field": field, "light": standing.get(field.pk)} for field in found.fields.all()],
        "packages": queries.packages_of_goal(found, seen_by=person),
        "origins": origins,
        "outcomes": outcomes,
        "page_has_examples": found.is_example,
        "may_change": access.may(person, "strategy.change_goal", found),
        "may_archive": access.may(person, "strategy.archive_goal", found),
        "may_add_package": access.may(person, "strategy.add_package"),
    }
    return render(request, "strategy/goal.html", context)


@editing
def add_goal(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "strategy.add_goal")
    return form_view(
        request,
        form=GoalForm(request.POST or None),
        submit=lambda values: saved(request, actions.add_goal(values=values, by=person, now=timezone.now())),
        title=_("Ziel anlegen"),
        back=reverse("strategy:goals"),
    )


@editing
def change_goal(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Goal, to=person, slug=slug)
    access.require(person, "strategy.change_goal", found)
    return form_view(
        request,
        form=GoalForm(request.POST or None, instance=found),
        submit=lambda values: saved(
            request, actions.change_goal(goal=found, changes=values, by=person, now=timezone.now())
        ),
        title=_("Ziel bearbeiten"),
        lead=str(found.name),
        back=localized(found.get_absolute_url()),
    )


@editing
def archive_goal(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Goal, to=person, slug=slug)
    access.require(person, "strategy.archive_goal", found)
    return form_view(
        request,
        form=ConfirmForm(request.POST or None),
        submit=lambda values: saved(
            request, actions.archive_goal(goal=found, by=person, now=timezone.now()), _("Das Ziel ist archiviert.")
        ),
        title=_("Ziel archivieren"),
        lead=_("„%(name)s“ verschwindet aus Listen und Suche. Seite, Verknüpfungen und Protokoll bleiben erhalten.")
        % {"name": found.name},
        button=_("Archivieren"),
        back=localized(found.get_absolute_url()),
    )


@editing
def restore_goal(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Goal, to=person, slug=slug)
    access.require(person, "strategy.archive_goal", found)
    return form_view(
        request,
        form=ConfirmForm(request.POST or None),
        submit=lambda values: saved(
            request,
            actions.restore_goal(goal=found, by=person, now=timezone.now()),
            _("Das Ziel steht wieder in den Listen."),
        ),
        title=_("Ziel wieder aufnehmen"),
        lead=str(found.name),
        button=_("Wieder aufnehmen"),
        back=localized(found.get_absolute_url()),
    )
