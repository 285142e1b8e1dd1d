"""Typing in cards, calls and letters."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stadtgespraech.apps.voices import actions, queries
from stadtgespraech.apps.voices.forms.entering import EntryForm, initial_from, kept
from stadtgespraech.apps.voices.queries.speaking import MOST_EVENTS
from stadtgespraech.core import access
from stadtgespraech.core.web.editing import form_view


@require_http_methods(["GET", "POST"])
def enter_voice(request: HttpRequest) -> HttpResponse:
    """One card after the other: saving leads back here, and what is the same for the whole pile stays."""
    person, today = access.person_of(request), timezone.localdate()
    access.require(person, "voices.enter_voice")
    choices = queries.entry_choices(person)
    # The newest ones: more would be a list that nobody reads with the keyboard.
    newest = choices["events"].values("pk")[:MOST_EVENTS]
    choices = {**choices, "events": choices["events"].filter(pk__in=list(newest.values_list("pk", flat=True)))}
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        initial=initial_from(request.GET, today=today),
        today=today,
        **choices,
    )

    def save(values: dict[str, Any]) -> str:
        language = (get_language() or "de").split("-")[0]
        actions.enter_voice(**values, language=language, by=person, now=timezone.now())
        target = reverse("voices:queue") if "leave" in request.POST else reverse("voices:enter_voice")
        return target if "leave" in request.POST else f"{target}?{urlencode(kept(form))}"

    return form_view(
        request,
        form=form,
        submit=save,
        title=_("Stimmen eintragen"),
        lead=_("Was auf Papier, am Telefon oder im Gespräch gesagt wurde, zählt genauso."),
        button=_("Speichern und nächste"),
        back=reverse("voices:voices"),
        template="voices/enter.html",
        context={
            "crumbs": [(_("Stimmen"), reverse("voices:voices"))],
            "entered": list(queries.lately_entered(by=person)),
        },
    )
