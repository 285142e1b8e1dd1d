"""Preparing a paper: what it is about, its words, and handing it in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stadtgespraech.apps.council import actions, forms, queries
from stadtgespraech.apps.council.models import Paper
from stadtgespraech.apps.council.rules import OFFICES
from stadtgespraech.apps.council.views.ways import to_papers
from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.strategy.models import Project
from stadtgespraech.core import access
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import editing, form_view, saved

# Nobody drafts a paper about more than this; keeps an address from asking for everything.
MOST_SOURCES = 50


@editing
def draft_paper(request: HttpRequest) -> HttpResponse:
    """A new draft. ``?bild=`` and ``?projekt=`` say what it is about; without them, that is asked first."""
    person = access.person_of(request)
    access.require(person, "council.draft_paper")
    sources = _sources_in_address(request, person)
    if not sources:
        return _choose_sources(request, person)
    first = queries.first_words(sources)
    initial = {
        "title": first.title,
        "summary": first.summary,
        "proposal": first.proposal,
        "unit": _likely_unit(sources, person),
    }

    def submit(values: dict[str, Any]) -> str:
        reason = values.pop("reason")
        paper = actions.draft_paper(values=values, sources=sources, reason=reason, by=person, now=timezone.now())
        return saved(request, paper, _("Der Entwurf ist angelegt. Ihn sehen nur die Büros und der Fachbereich."))

    names = ", ".join(str(one.title if isinstance(one, Picture) else one.name) for one in sources)
    return form_view(
        request,
        form=forms.DraftForm(request.POST or None, initial=initial),
        submit=submit,
        title=_("Vorlage entwerfen"),
        lead=_("Es geht um: %(names)s") % {"names": names},
        button=_("Entwurf speichern"),
        back=localized(sources[0].get_absolute_url()),
    )


def _likely_unit(sources: list[Picture | Project], person: Any) -> int | None:
    """The unit that answers for a project of the paper; a unit's own people draft in its name."""
    of_projects = [one.unit_id for one in sources if isinstance(one, Project) and one.unit_id]
    if access.roles_of(person) & OFFICES:
        return of_projects[0] if of_projects else None
    own = sorted(access.units_of(person))
    return next((pk for pk in of_projects if pk in own), own[0])


def _sources_in_address(request: HttpRequest, person: Any) -> list[Picture | Project]:
    def asked(name: str) -> list[str]:
        return [slug.replace("\x00", "") for slug in request.GET.getlist(name)[:MOST_SOURCES]]

    pictures, projects = asked("bild"), asked("projekt")
    found: list[Picture | Project] = []
    if pictures:
        found += queries.pictures_to_propose(seen_by=person).filter(slug__in=pictures)
    if projects:
        found += queries.projects_to_propose(seen_by=person).filter(slug__in=projects)
    return found


def _choose_sources(request: HttpRequest, person: Any) -> HttpResponse:
    context = {
        "crumbs": to_papers(),
        "pictures": queries.pictures_to_propose(seen_by=person),
        "projects": queries.projects_to_propose(seen_by=person),
        # Sent without a choice: say so, as every form does.
        "is_empty": "weiter" in request.GET,
    }
    return render(request, "council/choose_sources.html", context)


def _found(request: HttpRequest, slug: str, permission: str) -> tuple[Any, Paper]:
    person = access.person_of(request)
    found = access.get(Paper, to=person, slug=slug)
    access.require(person, permission, found)
    return person, found


@editing
def set_sources(request: HttpRequest, slug: str) -> HttpResponse:
    """What a paper is about."""
    person, found = _found(request, slug, "council.change_paper")

    def submit(values: dict[str, Any]) -> str:
        sources = [*values["pictures"], *values["projects"]]
        actions.set_sources(paper=found, sources=sources, reason=values["reason"], by=person, now=timezone.now())
        return saved(request, found)

    return form_view(
        request,
        form=forms.SourcesForm(
            request.POST or None,
            sources=queries.source_objects(found),
            pictures=queries.pictures_to_propose(seen_by=person),
            projects=queries.projects_to_propose(seen_by=person),
        ),
        submit=submit,
        title=_("Worum geht es in der Vorlage?"),
        lead=str(found.title),
        back=localized(found.get_absolute_url()),
    )


@editing
def change_paper(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = _found(request, slug, "council.change_paper")
    is_draft = found.state == Paper.State.DRAFT
    form_class = forms.DraftTextForm if is_draft else forms.PaperForm

    def submit(values: dict[str, Any]) -> str:
        actions.change_paper(paper=found, changes=values, by=person, now=timezone.now())
        return saved(request, found)

    return form_view(
        request,
        form=form_class(request.POST or None, instance=found),
        submit=submit,
        title=_("Entwurf bearbeiten") if is_draft else _("Vorlage bearbeiten"),
        lead=str(found.title),
        back=localized(found.get_absolute_url()),
    )


@editing
def submit_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand a draft in, with its number and date."""
    person, found = _found(request, slug, "council.submit_paper")

    def submit(values: dict[str, Any]) -> str:
        actions.submit_paper(paper=found, **values, by=person, now=timezone.now())
        return saved(request, found, _("Die Vorlage ist eingereicht."))

    lead = (
        _("„%(title)s“ sehen danach alle.")
        if found.is_public
        else _("„%(title)s“ sehen danach auch die Ratsmitglieder, aber nicht die Öffentlichkeit.")
    )
    return form_view(
        request,
        form=forms.SubmitForm(request.POST or None, initial={"number": found.number}),
        submit=submit,
        title=_("Vorlage einreichen"),
        lead=lead % {"title": found.title},
        button=_("Einreichen"),
        back=reverse("council:paper", kwargs={"slug": found.slug}),
    )
