"""One answer to all voices of a picture."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stadtgespraech.apps.pictures import actions, queries
from stadtgespraech.apps.pictures.views.ways import found_for, page_of
from stadtgespraech.apps.voices.forms.answering import AnswerForm
from stadtgespraech.core.web.editing import editing, form_view, saved


@editing
def answer_voices(request: HttpRequest, slug: str) -> HttpResponse:
    """The same answer for everybody who has none yet."""
    person, found = found_for(request, slug, "pictures.answer_voices")
    waiting = queries.unanswered_voices(found).count()
    if not waiting and request.method == "GET":
        sentence = _("Alle Stimmen hinter diesem Bild haben schon eine Antwort, oder es gibt noch keine Stimme.")
        messages.info(request, sentence)
        return redirect(page_of(found))

    def submit(values: dict[str, Any]) -> str:
        answers = actions.answer_all_voices(picture=found, **values, by=person, now=timezone.now())
        sentence = ngettext("Eine Stimme ist beantwortet.", "%(number)d Stimmen sind beantwortet.", len(answers))
        return saved(request, found, sentence % {"number": len(answers)})

    lead = ngettext(
        "Eine Stimme hinter „%(title)s“ hat noch keine Antwort. Sie bekommt diese.",
        "%(number)d Stimmen hinter „%(title)s“ haben noch keine Antwort. Alle bekommen dieselbe: "
        "Schreiben Sie so, dass sie zu jeder passt.",
        waiting,
    )
    return form_view(
        request,
        form=AnswerForm(request.POST or None),
        submit=submit,
        title=_("Alle Stimmen beantworten"),
        lead=lead % {"number": waiting, "title": found.quotable},
        button=_("Antwort geben"),
        back=page_of(found),
    )
