"""Following: pages for people with an account, and for whoever comes with a link from a mail."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from stadtgespraech.apps.following import actions, queries
from stadtgespraech.apps.following.forms import ButtonForm, FollowForm, GuestFollowForm
from stadtgespraech.apps.people import limits
from stadtgespraech.core import access
from stadtgespraech.core.errors import BadInput, TooMany
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import editing, form_view
from stadtgespraech.core.web.submissions import run_once

# Confirmations go to addresses that anybody can type in.
PER_CONNECTION = limits.Limit("follow mails", 20, timedelta(hours=1))
PER_ADDRESS = limits.Limit("follow mails to an address", 10, timedelta(days=1))


# -- With or without an account --------------------------------------------------------------------


@editing
def follow(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Follow an object, or change how often one is told; guests leave their address."""
    person, now = access.person_of(request), timezone.now()
    node = queries.followed_node(kind, slug, seen_by=person)
    back = localized(node.address)
    mine = queries.follow_of(node, person)
    context = {"node": node, "mine": mine, "page_has_examples": node.is_example}
    common: dict[str, Any] = {"title": _("Dabeibleiben"), "lead": str(node.title), "back": back, "context": context}
    if person is None:

        def ask(values: dict[str, Any]) -> str:
            free = limits.take(PER_CONNECTION, limits.connection_of(request), now=now)
            if not (limits.take(PER_ADDRESS, values["email"], now=now) and free):
                raise TooMany
            actions.follow_as_guest(obj=node, language=(get_language() or "de").split("-")[0], now=now, **values)
            return reverse("following:sent")

        form: FollowForm = GuestFollowForm(request.POST or None)
        return form_view(
            request, form=form, submit=ask, button=_("Mail zur Bestätigung schicken"), template=_FOLLOW, **common
        )

    def save(values: dict[str, Any]) -> str:
        actions.follow(obj=node, by=person, now=now, **values)
        messages.success(request, _("Sie hören von uns, sobald sich etwas tut."))
        return back

    form = FollowForm(request.POST if request.method == "POST" else None, initial={"pace": mine.pace} if mine else {})
    return form_view(request, form=form, submit=save, button=_("Folgen"), template=_FOLLOW, **common)


_FOLLOW = "following/follow.html"


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The same page whether or not the address follows already."""
    return render(request, "following/sent.html")


# -- With an account -------------------------------------------------------------------------------


@require_safe
def follows(request: HttpRequest) -> HttpResponse:
    """What I follow."""
    person = access.person_of(request)
    access.require(person, "following.see_follows")
    page = Paginator(queries.follows_of(person), 30).get_page(request.GET.get("seite"))
    context = {
        "crumbs": [(_("Mein Bereich"), reverse("people:my_page"))],
        "page": page,
        "follows": page.object_list,
        "page_has_examples": any(one.node.is_example for one in page.object_list),
    }
    return render(request, "following/follows.html", context)


@require_POST
def unfollow(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "following.follow_object")
    node = queries.followed_node(kind, slug, seen_by=person)
    form = ButtonForm(request.POST)
    if not form.is_valid():
        raise BadInput
    mine = queries.follow_of(node, person)

    def stop() -> str:
        if mine is not None:
            actions.unfollow(follow=mine)
        return localized(node.address)

    messages.success(request, _("Sie folgen dem nicht mehr."))
    return redirect(run_once(form, by=person, action=stop, now=timezone.now()))


# -- With a link from a mail -----------------------------------------------------------------------
# Each asks for one press of a button: programs that look at every link in a mail must not change anything.


@editing
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Yes, the address is mine."""
    found = queries.by_token(token)

    def submit(_values: dict[str, Any]) -> str:
        actions.confirm_follow(token=token, now=timezone.now())
        return reverse("following:by_mail", kwargs={"token": token})

    if found.confirmed_at is not None and request.method == "GET":
        return redirect("following:by_mail", token=token)
    return form_view(
        request,
        form=ButtonForm(request.POST if request.method == "POST" else None),
        submit=submit,
        title=_("Gehört diese Adresse Ihnen?"),
        lead=_("Dann schreiben wir Ihnen an %(email)s, was daraus wird.") % {"email": found.email},
        button=_("Ja, schreiben Sie mir"),
        back=reverse("dashboard:start"),
    )


@require_safe
@never_cache
def by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that the owner of this link follows, with a way out of each."""
    found = queries.by_token(token)
    page = Paginator(queries.follows_like(found), 30).get_page(request.GET.get("seite"))
    context = {"found": found, "token": token, "page": page, "follows": page.object_list}
    return render(request, "following/by_mail.html", context)


@editing
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No longer follow one object."""
    found = queries.by_token(token)

    def submit(_values: dict[str, Any]) -> str:
        actions.unfollow(follow=found)
        return reverse("following:stopped")

    return form_view(
        request,
        form=ButtonForm(request.POST if request.method == "POST" else None),
        submit=submit,
        title=_("Nicht mehr folgen?"),
        lead=str(found.node.title),
        button=_("Nicht mehr folgen"),
        back=reverse("following:by_mail", kwargs={"token": token}),
    )


@csrf_exempt  # mail programs send List-Unsubscribe=One-Click without ever having seen the page (RFC 8058)
@editing
@never_cache
def stop_all(request: HttpRequest, token: str) -> HttpResponse:
    """No more mails at all. The link itself is the proof of who asks; it acts once, because it is then gone."""
    found = queries.by_token(token)
    if request.method == "POST":
        actions.unfollow_everything(follow=found, now=timezone.now())
        return redirect("following:stopped")
    return render(request, "following/stop_all.html", {"found": found})


@require_safe
def stopped(request: HttpRequest) -> HttpResponse:
    return render(request, "following/stopped.html")


@require_safe
@never_cache
def data_of_guest(request: HttpRequest, token: str) -> HttpResponse:
    """Everything the database holds about a guest's address, as a file."""
    found = queries.by_token(token)
    email = found.email or (found.person.email if found.person else "")
    text = json.dumps({"email": email, "follows": queries.data_of_address(email)}, ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": 'attachment; filename="meine-daten.json"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)
