""" "Mein Bereich": what people see and do about themselves."""

from __future__ import annotations

import json

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from stadtgespraech.apps.people import actions, own_data, queries
from stadtgespraech.apps.people.forms.account import AccountForm, DeleteAccountForm
from stadtgespraech.core import access
from stadtgespraech.core.web.editing import form_view


@require_safe
@never_cache
def my_page(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "people.see_account")
    context = {
        "account": person,
        "roles": [role for role in queries.roles_of(person) if role.ended_at is None],
        "uses_password": access.may(person, "people.use_password"),
    }
    return render(request, "people/my_page.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def change_account(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "people.see_account")

    def save(values: dict[str, str]) -> str:
        changed = actions.change_account(person=person, changes=values, by=person, now=timezone.now())
        with translation.override(changed.language):
            return reverse("people:my_page")

    return form_view(
        request,
        form=AccountForm(request.POST or None, instance=person),
        submit=save,
        title=_("Name und Sprache"),
        back=reverse("people:my_page"),
    )


@require_safe
@never_cache
def export_account(request: HttpRequest) -> HttpResponse:
    """Everything the database holds about me, as a file."""
    person = access.person_of(request)
    access.require(person, "people.see_account")
    access.require(person, "people.export_account", person)
    text = json.dumps(own_data.collect(person), ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": 'attachment; filename="meine-daten.json"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


@require_http_methods(["GET", "POST"])
@never_cache
def delete_account(request: HttpRequest) -> HttpResponse:
    """Asks once more, then deletes."""
    person = access.person_of(request)
    access.require(person, "people.see_account")
    gone = reverse("people:account_deleted")

    def delete(_values: object) -> str:
        actions.delete_account(person=person, by=person, now=timezone.now())
        logout(request)
        return gone

    return form_view(
        request,
        form=DeleteAccountForm(request.POST or None),
        submit=delete,
        title=_("Konto löschen"),
        button=_("Konto endgültig löschen"),
        back=reverse("people:my_page"),
        template="people/delete_account.html",
    )


@require_safe
def account_deleted(request: HttpRequest) -> HttpResponse:
    return render(request, "people/account_deleted.html")
