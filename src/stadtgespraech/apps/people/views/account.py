""" "Mein Bereich": what people see and do about themselves."""

from __future__ import annotations

import json

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from stadtgespraech.apps.people import actions, own_data, queries
from stadtgespraech.apps.people.forms.account import AccountForm, DeleteAccountForm
from stadtgespraech.apps.people.models import Person
from stadtgespraech.core import access
from stadtgespraech.core.errors import BadInput
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
    person = my_account(request)

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
    person = my_account(request)
    access.require(person, "people.export_account", person)
    text = json.dumps(own_data.collect(person), ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": 'attachment; filename="meine-daten.json"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


@require_http_methods(["GET", "POST"])
@never_cache
def delete_account(request: HttpRequest) -> HttpResponse:
    """Asks once more, then deletes. No receipt is kept of this form: it would name the person."""
    person = my_account(request)
    form = DeleteAccountForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.delete_account(person=person, by=person, now=timezone.now())
            except BadInput as refusal:
                form.add_error(None, str(refusal.message))
            else:
                logout(request)
                return redirect("people:account_deleted")
    context = {
        "form": form,
        "title": _("Konto löschen"),
        "button": _("Konto endgültig löschen"),
        "back": reverse("people:my_page"),
    }
    return render(request, "people/delete_account.html", context, status=status)


def my_account(request: HttpRequest) -> Person:
    """The account of whoever is signed in, read anew."""
    person = access.person_of(request)
    access.require(person, "people.see_account")
    return access.get(Person, to=person, pk=person.pk)


@require_safe
def account_deleted(request: HttpRequest) -> HttpResponse:
    return render(request, "people/account_deleted.html")
