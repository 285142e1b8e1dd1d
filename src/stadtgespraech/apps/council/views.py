"""Pages of papers and bodies."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stadtgespraech.apps.council import actions, budget, columns, forms, queries
from stadtgespraech.apps.council.models import Body, Consultation, Paper
from stadtgespraech.core import access, thread
from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.tables import FORMATS, export
from stadtgespraech.core.web.editing import form_view

editing = require_http_methods(["GET", "POST"])


def _crumbs() -> list[tuple[Any, str]]:
    return [(_("Beschlüsse"), reverse("council:papers"))]


def _url(paper: Paper) -> str:
    return reverse("council:paper", kwargs={"slug": paper.slug})


def _formats(route: str, **kwargs: Any) -> list[tuple[str, str]]:
    return [(name.upper(), reverse(route, kwargs={"format": name, **kwargs})) for name in FORMATS]


# -- Reading ---------------------------------------------------------------------------------------


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    words = request.GET.get("q", "").strip()[:200]
    page = Paginator(queries.papers(seen_by=person, words=words), 20).get_page(request.GET.get("seite"))
    context = {
        "words": words,
        "page": page,
        "papers": page.object_list,
        "downloads": _formats("council:download_papers"),
        "consultation_downloads": _formats("council:download_consultations"),
    }
    return render(request, "council/papers.html", context)


@require_safe
def download_papers(request: HttpRequest, format: str) -> HttpResponseBase:
    rows = queries.papers(seen_by=access.person_of(request))
    return export(rows, columns.paper_columns(), format=format, name="vorlagen", example=lambda row: row.is_example)


@require_safe
def download_consultations(request: HttpRequest, format: str) -> HttpResponseBase:
    rows = queries.consultations(seen_by=access.person_of(request))
    return export(
        rows,
        columns.consultation_columns(),
        format=format,
        name="beratungen",
        example=lambda row: row.paper.is_example,
    )


@require_safe
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    person, today = access.person_of(request), timezone.localdate()
    found = access.get(Paper, to=person, rows=queries.paper_with_parts(seen_by=person), slug=slug)
    steps = list(found.consultations.all())
    tables = budget.tables(found.budget_lines.all(), found.printed_totals.all())
    context = {
        "crumbs": _crumbs(),
        "paper": found,
        "steps": steps,
        "outcome": queries.outcome(steps, today=today),
        "stops": queries.stops_of(steps, today=today),
        "deviating": sum(step.out_of_order for step in steps),
        "tables": tables,
        "requested_difference": budget.requested_difference(found, tables),
        "downloads": _formats("council:download_budget", slug=slug) if tables else [],
        "referred": queries.referred_papers(found, seen_by=person),
        "award": queries.award_rules(found, seen_by=person),
        "origins": thread.origins(found, seen_by=person),
        "outcomes": thread.outcomes(found, seen_by=person),
        "may_change": access.may(person, "council.change_paper", found),
        "may_add": access.may(person, "council.add_consultation", found),
        "may_set_result": access.may(person, "council.set_result", found),
        "page_has_examples": found.is_example,
    }
    return render(request, "council/paper.html", context)


@require_safe
def download_budget(request: HttpRequest, slug: str, format: str) -> HttpResponseBase:
    person = access.person_of(request)
    found = access.get(Paper, to=person, rows=queries.paper_with_parts(seen_by=person), slug=slug)
    tables = budget.tables(found.budget_lines.all(), found.printed_totals.all())
    return export(
        queries.budget_lines(paper=found),
        columns.budget_columns(tables),
        format=format,
        name=f"haushalt-{found.slug}",
        example=lambda row: row.paper.is_example,
    )


@require_safe
def without_result(request: HttpRequest) -> HttpResponse:
    """For the offices: consultations whose result nobody has entered."""
    person = access.person_of(request)
    access.require(person, "council.set_result")
    rows = queries.without_result(seen_by=person, today=timezone.localdate())
    page = Paginator(rows, 50).get_page(request.GET.get("seite"))
    context = {"crumbs": _crumbs(), "page": page, "consultations": page.object_list}
    return render(request, "council/without_result.html", context)


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    groups = queries.bodies_by_kind(seen_by=access.person_of(request))
    return render(request, "council/bodies.html", {"crumbs": _crumbs(), "groups": groups})


@require_safe
def body(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Body, to=person, slug=slug)
    rows = queries.consultations(seen_by=person, body=found)
    page = Paginator(rows, 30).get_page(request.GET.get("seite"))
    context = {
        "crumbs": [*_crumbs(), (_("Gremien"), reverse("council:bodies"))],
        "body": found,
        "page": page,
        "consultations": page.object_list,
    }
    return render(request, "council/body.html", context)


# -- Editing ---------------------------------------------------------------------------------------


@editing
def change_paper(request: HttpRequest, slug: str) -> HttpResponse:
    person, now = access.person_of(request), timezone.now()
    found = access.get(Paper, to=person, slug=slug)
    access.require(person, "council.change_paper", found)

    def submit(values: dict[str, Any]) -> str:
        actions.change_paper(paper=found, changes=values, by=person, now=now)
        return _url(found)

    return form_view(
        request,
        form=forms.PaperForm(request.POST or None, instance=found),
        submit=submit,
        title=_("Vorlage bearbeiten"),
        lead=str(found.title),
        back=_url(found),
    )


@editing
def add_consultation(request: HttpRequest, slug: str) -> HttpResponse:
    person, now = access.person_of(request), timezone.now()
    found = access.get(Paper, to=person, slug=slug)
    access.require(person, "council.add_consultation", found)

    def submit(values: dict[str, Any]) -> str:
        actions.add_consultation(paper=found, **values, by=person, now=now)
        return _url(found)

    return form_view(
        request,
        form=forms.ConsultationForm(request.POST or None, person=person),
        submit=submit,
        title=_("Beratung hinzufügen"),
        lead=str(found.title),
        back=_url(found),
    )


def _consultation(person: Any, slug: str, pk: int) -> Consultation:
    """A step of a paper that this person may see.

    Raises:
        NotFound: unknown or hidden.
    """
    paper = access.get(Paper, to=person, slug=slug)
    step = queries.steps().select_related("paper").filter(paper=paper, pk=pk).first()
    if step is None:
        raise NotFound
    return step


@editing
def set_result(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person, now = access.person_of(request), timezone.now()
    step = _consultation(person, slug, pk)
    access.require(person, "council.set_result", step.paper)

    def submit(values: dict[str, Any]) -> str:
        actions.set_result(consultation=step, **values, by=person, now=now)
        return _url(step.paper)

    return form_view(
        request,
        form=forms.ResultForm(request.POST or None, instance=step),
        submit=submit,
        title=_("Ergebnis eintragen"),
        lead=f"{step.body.name}: {step.paper.title}",
        back=_url(step.paper),
    )


@editing
def remove_consultation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person, now = access.person_of(request), timezone.now()
    step = _consultation(person, slug, pk)
    access.require(person, "council.remove_consultation", step.paper)
    back = _url(step.paper)

    def submit(_values: dict[str, Any]) -> str:
        actions.remove_consultation(consultation=step, by=person, now=now)
        return back

    return form_view(
        request,
        form=forms.RemoveForm(request.POST if request.method == "POST" else None),
        submit=submit,
        title=_("Beratung herausnehmen?"),
        lead=f"{step.body.name}: {step.paper.title}",
        button=_("Beratung herausnehmen"),
        back=back,
    )
