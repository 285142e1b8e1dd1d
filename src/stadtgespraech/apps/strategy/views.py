"""Pages of the strategy."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stadtgespraech.apps.strategy import actions, queries
from stadtgespraech.apps.strategy.forms import GoalForm
from stadtgespraech.apps.strategy.models import Goal
from stadtgespraech.core import access, thread
from stadtgespraech.core.web.editing import form_view


@require_safe
def goals(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    return render(request, "strategy/goals.html", {"goals": queries.goals_with_fields(seen_by=person)})


@require_safe
def goal(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Goal, to=person, rows=queries.goals_with_fields(seen_by=person), slug=slug)
    context = {
        "goal": found,
        "origins": thread.origins(found, seen_by=person),
        "outcomes": thread.outcomes(found, seen_by=person),
        "may_change": access.may(person, "strategy.change_goal", found),
    }
    return render(request, "strategy/goal.html", context)


@require_http_methods(["GET", "POST"])
def change_goal(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Goal, to=person, slug=slug)
    access.require(person, "strategy.change_goal", found)
    return form_view(
        request,
        form=GoalForm(request.POST or None, instance=found),
        submit=lambda values: actions.change_goal(
            goal=found, changes=values, by=person, now=timezone.now()
        ).get_absolute_url(),
        title=_("Ziel bearbeiten"),
        lead=str(found.name),
        back=found.get_absolute_url(),
    )
