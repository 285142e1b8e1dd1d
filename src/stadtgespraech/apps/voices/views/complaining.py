"""Complaints: from anybody, to the moderation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stadtgespraech.apps.people import limits
from stadtgespraech.apps.voices import actions, queries
from stadtgespraech.apps.voices.forms.complaining import ComplaintForm, DecisionForm
from stadtgespraech.apps.voices.models import Comment, Complaint, Voice
from stadtgespraech.apps.voices.views.commenting import comment_url, voice_url
from stadtgespraech.core import access
from stadtgespraech.core.access.log import personal_data_read, route_of
from stadtgespraech.core.errors import BadInput
from stadtgespraech.core.web.editing import editing, form_view

COMPLAINTS_PER_CONNECTION = limits.Limit("complaints", 10, timedelta(hours=1))
PAGE = 20


@editing
def complain_about_voice(request: HttpRequest, slug: str) -> HttpResponse:
    voice = access.get(Voice, to=access.person_of(request), slug=slug)
    return _complain(request, voice, None, back=voice_url(voice))


@editing
def complain_about_comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = access.person_of(request)
    voice = access.get(Voice, to=person, slug=slug)
    comment = access.get(Comment, to=person, voice=voice, pk=pk)
    return _complain(request, voice, comment, back=comment_url(voice, comment.pk))


def _complain(request: HttpRequest, voice: Voice, comment: Comment | None, *, back: str) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "voices.complain", voice)

    def submit(values: dict[str, Any]) -> str:
        now = timezone.now()
        if not limits.take(COMPLAINTS_PER_CONNECTION, limits.connection_of(request), now=now):
            raise BadInput(_("Von Ihrem Anschluss kamen gerade sehr viele Meldungen. Bitte versuchen Sie es später."))
        actions.complain(voice=voice, comment=comment, **values, by=person, now=now)
        return reverse("voices:complaint_thanks")

    return form_view(
        request,
        form=ComplaintForm(request.POST or None),
        submit=submit,
        title=_("Kommentar melden") if comment is not None else _("Stimme melden"),
        lead=_("Verstößt dieser Text gegen die Regeln? Die Moderation sieht ihn sich an. Sie brauchen kein Konto."),
        button=_("Melden"),
        back=back,
        template="voices/about_comment.html",
        context={"comment": queries.row_of(comment, seen_by=person) if comment is not None else None, "voice": voice},
    )


@require_safe
def complaint_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "voices/complaint_thanks.html")


@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """Open complaints, for the moderation. Looking at them is logged: they can name people."""
    person = access.person_of(request)
    access.require(person, "voices.see_complaints")
    page = Paginator(queries.open_complaints(seen_by=person), PAGE).get_page(request.GET.get("seite"))
    if page.object_list:
        personal_data_read(by=person, at=timezone.now(), route=route_of(request), reason="open complaints")
    return render(request, "voices/complaints.html", {"page": page, "complaints": _shown(page.object_list, person)})


@editing
def close_complaint(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "voices.close_complaint")
    rows = queries.open_complaints(seen_by=person)
    found = access.get(Complaint, to=person, rows=rows, pk=pk)
    back = reverse("voices:complaints")

    def submit(values: dict[str, Any]) -> str:
        hide = values.pop("decision") == DecisionForm.HIDE
        actions.close_complaint(complaint=found, hide=hide, **(values if hide else {}), by=person, now=timezone.now())
        return back

    return form_view(
        request,
        form=DecisionForm(request.POST or None, complaint=found),
        submit=submit,
        title=_("Über eine Meldung entscheiden"),
        button=_("Entscheiden"),
        back=back,
        template="voices/close_complaint.html",
        context={"shown": _shown([found], person)[0]},
    )


def _shown(complaints: Any, person: Any) -> list[dict[str, Any]]:
    """Complaints with the text that they are about, as the moderation may see it."""
    return [
        {
            "complaint": complaint,
            "comment": queries.row_of(complaint.comment, seen_by=person) if complaint.comment is not None else None,
        }
        for complaint in complaints
    ]
