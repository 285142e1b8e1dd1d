"""Sign-in: allauth's views, with answers as all our forms give them (422 for mistakes, 429 for too many)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as second_factor
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as emergency_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from stadtgespraech.apps.people.forms.sign_in import TOO_MANY
from stadtgespraech.core import access
from stadtgespraech.core.errors import NotFound

View = Callable[..., HttpResponse]


def answering(view: View) -> View:
    """A view of allauth's that says with its status whether the form was accepted."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and form is not None and form.errors:
            codes = {error.code for errors in form.errors.as_data().values() for error in errors}
            response.status_code = 429 if codes & {TOO_MANY, "too_many_login_attempts"} else 422
        return response

    return require_http_methods(["GET", "HEAD", "POST"])(answer)


def for_staff(view: View) -> View:
    """Passwords and second factors are for those who hold a role; residents need neither."""

    @wraps(view)
    def check(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        access.require(access.person_of(request), "people.use_password")
        return answering(view)(request, *args, **kwargs)

    return never_cache(check)


class _StartAnew:
    """Somebody who goes back to the first page begins again, instead of being sent to where they left off."""

    def _redirect_to_pending_stage(self, request: HttpRequest, _stage: Any) -> None:
        clear_login(request)


class AskForCode(_StartAnew, account.RequestLoginCodeView):
    """Residents type their address."""


class SignInWithPassword(_StartAnew, account.LoginView):
    """Staff type address and password."""


class NewAccount(_StartAnew, account.SignupView):
    """A resident opens an account."""


class SetUpSecondFactor(totp.ActivateTOTPView):
    """The authenticator app; whoever sets it up has shown it, too, and is fully signed in."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        post_authentication(
            self.request, Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        )
        # More rights from here on, so a new key for the session.
        self.request.session.cycle_key()
        return response


class RenewSecondFactor(totp.DeactivateTOTPView):
    """Take the second factor away in order to set it up anew; nothing else is possible until then."""

    def form_valid(self, form: Any) -> HttpResponse:
        super().form_valid(form)
        records = get_authentication_records(self.request, self.request.user)
        self.request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            record for record in records if record["method"] != "mfa"
        ]
        return redirect("mfa_activate_totp")


@require_safe
@never_cache
def second_factor_picture(request: HttpRequest) -> HttpResponse:
    """The secret of the authenticator app as a QR code, for as long as it is being set up."""
    person = access.person_of(request)
    access.require(person, "people.use_password")
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise NotFound
    adapter = get_adapter()
    return HttpResponse(
        adapter.build_totp_svg(adapter.build_totp_url(person, secret)), content_type="image/svg+xml; charset=utf-8"
    )


@require_safe
def email(request: HttpRequest) -> HttpResponse:
    """allauth sends people here who have nothing more to confirm."""
    return redirect("people:my_page")


@require_safe
def first_password(request: HttpRequest) -> HttpResponse:
    """A first password is set through the mail, like any other that one does not know."""
    return redirect("account_reset_password")


@require_safe
def second_factor_page(request: HttpRequest) -> TemplateResponse:
    """The state of one's second factor."""
    page: TemplateResponse = second_factor.index(request)
    return page


ask_for_code = answering(AskForCode.as_view())
enter_code = answering(account.confirm_login_code)
sign_in_with_password = answering(SignInWithPassword.as_view())
enter_second_factor = answering(second_factor.authenticate)
sign_out = answering(account.logout)
new_account = answering(NewAccount.as_view())
confirm_address = answering(account.email_verification_sent)
blocked = answering(account.account_inactive)
forgotten_password = answering(account.password_reset)
forgotten_password_sent = answering(account.password_reset_done)
new_password = answering(account.password_reset_from_key)
new_password_set = answering(account.password_reset_from_key_done)
change_password = for_staff(account.password_change)
password_again = for_staff(account.reauthenticate)
second_factor_again = for_staff(second_factor.reauthenticate)
my_second_factor = for_staff(second_factor_page)
set_up_second_factor = for_staff(SetUpSecondFactor.as_view())
renew_second_factor = for_staff(RenewSecondFactor.as_view())
my_emergency_codes = for_staff(emergency_codes.view_recovery_codes)
new_emergency_codes = for_staff(emergency_codes.generate_recovery_codes)
