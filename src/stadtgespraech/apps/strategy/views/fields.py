"""Pages of the fields of action."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stadtgespraech.apps.strategy import actions, queries
from stadtgespraech.apps.strategy.forms import FieldFilterForm, FieldForm, SponsorForm, WorkshopForm
from stadtgespraech.apps.strategy.lights import lights
from stadtgespraech.apps.strategy.models import Field, Goal, Involvement
from stadtgespraech.apps.strategy.queries.goals_and_fields import NOBODY
from stadtgespraech.apps.strategy.views.ways import to_goal, to_goals
from stadtgespraech.core import access, thread
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import editing, form_view, saved

PAGE = 30


@require_safe
def fields(request: HttpRequest) -> HttpResponse:
    """All fields, narrowed by goal, sponsor, lead or words."""
    person = access.person_of(request)
    form = FieldFilterForm(request.GET)
    goals = access.visible(Goal, to=person).filter(archived_at=None)
    form.offer("ziel", [(goal.slug, str(goal.name)) for goal in goals], _("alle Ziele"))
    offices = [(unit.slug, str(unit.name)) for unit in queries.sponsors()]
    form.offer("patenschaft", [(NOBODY, _("unbesetzt")), *offices], _("alle Patenschaften"))
    leads = [(unit.slug, str(unit.name)) for unit in queries.units()]
    form.offer("federfuehrung", [(NOBODY, _("ohne Federführung")), *leads], _("alle Fachbereiche"))
    only = queries.FieldFilter(**form.chosen())
    page = Paginator(queries.fields(seen_by=person, only=only), PAGE).get_page(request.GET.get("seite"))
    standing = lights("field", seen_by=person)
    context = {
        "crumbs": to_goals(),
        "form": None,
        "filter": form,
        "is_filtered": only != queries.FieldFilter(),
        "page": page,
        "rows": [{"field": field, "light": standing.get(field.pk)} for field in page.object_list],
        "page_has_examples": any(field.is_example for field in page.object_list),
    }
    return render(request, "strategy/fields.html", context)


@require_safe
def field(request: HttpRequest, slug: str) -> HttpResponse:
    """One field: who stands for it, what happens, what it is measured by, and its place on the thread."""
    person = access.person_of(request)
    found = access.get(Field, to=person, rows=queries.fields_in_full(seen_by=person), slug=slug)
    cells = found.involvements.all()
    projects: list[Any] = list(found.projects.all())
    origins, outcomes = thread.origins_and_outcomes(found, seen_by=person)
    context = {
        "crumbs": to_goal(found.goal),
        "field": found,
        "leading": [cell.unit for cell in cells if cell.role == Involvement.Role.LEADING],
        "involved": [cell.unit for cell in cells if cell.role == Involvement.Role.INVOLVED],
        "if_needed": [cell.unit for cell in cells if cell.role == Involvement.Role.IF_NEEDED],
        "lead_sentence": queries.lead_of(found),
        "workshop": queries.workshop_in_words(found, today=timezone.localdate()),
        "projects": projects,
        "origins": origins,
        "outcomes": outcomes,
        "page_has_examples": found.is_example or any(project.steps_made_up for project in projects),
        "may_change": access.may(person, "strategy.change_field", found),
        "may_add": access.may(person, "strategy.add_project"),
    }
    return render(request, "strategy/field.html", context)


def _found(request: HttpRequest, slug: str) -> tuple[Any, Field]:
    person = access.person_of(request)
    found = access.get(Field, to=person, slug=slug)
    access.require(person, "strategy.change_field", found)
    return person, found


@editing
def change_field(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = _found(request, slug)
    return form_view(
        request,
        form=FieldForm(request.POST or None, instance=found),
        submit=lambda values: saved(
            request, actions.change_field(field=found, changes=values, by=person, now=timezone.now())
        ),
        title=_("Handlungsfeld bearbeiten"),
        lead=str(found.name),
        back=localized(found.get_absolute_url()),
    )


@editing
def set_sponsor(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = _found(request, slug)
    return form_view(
        request,
        form=SponsorForm(request.POST or None, instance=found),
        submit=lambda values: saved(
            request,
            actions.set_sponsor(
                field=found,
                unit=values["sponsor_unit"],
                vacant=values["sponsor_vacant"],
                by=person,
                now=timezone.now(),
            ),
        ),
        title=_("Patenschaft ändern"),
        lead=str(found.name),
        back=localized(found.get_absolute_url()),
    )


@editing
def set_workshop(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = _found(request, slug)
    return form_view(
        request,
        form=WorkshopForm(request.POST or None, instance=found),
        submit=lambda values: saved(
            request,
            actions.set_workshop(
                field=found,
                state=values["workshop_state"],
                note=values["workshop_note"],
                days=values["workshop_days"],
                by=person,
                now=timezone.now(),
            ),
        ),
        title=_("Workshop eintragen"),
        lead=str(found.name),
        back=localized(found.get_absolute_url()),
    )
