"""Following: pages for people with an account, and for guests who come with a link from a mail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stadtgespraech.apps.following import actions
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import form_view
from stadtgespraech.core.web.submissions import OnceForm


@require_http_methods(["GET", "POST"])
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Asks for one press of a button: programs that look at every link in a mail must not confirm anything."""
    found = actions.by_token(token)
    form = OnceForm(request.POST or None)

    def submit(_values: dict[str, object]) -> str:
        return localized(actions.confirm_follow(token=token, now=timezone.now()).node.address)

    if found.confirmed_at is not None:
        return redirect(localized(found.node.address))
    return form_view(request, form=form, submit=submit, title="", back="/")
