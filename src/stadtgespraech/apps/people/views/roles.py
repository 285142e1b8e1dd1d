"""People and their roles, for the technical administration. Each look at somebody's data is logged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stadtgespraech.apps.people import actions, queries
from stadtgespraech.apps.people.forms.roles import InvitationForm, RoleForm
from stadtgespraech.apps.people.models import Person, RoleAssignment
from stadtgespraech.apps.people.second_factor import has_second_factor
from stadtgespraech.core import access
from stadtgespraech.core.access import ROLES, log
from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.web.editing import editing, form_view
from stadtgespraech.core.web.submissions import ConfirmForm


def _crumbs() -> list[tuple[Any, str]]:
    return [(_("Personen und Aufgaben"), reverse("people:people"))]


@require_safe
@never_cache
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account; ``?q=`` searches, ``?aufgabe=`` shows holders of a role."""
    person = access.person_of(request)
    access.require(person, "people.see_people")
    words, role = request.GET.get("q", "").strip()[:200], request.GET.get("aufgabe", "")
    found = queries.people(seen_by=person, words=words, role=role if role in ROLES else "")
    page = Paginator(found, 50).get_page(request.GET.get("seite"))
    log.personal_data_read(by=person, at=timezone.now(), route="people:people", reason="list of people")
    context = {"page": page, "people": page.object_list, "words": words, "role": role, "roles": ROLES.items()}
    return render(request, "people/people.html", context)


@require_safe
@never_cache
def person_page(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "people.see_people")
    found = access.get(Person, to=person, pk=pk)
    log.personal_data_read(by=person, at=timezone.now(), route="people:person", reason=f"person {found.pk}")
    context = {
        "crumbs": _crumbs(),
        "found": found,
        "roles": queries.roles_of(found),
        "has_second_factor": has_second_factor(found),
    }
    return render(request, "people/person.html", context)


@editing
@never_cache
def invite_person(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "people.invite_person")
    return form_view(
        request,
        form=InvitationForm(request.POST or None, units=queries.units(seen_by=person)),
        submit=lambda values: _page_of(actions.invite_person(**values, by=person, now=timezone.now()).person),
        title=_("Aufgabe vergeben"),
        lead=_("Wer noch kein Konto hat, bekommt eines und eine E-Mail, wie es weitergeht."),
        button=_("Aufgabe vergeben"),
        back=reverse("people:people"),
    )


@editing
@never_cache
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "people.see_people")
    found = access.get(Person, to=person, pk=pk)
    access.require(person, "people.give_role", found)
    return form_view(
        request,
        form=RoleForm(request.POST or None, units=queries.units(seen_by=person)),
        submit=lambda values: _page_of(actions.give_role(person=found, **values, by=person, now=timezone.now()).person),
        title=_("Aufgabe vergeben"),
        lead=found.email,
        button=_("Aufgabe vergeben"),
        back=_page_of(found),
    )


@editing
@never_cache
def end_role(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "people.see_people")
    found = access.get(Person, to=person, pk=pk)
    held = RoleAssignment.objects.filter(pk=assignment, person=found, ended_at=None).first()
    if held is None:
        raise NotFound
    access.require(person, "people.end_role", held)
    return _confirm(
        request,
        found,
        lambda: actions.end_role(assignment=held, by=person, now=timezone.now()),
        title=_("Aufgabe „%(role)s“ beenden?") % {"role": held.get_role_display()},
        button=_("Aufgabe beenden"),
    )


@editing
@never_cache
def block_person(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "people.see_people")
    found = access.get(Person, to=person, pk=pk)
    access.require(person, "people.block_person", found)
    return _confirm(
        request,
        found,
        lambda: actions.block_person(person=found, by=person, now=timezone.now()),
        title=_("Konto sperren?"),
        button=_("Konto sperren"),
    )


@editing
@never_cache
def unblock_person(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "people.see_people")
    found = access.get(Person, to=person, pk=pk)
    access.require(person, "people.unblock_person", found)
    return _confirm(
        request,
        found,
        lambda: actions.unblock_person(person=found, by=person, now=timezone.now()),
        title=_("Konto entsperren?"),
        button=_("Konto entsperren"),
    )


@editing
@never_cache
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "people.see_people")
    found = access.get(Person, to=person, pk=pk)
    access.require(person, "people.reset_second_factor", found)
    return _confirm(
        request,
        found,
        lambda: actions.reset_second_factor(person=found, by=person, now=timezone.now()),
        title=_("Zweiten Faktor zurücksetzen?"),
        button=_("Zurücksetzen"),
    )


def _page_of(person: Person) -> str:
    return reverse("people:person", args=[person.pk])


def _confirm(
    request: HttpRequest, found: Person, action: Callable[[], object], *, title: str, button: str
) -> HttpResponse:
    def run(_values: object) -> str:
        action()
        return _page_of(found)

    return form_view(
        request,
        form=ConfirmForm(request.POST if request.method == "POST" else None),
        submit=run,
        title=title,
        lead=found.email,
        button=button,
        back=_page_of(found),
    )
