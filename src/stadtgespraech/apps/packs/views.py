"""Pages about the loaded pack, for the strategy office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stadtgespraech.apps.packs import actions, queries
from stadtgespraech.core import access
from stadtgespraech.core.web.editing import form_view
from stadtgespraech.core.web.submissions import OnceForm


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The loaded pack, its date, and what was edited on the site."""
    person = access.person_of(request)
    pack = queries.loaded_pack(seen_by=person)
    context = {
        "pack": pack,
        "contents": queries.contents(pack) if pack else [],
        "conflicts": queries.conflicts(seen_by=person),
        "may_take": access.may(person, "packs.take_value"),
    }
    return render(request, "packs/overview.html", context)


@require_http_methods(["GET", "POST"])
def take_value(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before the pack overrules an edit."""
    person = access.person_of(request)
    access.require(person, "packs.take_value")
    conflict = queries.conflicting_value(pk, seen_by=person)

    def submit(values: dict[str, Any]) -> str:
        actions.take_value(value=conflict.value, by=person, now=timezone.now())
        return reverse("packs:overview")

    return form_view(
        request,
        form=OnceForm(request.POST or None),
        submit=submit,
        title=_("Wert des Pakets übernehmen"),
        lead=conflict.name,
        button=_("Übernehmen"),
        back=reverse("packs:overview"),
        template="packs/take_value.html",
        context={"conflict": conflict},
    )
