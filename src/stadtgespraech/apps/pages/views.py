"""Editorial pages and reports of barriers."""

from __future__ import annotations

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stadtgespraech.apps.pages import actions, queries
from stadtgespraech.apps.pages.forms import BarrierReportForm, CloseReportForm, PageForm
from stadtgespraech.apps.pages.models import BarrierReport, Page
from stadtgespraech.apps.people import limits
from stadtgespraech.core import access
from stadtgespraech.core.access.log import personal_data_read, route_of
from stadtgespraech.core.errors import BadInput, NotFound
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import form_view
from stadtgespraech.core.web.submissions import run_once

REPORTS_PER_CONNECTION = limits.Limit("barrier reports", 10, timedelta(hours=1))


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """All pages, as a way to those that no menu names."""
    listed = Paginator(queries.pages(seen_by=access.person_of(request)), 50).get_page(request.GET.get("seite"))
    return render(request, "pages/pages.html", {"page": listed, "pages": listed.object_list})


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Page, to=person, slug=slug)
    context = {"page": found, "may_change": access.may(person, "pages.change_page", found)}
    return render(request, "pages/page.html", context)


@require_safe
def easy_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The plain-language version, if somebody has reviewed it."""
    found = access.get(Page, to=access.person_of(request), slug=slug)
    if not found.has_easy_text:
        raise NotFound
    return render(request, "pages/easy_page.html", {"page": found})


@require_http_methods(["GET", "POST"])
def change_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit with a preview: the button "Vorschau" shows the text without storing anything."""
    person = access.person_of(request)
    found = access.get(Page, to=person, slug=slug)
    access.require(person, "pages.change_page", found)
    form = PageForm(request.POST or None, instance=found)
    title, lead, back = _("Seite bearbeiten"), str(found.title), localized(found.get_absolute_url())
    if "preview" in request.POST and form.is_valid():
        context = {"form": form, "title": title, "lead": lead, "back": back, "preview": form.cleaned_data}
        return render(request, "pages/change_page.html", context)
    return form_view(
        request,
        form=form,
        submit=lambda values: localized(
            actions.change_page(page=found, changes=values, by=person, now=timezone.now()).get_absolute_url()
        ),
        title=title,
        lead=lead,
        back=back,
        template="pages/change_page.html",
    )


@require_http_methods(["GET", "POST"])
def report_barrier(request: HttpRequest) -> HttpResponse:
    """Anybody says what did not work; no account, no JavaScript."""
    person = access.person_of(request)
    thanks = reverse("pages:barrier_thanks")

    def submit(values: dict[str, str]) -> str:
        if not limits.take(REPORTS_PER_CONNECTION, limits.connection_of(request), now=timezone.now()):
            raise BadInput(_("Von Ihrem Anschluss kamen gerade sehr viele Meldungen. Bitte versuchen Sie es später."))
        actions.report_barrier(**values, by=person, now=timezone.now())
        return thanks

    return form_view(
        request,
        form=BarrierReportForm(request.POST or None),
        submit=submit,
        title=_("Barriere melden"),
        lead=_("Sie kommen irgendwo nicht weiter? Sagen Sie es uns. Sie brauchen dafür kein Konto."),
        button=_("Meldung abschicken"),
        back=reverse("dashboard:start"),
    )


@require_safe
def barrier_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/barrier_thanks.html")


@require_safe
def barrier_reports(request: HttpRequest) -> HttpResponse:
    """Open reports, for the strategy office. Looking at them is logged: they can name people."""
    person = access.person_of(request)
    access.require(person, "pages.see_barrier_reports")
    listed = Paginator(queries.open_barrier_reports(seen_by=person), 20).get_page(request.GET.get("seite"))
    if listed.object_list:
        personal_data_read(by=person, at=timezone.now(), route=route_of(request), reason="open barrier reports")
    return render(request, "pages/barrier_reports.html", {"page": listed})


@require_POST
def close_barrier_report(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "pages.close_barrier_report")
    report = access.get(BarrierReport, to=person, pk=pk)
    form = CloseReportForm(request.POST)
    if not form.is_valid():
        raise BadInput
    back = reverse("pages:barrier_reports")

    def close() -> str:
        actions.close_barrier_report(report=report, by=person, now=timezone.now())
        return back

    return redirect(run_once(form, by=person, action=close, now=timezone.now()))
