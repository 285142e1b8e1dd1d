"""Pages of resolutions."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stadtgespraech.apps.council import actions, columns, forms, queries
from stadtgespraech.apps.council.models import Resolution
from stadtgespraech.apps.council.nodes import sentence_of_resolution
from stadtgespraech.apps.council.views.follow_ups import follow_up_rows
from stadtgespraech.apps.council.views.ways import formats, to_papers, to_resolutions
from stadtgespraech.core import access, thread
from stadtgespraech.core.tables import export
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import editing, form_view, saved


@require_safe
def resolutions(request: HttpRequest) -> HttpResponse:
    """Everything that was decided, newest first."""
    person = access.person_of(request)
    page = Paginator(queries.resolutions(seen_by=person), 20).get_page(request.GET.get("seite"))
    rows = list(page.object_list)
    context = {
        "crumbs": to_papers(),
        "page": page,
        "rows": [(row, sentence_of_resolution(row)) for row in rows],
        "downloads": formats("council:download_resolutions"),
        "page_has_examples": any(row.is_example for row in rows),
    }
    return render(request, "council/resolutions.html", context)


@require_safe
def download_resolutions(request: HttpRequest, format: str) -> HttpResponseBase:
    rows = queries.resolutions(seen_by=access.person_of(request))
    return export(
        rows, columns.resolution_columns(), format=format, name="beschluesse", example=lambda row: row.is_example
    )


@require_safe
def resolution(request: HttpRequest, slug: str) -> HttpResponse:
    """One resolution: what was decided, what follows from it, and its place on the thread."""
    person = access.person_of(request)
    found = access.get(Resolution, to=person, rows=queries.resolution_with_parts(seen_by=person), slug=slug)
    stands, today = found.archived_at is None, timezone.localdate()
    rows = follow_up_rows(found.follow_ups.all(), person, today=today)
    origins, outcomes = thread.origins_and_outcomes(found, seen_by=person)
    context = {
        "crumbs": to_resolutions(),
        "resolution": found,
        "sentence": sentence_of_resolution(found),
        "items": queries.stops_of_items(found.follow_ups.all(), today=today),
        "rows": rows,
        "may_work": stands and any(row.may_report or row.may_change for row in rows),
        "origins": origins,
        "outcomes": outcomes,
        "may_change": stands and access.may(person, "council.change_resolution", found),
        "may_add": stands and access.may(person, "council.add_follow_up", found),
        "page_has_examples": found.is_example,
    }
    return render(request, "council/resolution.html", context)


@editing
def change_resolution(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Resolution, to=person, slug=slug)
    access.require(person, "council.change_resolution", found)

    def submit(values: dict[str, Any]) -> str:
        actions.change_resolution(resolution=found, changes=values, by=person, now=timezone.now())
        return saved(request, found)

    return form_view(
        request,
        form=forms.ResolutionForm(request.POST or None, instance=found),
        submit=submit,
        title=_("Wortlaut und Auflagen bearbeiten"),
        lead=_("Ergebnis und Tag ändern Sie bei der Beratung."),
        back=localized(found.get_absolute_url()),
    )


@editing
def withdraw_resolution(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Resolution, to=person, slug=slug)
    access.require(person, "council.change_resolution", found)

    def submit(values: dict[str, Any]) -> str:
        actions.withdraw_resolution(resolution=found, **values, by=person, now=timezone.now())
        return saved(
            request, found.paper, _("Der Beschluss ist zurückgenommen. Die Beratung hat wieder kein Ergebnis.")
        )

    return form_view(
        request,
        form=forms.WithdrawForm(request.POST or None),
        submit=submit,
        title=_("Beschluss zurücknehmen"),
        lead=_("Nur, wenn er falsch eingetragen wurde. Die Aufträge daraus zählen dann nicht mehr."),
        button=_("Zurücknehmen"),
        back=localized(found.get_absolute_url()),
    )
