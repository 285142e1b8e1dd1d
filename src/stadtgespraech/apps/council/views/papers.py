"""Pages of papers and bodies."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stadtgespraech.apps.council import budget, columns, queries
from stadtgespraech.apps.council.models import Body, Paper
from stadtgespraech.apps.council.views.ways import formats, to_papers
from stadtgespraech.core import access, thread
from stadtgespraech.core.tables import export


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    words = request.GET.get("q", "").strip()[:200]
    page = Paginator(queries.papers(seen_by=person, words=words), 20).get_page(request.GET.get("seite"))
    context = {
        "words": words,
        "page": page,
        "papers": page.object_list,
        "downloads": formats("council:download_papers"),
        "consultation_downloads": formats("council:download_consultations"),
        "may_draft": access.may(person, "council.draft_paper"),
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
    origins, outcomes = thread.origins_and_outcomes(found, seen_by=person)
    context = {
        "crumbs": to_papers(),
        "paper": found,
        "steps": steps,
        "outcome": queries.outcome(steps, today=today),
        "stops": queries.stops_of(steps, today=today),
        "deviating": sum(step.out_of_order for step in steps),
        "tables": tables,
        "requested_difference": budget.requested_difference(found, tables),
        "downloads": formats("council:download_budget", slug=slug) if tables else [],
        "referred": queries.referred_papers(found, seen_by=person),
        "award": queries.award_rules(found, seen_by=person),
        "resolutions": [
            (one, queries.stops_of_items(one.follow_ups.all(), today=today))
            for one in queries.resolutions_of(found, seen_by=person)
        ],
        "origins": origins,
        "outcomes": outcomes,
        "may_submit": found.state == Paper.State.DRAFT and access.may(person, "council.submit_paper", found),
        "may_change": access.may(person, "council.change_paper", found),
        "may_add": access.may(person, "council.add_consultation", found),
        "may_set_result": found.state != Paper.State.DRAFT and access.may(person, "council.set_result", found),
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
def bodies(request: HttpRequest) -> HttpResponse:
    groups = queries.bodies_by_kind(seen_by=access.person_of(request))
    return render(request, "council/bodies.html", {"crumbs": to_papers(), "groups": groups})


@require_safe
def body(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    found = access.get(Body, to=person, slug=slug)
    rows = queries.consultations(seen_by=person, body=found)
    page = Paginator(rows, 30).get_page(request.GET.get("seite"))
    context = {
        "crumbs": [*to_papers(), (_("Gremien"), reverse("council:bodies"))],
        "body": found,
        "page": page,
        "consultations": page.object_list,
    }
    return render(request, "council/body.html", context)
