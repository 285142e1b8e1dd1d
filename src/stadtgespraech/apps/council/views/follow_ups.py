"""What follows from resolutions: lists, reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stadtgespraech.apps.council import actions, columns, forms, queries
from stadtgespraech.apps.council.models import FollowUp, Resolution
from stadtgespraech.apps.council.queries.resolutions import UNFINISHED
from stadtgespraech.apps.council.views.ways import formats, to_papers
from stadtgespraech.core import access
from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.tables import export
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import editing, form_view, saved


@dataclass(frozen=True)
class FollowUpRow:
    """A follow-up item as pages show it."""

    item: FollowUp
    standing: str
    is_overdue: bool
    is_finished: bool
    may_report: bool
    may_change: bool


def follow_up_rows(items: Iterable[FollowUp], person: Any, *, today: date) -> list[FollowUpRow]:
    """Follow-up items with how they stand and what this person may do. No further statement."""
    return [
        FollowUpRow(
            item,
            queries.standing(item, today=today),
            is_overdue=item.state in UNFINISHED and item.deadline < today,
            is_finished=item.state not in UNFINISHED,
            may_report=access.may(person, "council.report_follow_up", item),
            may_change=access.may(person, "council.change_follow_up", item),
        )
        for item in items
    ]


def _chosen(request: HttpRequest, person: Any) -> tuple[forms.FollowUpFilterForm, queries.FollowUpFilter]:
    form = forms.FollowUpFilterForm(request.GET)
    units = [(unit.slug, str(unit.name)) for unit in queries.units_with_follow_ups()]
    form.offer("fachbereich", units, _("alle Fachbereiche"))
    bodies = [(body.slug, str(body.name)) for body in queries.bodies(seen_by=person)]
    form.offer("gremium", bodies, _("alle Gremien"))
    chosen = form.chosen()
    return form, queries.FollowUpFilter(**{**chosen, "state": chosen["state"] or "unerledigt"})


@require_safe
def follow_ups(request: HttpRequest) -> HttpResponse:
    """What the units have to do: everything open and overdue, or what the filter asks for."""
    person, today = access.person_of(request), timezone.localdate()
    form, only = _chosen(request, person)
    rows = queries.follow_ups(seen_by=person, today=today, only=only)
    page = Paginator(rows, 50).get_page(request.GET.get("seite"))
    shown = list(page.object_list)
    everything = queries.follow_ups(seen_by=person, today=today, only=queries.FollowUpFilter(state="alle"))
    asked = request.GET.urlencode()
    context = {
        "crumbs": to_papers(),
        "filter": form,
        "is_filtered": only != queries.FollowUpFilter(),
        "page": page,
        "rows": follow_up_rows(shown, person, today=today),
        "counts": queries.counts(everything, today=today),
        "downloads": [
            (name, f"{address}?{asked}" if asked else address)
            for name, address in formats("council:download_follow_ups")
        ],
        "page_has_examples": any(item.is_example for item in shown),
    }
    return render(request, "council/follow_ups.html", context)


@require_safe
def download_follow_ups(request: HttpRequest, format: str) -> HttpResponseBase:
    person, today = access.person_of(request), timezone.localdate()
    _form, only = _chosen(request, person)
    return export(
        queries.follow_ups(seen_by=person, today=today, only=only),
        columns.follow_up_columns(today=today),
        format=format,
        name="beschlusskontrolle",
        example=lambda row: row.is_example,
    )


@editing
def add_follow_up(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Resolution, to=person, rows=Resolution.objects.select_related("paper"), slug=slug)
    access.require(person, "council.add_follow_up", found)

    def submit(values: dict[str, Any]) -> str:
        item = actions.add_follow_up(resolution=found, **values, by=person, now=timezone.now())
        return saved(request, item, _("Der Auftrag ist eingetragen."))

    return form_view(
        request,
        form=forms.NewFollowUpForm(request.POST or None, initial={"unit": found.paper.unit_id}),
        submit=submit,
        title=_("Auftrag aus dem Beschluss eintragen"),
        lead=str(found.paper.title),
        back=localized(found.get_absolute_url()),
    )


def _item(request: HttpRequest, slug: str, pk: int, permission: str) -> tuple[Any, FollowUp]:
    """A follow-up item of a resolution that this person may see.

    Raises:
        NotFound: unknown or hidden.
    """
    person = access.person_of(request)
    resolution = access.get(Resolution, to=person, slug=slug)
    item = FollowUp.objects.select_related("resolution", "unit").filter(resolution=resolution, pk=pk).first()
    if item is None:
        raise NotFound
    access.require(person, permission, item)
    return person, item


@editing
def change_follow_up(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person, item = _item(request, slug, pk, "council.change_follow_up")

    def submit(values: dict[str, Any]) -> str:
        actions.change_follow_up(follow_up=item, **values, by=person, now=timezone.now())
        return saved(request, item)

    return form_view(
        request,
        form=forms.FollowUpForm(request.POST or None, instance=item),
        submit=submit,
        title=_("Auftrag ändern"),
        lead=str(item.what),
        back=localized(item.get_absolute_url()),
    )


@editing
def report_follow_up(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person, item = _item(request, slug, pk, "council.report_follow_up")

    def submit(values: dict[str, Any]) -> str:
        actions.report_follow_up(follow_up=item, **values, by=person, now=timezone.now())
        return saved(request, item, _("Danke, der Stand ist gemeldet."))

    return form_view(
        request,
        form=forms.ReportForm(request.POST or None, instance=item),
        submit=submit,
        title=_("Stand melden"),
        lead=str(item.what),
        button=_("Melden"),
        back=reverse("council:resolution", kwargs={"slug": slug}),
    )
