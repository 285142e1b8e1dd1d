"""Registering for an event, and who comes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stadtgespraech.apps.dialogue import actions, forms, queries
from stadtgespraech.apps.dialogue.models import Event, Registration
from stadtgespraech.apps.dialogue.views.reading import crumbs
from stadtgespraech.apps.people import limits
from stadtgespraech.core import access
from stadtgespraech.core.access.log import personal_data_read, route_of
from stadtgespraech.core.errors import BadInput, NotFound
from stadtgespraech.core.tables import FORMATS, Column, export
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import editing, form_view
from stadtgespraech.core.web.submissions import ConfirmForm

PER_CONNECTION = limits.Limit("registrations", 20, timedelta(hours=1))


@editing
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Register oneself; organisers also register people without a mail address."""
    person, now = access.person_of(request), timezone.now()
    event = access.get(Event, to=person, slug=slug)
    if not queries.registration_is_open(event, now=now):
        return render(request, "dialogue/registration_closed.html", _frame(event), status=409)
    for_others = access.may(person, "dialogue.register_others")

    def submit(values: dict[str, Any]) -> str:
        if not for_others and not limits.take(PER_CONNECTION, limits.connection_of(request), now=now):
            raise BadInput(_("Von Ihrem Anschluss kamen gerade sehr viele Anmeldungen. Bitte versuchen Sie es später."))
        actions.register(event=event, **values, language=get_language() or "de", by=person, now=now)
        return reverse("dialogue:registrations" if for_others else "dialogue:registered", kwargs={"slug": slug})

    first = {} if person is None or for_others else {"email": person.email, "name": person.display_name}
    return form_view(
        request,
        form=forms.RegistrationForm(request.POST or None, initial=first, for_others=for_others),
        submit=submit,
        title=_("Anmelden: %(name)s") % {"name": event.name},
        lead=queries.when_in_words(event),
        button=_("Anmelden"),
        back=localized(event.get_absolute_url()),
        template="dialogue/register.html",
        context={**_frame(event), "places": queries.places(event)},
    )


@require_safe
def registered(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for everybody: the mail says whether there was a place."""
    event = access.get(Event, to=access.person_of(request), slug=slug)
    return render(request, "dialogue/registered.html", _frame(event))


@require_safe
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """One's own registration, by the link in the mail."""
    found = _by_token(token)
    return render(request, "dialogue/registration.html", {**_frame(found.event), "registration": found})


@editing
def cancel_registration(request: HttpRequest, token: str) -> HttpResponse:
    found = _by_token(token)
    person = access.person_of(request)
    return form_view(
        request,
        form=ConfirmForm(request.POST if request.method == "POST" else None),
        submit=lambda values: localized(
            actions.cancel_registration(token=token, by=person, now=timezone.now()).get_absolute_url()
        ),
        title=_("Anmeldung zurückziehen?"),
        lead=str(found.event.name),
        button=_("Anmeldung zurückziehen"),
        back=reverse("dialogue:registration", kwargs={"token": token}),
    )


@require_safe
def registrations(request: HttpRequest, slug: str) -> HttpResponse:
    """For the organisers: who comes, who waits, and what they need."""
    person = access.person_of(request)
    event = access.get(Event, to=person, slug=slug)
    access.require(person, "dialogue.see_registrations", event)
    page = Paginator(queries.registrations(event, seen_by=person), 50).get_page(request.GET.get("seite"))
    personal_data_read(by=person, route=route_of(request), reason="registrations", at=timezone.now())
    context = {
        **_frame(event),
        "page": page,
        "registrations": page.object_list,
        "places": queries.places(event),
        "is_open": queries.registration_is_open(event, now=timezone.now()),
        "downloads": [
            (name.upper(), reverse("dialogue:download_registrations", kwargs={"slug": slug, "format": name}))
            for name in FORMATS
        ],
    }
    return render(request, "dialogue/registrations.html", context)


@require_safe
def download_registrations(request: HttpRequest, slug: str, format: str) -> HttpResponseBase:
    """The list to take along."""
    person = access.person_of(request)
    event = access.get(Event, to=person, slug=slug)
    access.require(person, "dialogue.see_registrations", event)
    personal_data_read(by=person, route=route_of(request), reason="registrations", at=timezone.now())
    columns = [
        Column(_("Name"), lambda row: row.name, 30),
        Column(_("Stand"), lambda row: row.get_state_display()),
        Column(_("E-Mail-Adresse"), lambda row: row.email, 30),
        Column(_("Telefon oder Anschrift"), lambda row: row.contact, 30),
        Column(_("Bedarf"), lambda row: row.needs, 60),
        Column(_("Angemeldet am"), lambda row: row.registered_at),
    ]
    rows = queries.registrations(event, seen_by=person)
    return export(rows, columns, format=format, name=f"anmeldungen-{event.slug}", example=lambda row: event.is_example)


def _frame(event: Event) -> dict[str, Any]:
    return {
        "crumbs": [*crumbs("overview", "events"), (event.name, reverse("dialogue:event", kwargs={"slug": event.slug}))],
        "event": event,
        "page_has_examples": event.is_example,
    }


def _by_token(token: str) -> Registration:
    """Raises NotFound: nobody is registered with it (any more)."""
    found = Registration.objects.select_related("event").filter(token=token).first() if len(token) <= 43 else None
    if found is None:
        raise NotFound
    return found
