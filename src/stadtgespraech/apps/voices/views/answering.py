"""Pages on which the city answers."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stadtgespraech.apps.voices import actions
from stadtgespraech.apps.voices.forms.answering import AnswerForm, CorrectionForm, ToldForm
from stadtgespraech.apps.voices.models import Answer, Voice
from stadtgespraech.apps.voices.queries import deadlines as queries
from stadtgespraech.core import access
from stadtgespraech.core.access.log import personal_data_read, route_of
from stadtgespraech.core.errors import BadInput
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import form_view
from stadtgespraech.core.web.submissions import run_once


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the answer; "Vorschau" shows it as it will stand there without storing anything."""
    person, now = access.person_of(request), timezone.now()
    voice = access.get(Voice, to=person, slug=slug)
    access.require(person, "voices.answer_voice", voice)
    back = localized(voice.get_absolute_url())

    def submit(values: dict[str, Any]) -> str:
        return localized(actions.answer_voice(voice=voice, by=person, now=now, **values).get_absolute_url())

    return _answer_page(
        request,
        form=AnswerForm(request.POST or None),
        submit=submit,
        title=_("Stimme beantworten"),
        button=_("Antwort veröffentlichen"),
        voice=voice,
        back=back,
    )


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct the answer; what it said stays readable."""
    person, now = access.person_of(request), timezone.now()
    found = access.get(Answer, to=person, rows=Answer.objects.select_related("voice"), voice__slug=slug)
    access.require(person, "voices.correct_answer", found.voice)
    back = localized(found.get_absolute_url())

    def submit(values: dict[str, Any]) -> str:
        actions.correct_answer(answer=found, by=person, now=now, **values)
        return back

    return _answer_page(
        request,
        form=CorrectionForm(request.POST or None, instance=found),
        submit=submit,
        title=_("Antwort berichtigen"),
        button=_("Berichtigung veröffentlichen"),
        voice=found.voice,
        back=back,
    )


def _answer_page(
    request: HttpRequest, *, form: AnswerForm, submit: Any, title: str, button: str, voice: Voice, back: str
) -> HttpResponse:
    context: dict[str, Any] = {"voice": voice, "page_has_examples": voice.is_example}
    template = "voices/answer_voice.html"
    if "preview" in request.POST and form.is_valid():
        chosen = Answer.Disposition(form.cleaned_data["disposition"])
        preview = {**form.cleaned_data, "result": chosen.label}
        context |= {"form": form, "title": title, "lead": voice.title, "button": button, "back": back}
        return render(request, template, {**context, "preview": preview})
    return form_view(
        request,
        form=form,
        submit=submit,
        title=title,
        lead=voice.title,
        button=button,
        back=back,
        template=template,
        context=context,
    )


@require_safe
def answers_to_tell(request: HttpRequest) -> HttpResponse:
    """Answers to be given by phone or letter. Looking at them is logged: they say how to reach people."""
    person = access.person_of(request)
    access.require(person, "voices.see_deadlines")
    page = Paginator(queries.to_be_told(seen_by=person), 20).get_page(request.GET.get("seite"))
    if page.object_list:
        personal_data_read(by=person, at=timezone.now(), route=route_of(request), reason="answers to be told")
    context = {
        "crumbs": [(_("Fristen"), reverse("voices:deadlines"))],
        "page": page,
        "page_has_examples": any(answer.is_example for answer in page.object_list),
    }
    return render(request, "voices/answers_to_tell.html", context)


@require_POST
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    """They know: how to reach them is erased."""
    person = access.person_of(request)
    voice = access.get(Voice, to=person, slug=slug)
    access.require(person, "voices.tell_answer", voice)
    form = ToldForm(request.POST)
    if not form.is_valid():
        raise BadInput

    def submit() -> str:
        actions.tell_answer(voice=voice, by=person, now=timezone.now())
        return reverse("voices:answers_to_tell")

    return redirect(run_once(form, by=person, action=submit, now=timezone.now()))
