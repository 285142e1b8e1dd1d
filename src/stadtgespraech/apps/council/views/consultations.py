"""The steps of a paper's consultation sequence."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stadtgespraech.apps.council import actions, forms, queries
from stadtgespraech.apps.council.models import Consultation, Paper
from stadtgespraech.apps.council.views.ways import to_papers
from stadtgespraech.core import access
from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import editing, form_view, saved


@require_safe
def without_result(request: HttpRequest) -> HttpResponse:
    """For the offices: consultations whose result nobody has entered."""
    person = access.person_of(request)
    access.require(person, "council.set_result")
    rows = queries.without_result(seen_by=person, today=timezone.localdate())
    page = Paginator(rows, 50).get_page(request.GET.get("seite"))
    steps = list(page.object_list)
    for step in steps:
        # The very permission that the form asks for; it needs no further statement.
        step.may_set_result = access.may(person, "council.set_result", step.paper)  # type: ignore[attr-defined]
    context = {"crumbs": to_papers(), "page": page, "consultations": steps}
    return render(request, "council/without_result.html", context)


@editing
def add_consultation(request: HttpRequest, slug: str) -> HttpResponse:
    person, now = access.person_of(request), timezone.now()
    found = access.get(Paper, to=person, slug=slug)
    access.require(person, "council.add_consultation", found)

    def submit(values: dict[str, Any]) -> str:
        actions.add_consultation(paper=found, **values, by=person, now=now)
        return saved(request, found)

    return form_view(
        request,
        form=forms.ConsultationForm(request.POST or None, person=person),
        submit=submit,
        title=_("Beratung hinzufügen"),
        lead=str(found.title),
        back=localized(found.get_absolute_url()),
    )


def _step(request: HttpRequest, slug: str, pk: int, permission: str) -> tuple[Any, Consultation]:
    """A step of a paper that this person may see.

    Raises:
        NotFound: unknown or hidden.
    """
    person = access.person_of(request)
    paper = access.get(Paper, to=person, slug=slug)
    step = queries.steps().select_related("paper", "body", "follows__body").filter(paper=paper, pk=pk).first()
    if step is None:
        raise NotFound
    access.require(person, permission, step.paper)
    return person, step


def _page(request: HttpRequest, step: Consultation, form: Any, action: Any, title: str, **more: Any) -> HttpResponse:
    def submit(values: dict[str, Any]) -> str:
        action(values)
        return saved(request, step.paper)

    return form_view(
        request,
        form=form,
        submit=submit,
        title=title,
        lead=f"{step.body.name}: {step.paper.title}",
        back=localized(step.paper.get_absolute_url()),
        **more,
    )


@editing
def change_consultation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person, step = _step(request, slug, pk, "council.add_consultation")
    return _page(
        request,
        step,
        forms.StepForm(request.POST or None, instance=step),
        lambda values: actions.change_consultation(consultation=step, **values, by=person, now=timezone.now()),
        _("Beratung ändern"),
    )


@editing
def set_result(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person, step = _step(request, slug, pk, "council.set_result")
    decides = step.role == Consultation.Role.DECISION
    form_class = forms.DecisionForm if decides else forms.ResultForm
    return _page(
        request,
        step,
        form_class(request.POST or None, instance=step),
        lambda values: actions.set_result(consultation=step, **values, by=person, now=timezone.now()),
        _("Ergebnis eintragen"),
    )


@editing
def refer_consultation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person, step = _step(request, slug, pk, "council.set_result")
    return _page(
        request,
        step,
        forms.ReferForm(request.POST or None, instance=step, person=person),
        lambda values: actions.refer_consultation(consultation=step, **values, by=person, now=timezone.now()),
        _("An ein anderes Gremium verweisen"),
        button=_("Verweisen"),
    )


@editing
def defer_consultation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person, step = _step(request, slug, pk, "council.set_result")
    return _page(
        request,
        step,
        forms.DeferForm(request.POST or None, instance=step),
        lambda values: actions.defer_consultation(consultation=step, **values, by=person, now=timezone.now()),
        _("Vertagen"),
        button=_("Vertagen"),
    )


@editing
def remove_consultation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person, step = _step(request, slug, pk, "council.remove_consultation")
    return _page(
        request,
        step,
        forms.RemoveForm(request.POST if request.method == "POST" else None),
        lambda _values: actions.remove_consultation(consultation=step, by=person, now=timezone.now()),
        _("Beratung herausnehmen?"),
        button=_("Beratung herausnehmen"),
    )
