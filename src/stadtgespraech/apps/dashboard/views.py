"""The start page and the workplace of the administration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stadtgespraech.apps.dashboard import queries
from stadtgespraech.apps.dashboard.workplace import waiting_for
from stadtgespraech.apps.dialogue.queries import stages_on_the_way
from stadtgespraech.core import access


class _Shown(Protocol):
    @property
    def example(self) -> bool: ...


def _is_made_up(things: Iterable[_Shown]) -> bool:
    """Whether any of it is an example."""
    return any(thing.example for thing in things)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The same for everybody: where the dialogue stands, what one can do, how the goals stand, what happened."""
    now = timezone.now()
    stages = stages_on_the_way(seen_by=None, now=now)
    can_do, is_open = queries.things_to_do(stages=stages, now=now)
    goals, news = queries.goals_at_a_glance(), queries.news()
    context = {
        "stages": stages,
        "can_do": can_do,
        "is_open": is_open,
        "goals": goals,
        "news": news,
        "counts": queries.counts(goals),
        "page_has_examples": _is_made_up(can_do) or _is_made_up(goals) or _is_made_up(news),
    }
    return render(request, "dashboard/start.html", context)


@require_safe
def workplace(request: HttpRequest) -> HttpResponse:
    """What waits for the person, what is overdue on top."""
    person = access.person_of(request)
    access.require(person, "dashboard.see_workplace")
    context = {"waiting": waiting_for(person, now=timezone.now()), "roles": sorted(access.roles_of(person))}
    return render(request, "dashboard/workplace.html", context)
