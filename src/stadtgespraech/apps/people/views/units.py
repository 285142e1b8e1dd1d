"""Pages of units and offices."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stadtgespraech.apps.people import actions, queries
from stadtgespraech.apps.people.forms.units import UnitForm
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.core import access
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import form_view


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """All units and offices; ``?q=`` searches, ``?art=`` shows one kind."""
    person = access.person_of(request)
    words, kind = request.GET.get("q", "").strip()[:200], request.GET.get("art", "")
    page = Paginator(queries.units(seen_by=person, words=words, kind=kind), 50).get_page(request.GET.get("seite"))
    context = {"page": page, "units": page.object_list, "words": words, "kind": kind, "kinds": Unit.Kind.choices}
    return render(request, "people/units.html", context)


@require_safe
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """One unit, with what it does in the strategy (boxes of upper apps)."""
    person = access.person_of(request)
    found = access.get(Unit, to=person, slug=slug)
    context = {
        "crumbs": [(_("Fachbereiche"), reverse("people:units"))],
        "unit": found,
        "may_change": access.may(person, "people.change_unit", found),
    }
    return render(request, "people/unit.html", context)


@require_http_methods(["GET", "POST"])
def change_unit(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Unit, to=person, slug=slug)
    access.require(person, "people.change_unit", found)
    return form_view(
        request,
        form=UnitForm(request.POST or None, instance=found),
        submit=lambda values: localized(
            actions.change_unit(unit=found, changes=values, by=person, now=timezone.now()).get_absolute_url()
        ),
        title=_("Fachbereich bearbeiten"),
        lead=str(found.name),
        back=localized(found.get_absolute_url()),
    )
