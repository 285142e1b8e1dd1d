"""An event's minutes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stadtgespraech.apps.dialogue.models import Event
from stadtgespraech.apps.voices import actions, queries
from stadtgespraech.apps.voices.actions.entering import beginning_of
from stadtgespraech.apps.voices.forms.minuting import MinutesForm
from stadtgespraech.core import access
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import form_view


@require_http_methods(["GET", "POST"])
def record_minutes(request: HttpRequest, slug: str) -> HttpResponse:
    """First the cards as they would become voices, then all of them at once."""
    person = access.person_of(request)
    event = access.get(Event, to=person, slug=slug)
    access.require(person, "voices.enter_voice")
    form = MinutesForm(request.POST or None, topics=queries.entry_choices(person)["topics"])
    page: dict[str, Any] = {
        "title": _("Was wurde gesagt?"),
        "lead": str(event.name),
        "back": localized(event.get_absolute_url()),
        "crumbs": [(event.name, localized(event.get_absolute_url()))],
        "event": event,
    }
    if "preview" in request.POST and form.is_valid():
        cards = [(beginning_of(card), card) for card in form.cards]
        return render(request, "voices/minutes.html", {**page, "form": form, "cards": cards})

    def save(values: dict[str, Any]) -> str:
        actions.record_minutes(
            event=event,
            cards=form.cards,
            topic=values["topic"],
            publish=values["publish"],
            by=person,
            now=timezone.now(),
        )
        return f"{reverse('dialogue:event', kwargs={'slug': slug})}#gesagt"

    context = {"crumbs": page["crumbs"], "event": event}
    return form_view(
        request,
        form=form,
        submit=save,
        title=page["title"],
        lead=page["lead"],
        back=page["back"],
        template="voices/minutes.html",
        context=context,
    )
