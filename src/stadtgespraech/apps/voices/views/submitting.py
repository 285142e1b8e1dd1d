"""Speaking: the form, "check your answers", and the receipt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stadtgespraech.apps.dialogue.models import Stage
from stadtgespraech.apps.dialogue.queries import open_stage
from stadtgespraech.apps.people import limits
from stadtgespraech.apps.voices import actions, queries, sent_from_here
from stadtgespraech.apps.voices.forms.submitting import VoiceForm
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import access
from stadtgespraech.core.errors import BadInput, NotFound
from stadtgespraech.core.web.editing import form_view

# A school class at one connection gets through; a script does not.
VOICES_PER_CONNECTION = limits.Limit("voices", 40, timedelta(hours=1))
VOICES_PER_ACCOUNT = limits.Limit("voices of an account", 30, timedelta(days=1))


@require_http_methods(["GET", "POST"])
def submit_voice(request: HttpRequest) -> HttpResponse:
    """Write, check, send. All of it travels with the page: no session, no script, and nothing typed is lost."""
    person = access.person_of(request)
    is_open = open_stage(Stage.Opens.VOICES) is not None
    if request.method != "POST" and not is_open:
        return render(request, "voices/closed.html", {"crumbs": _crumbs()})
    choices = queries.entry_choices(person)
    options: dict[str, Any] = {"person": person, "topics": choices["topics"], "districts": choices["districts"]}
    page: dict[str, Any] = {
        "title": _("Was möchten Sie der Stadt sagen?"),
        "lead": _("Mit Ihren Worten, in drei Minuten, mit oder ohne Konto."),
        "button": _("Weiter: noch einmal ansehen"),
        "back": reverse("voices:voices"),
    }
    if request.method != "POST" or "change" in request.POST:
        context = {**page, "form": VoiceForm(initial=_begun(request), **options), "crumbs": _crumbs()}
        return render(request, "voices/submit.html", context)
    form = VoiceForm(request.POST, **options)
    if is_open and "send" not in request.POST and form.is_valid():
        return _check_page(request, form, person)
    return form_view(
        request,
        form=form,
        submit=lambda values: _submit(request, values, person),
        template="voices/submit.html",
        context={"crumbs": _crumbs()},
        **page,
    )


def _begun(request: HttpRequest) -> dict[str, Any]:
    """What the form begins with: what came back from the check page, or the topic that a link names."""
    if request.method == "POST":
        return {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    return {"topic": request.GET.get("thema", ""), "district": request.GET.get("bezirk", "")}


def _check_page(request: HttpRequest, form: VoiceForm, person: Any) -> HttpResponse:
    values = form.values
    context = {
        "crumbs": _crumbs(),
        "form": form,
        "values": values,
        "on_erasure": dict(form.fields["on_erasure"].choices)[values["on_erasure"]] if person else "",  # type: ignore[attr-defined]
        "similar": queries.similar_voices(title=values["title"], text=values["text"], seen_by=person),
    }
    return render(request, "voices/check.html", context)


def _submit(request: HttpRequest, values: dict[str, Any], person: Any) -> str:
    now = timezone.now()
    free = limits.take(VOICES_PER_CONNECTION, limits.connection_of(request), now=now)
    if not free or (person is not None and not limits.take(VOICES_PER_ACCOUNT, str(person.pk), now=now)):
        raise BadInput(
            _(
                "Von Ihrem Anschluss kamen gerade sehr viele Stimmen. Ihre Worte stehen noch hier, bitte senden Sie sie später."
            )
        )
    language = (get_language() or "de").split("-")[0]
    voice = actions.submit_voice(**values, by=person, language=language, now=now)
    sent_from_here.remember(request, voice.slug)
    if values.get("email"):
        messages.info(request, _("Wir haben Ihnen eine Mail geschickt. Bestätigen Sie darin Ihre Adresse."))
    return reverse("voices:receipt", kwargs={"slug": voice.slug})


@require_safe
def receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """How far a voice is, for whoever has its number. It says nothing of what was said."""
    found = queries.receipt_of(slug)
    context = {
        "crumbs": _crumbs(),
        "receipt": found,
        "may_add_pictures": found.state == Voice.State.PENDING and sent_from_here.is_remembered(request, slug),
        "page_has_examples": found.is_example,
    }
    return render(request, "voices/receipt.html", context)


@require_safe
def find_receipt(request: HttpRequest) -> HttpResponse:
    """Type in a receipt from paper or from the phone."""
    number = request.GET.get("nummer", "").replace("\x00", "").strip()[:40]
    problem = ""
    if number:
        try:
            slug = queries.slug_in(number)
            return redirect("voices:receipt", slug=queries.receipt_of(slug).slug)
        except NotFound as unknown:
            problem = str(unknown.message)
    context = {"crumbs": _crumbs(), "number": number, "problem": problem}
    return render(request, "voices/find_receipt.html", context, status=404 if problem else 200)


def _crumbs() -> list[tuple[Any, str]]:
    return [(_("Stimmen"), reverse("voices:voices"))]
