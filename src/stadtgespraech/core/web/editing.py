"""The one way in which a page shows a form, and takes what it sends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stadtgespraech.core.access import person_of
from stadtgespraech.core.errors import BadInput, ChangedMeanwhile, Conflict
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.submissions import OnceForm, OnceModelForm, run_once

# A page with a form is asked for and sent, nothing else.
editing = require_http_methods(["GET", "POST"])


def saved(request: HttpRequest, obj: Any, sentence: Any = None) -> str:
    """Say that it is saved, and give the address of the object's page."""
    messages.success(request, sentence or _("Gespeichert."))
    return localized(obj.get_absolute_url())


def form_view(
    request: HttpRequest,
    *,
    form: OnceForm | OnceModelForm,
    submit: Callable[[dict[str, Any]], str],
    title: str,
    lead: str = "",
    button: str = "",
    back: str = "/",
    template: str = "web/form_page.html",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show ``form``; when it was sent and is valid, run ``submit(values)`` at most once and go where it says.

    What the action refuses (:class:`BadInput`, :class:`Conflict`) becomes a sentence above the form; nothing
    typed is lost. Somebody who would save over a version they never saw is told what it says
    (:class:`ChangedMeanwhile`). Anything else the action raises is not for this page.

    Args:
        form: bound with ``form_class(request.POST or None, ...)``.
        submit: calls one action and returns an address.
        back: where "Abbrechen" leads.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                target = run_once(form, by=person_of(request), action=lambda: submit(form.values), now=timezone.now())
                return redirect(target)
            except (BadInput, Conflict) as refusal:
                status = refusal.status
                form.add_error(None, str(refusal.message))
                if isinstance(refusal, ChangedMeanwhile) and isinstance(form, OnceModelForm):
                    form.show_what_is_new()
    page = {"form": form, "title": title, "lead": lead, "button": button or _("Speichern"), "back": back}
    return render(request, template, {**page, **(context or {})}, status=status)
