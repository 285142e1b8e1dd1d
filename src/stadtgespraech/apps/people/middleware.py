"""Whoever holds a role signs in fully, with password and second factor, or does nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.people.second_factor import has_second_factor
from stadtgespraech.core.access import person_of
from stadtgespraech.core.web.error_pages import error_page

Handler = Callable[[HttpRequest], HttpResponse]
# What somebody may do who has a password but no second factor yet.
ON_THE_WAY = {"account_logout", "account_reauthenticate", "mfa_activate_totp", "account_second_factor_picture"}


class StaffSignInFully:
    """Leads staff to what is missing. Costs no query where somebody signed in fully."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        person = person_of(request)
        if not isinstance(person, Person) or not person.is_staff_member:
            return None
        shown = ways_shown(request, person)
        if {"password", "mfa"} <= shown:
            return None
        match = request.resolver_match
        name = match.view_name if match else ""
        if "password" in shown and not has_second_factor(person):
            return None if name in ON_THE_WAY else _to_second_factor(request)
        if name.startswith("api:"):
            request.user = AnonymousUser()  # the API is read as by anybody
            return None
        # A code by mail, or a role that was given while a resident's session went on.
        logout(request)
        if name == "account_logout":
            return None
        target = urlencode({"next": request.get_full_path()}) if request.method in ("GET", "HEAD") else ""
        return redirect(f"{reverse('account_sign_in_with_password')}?{target}")


def ways_shown(request: HttpRequest, person: Person) -> set[str]:
    """How this person has proved who they are in this session: password, mfa, code."""
    return {record.get("method", "") for record in get_authentication_records(request, person)}


def _to_second_factor(request: HttpRequest) -> HttpResponse | None:
    match = request.resolver_match
    if match and match.view_name.startswith("api:"):
        request.user = AnonymousUser()
        return None
    if request.method in ("GET", "HEAD"):
        return redirect("mfa_activate_totp")
    return error_page(request, status=403, message=_("Bitte richten Sie zuerst Ihren zweiten Faktor ein."))
