"""Where allauth asks us: words, mails, limits, and what a new person is."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as allauth_context
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.people import limits, mails
from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.people.sign_in_limits import (
    PASSWORD_FAILURES_PER_ADDRESS,
    PASSWORD_FAILURES_PER_CONNECTION,
)
from stadtgespraech.core import access
from stadtgespraech.core.errors import TooMany

# Somebody who has just signed in need not prove it again at once.
JUST_NOW = 15 * 60
# allauth's name of a mail → ours
MAILS = {
    "account/email/login_code": "code",
    "account/email/email_confirmation_signup": "new_account_code",
    "account/email/email_confirmation": "new_account_code",
    "account/email/unknown_account": "unknown",
    "account/email/account_already_exists": "known",
    "account/email/password_reset_key": "new_password",
}
NOTICES = {
    "account/email/password_changed": _("Ihr Passwort wurde geändert."),
    "account/email/password_reset": _("Ihr Passwort wurde neu gesetzt."),
    "mfa/email/totp_activated": _("Für Ihr Konto wurde ein zweiter Faktor eingerichtet."),
    "mfa/email/totp_deactivated": _("Der zweite Faktor Ihres Kontos wurde entfernt."),
    "mfa/email/recovery_codes_generated": _("Für Ihr Konto gibt es neue Notfall-Codes."),
}
MESSAGES = {
    "account/messages/password_changed.txt": _("Ihr neues Passwort gilt ab jetzt."),
    "account/messages/email_confirmed.txt": _("Ihre E-Mail-Adresse ist bestätigt."),
    "account/messages/logged_out.txt": _("Sie sind abgemeldet."),
    "mfa/messages/totp_activated.txt": _("Ihr zweiter Faktor ist eingerichtet."),
    "mfa/messages/totp_deactivated.txt": _("Ihr zweiter Faktor ist entfernt. Bitte richten Sie ihn neu ein."),
    "mfa/messages/recovery_codes_generated.txt": _("Sie haben neue Notfall-Codes. Die alten gelten nicht mehr."),
}


class AccountAdapter(DefaultAccountAdapter):
    """allauth's behaviour with our words and rules."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Dieses Konto ist gesperrt."),
        "email_password_mismatch": _("E-Mail-Adresse und Passwort passen nicht zusammen."),
        "email_taken": _("Mit dieser Adresse lässt sich kein Konto anlegen. Bitte melden Sie sich an."),
        "enter_current_password": _("Das ist nicht Ihr jetziges Passwort."),
        "incorrect_code": _("Dieser Code stimmt nicht. Bitte vergleichen Sie ihn noch einmal."),
        "incorrect_password": _("Dieses Passwort stimmt nicht."),
        "invalid_password_reset": _("Dieser Link gilt nicht mehr."),
        "too_many_login_attempts": TooMany.message,
        "rate_limited": TooMany.message,
    }

    def new_user(self, request: HttpRequest) -> Person:
        return Person(language=(translation.get_language() or "de").split("-")[0], date_joined=timezone.now())

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user = super().save_user(request, user, form, commit=False)
        user.search_text = user.searchable()
        if commit:
            user.save()
        return user

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        language = getattr(request.user, "language", "") or translation.get_language()
        # Who has a task begins with what waits for them.
        page = "dashboard:workplace" if access.roles_of(access.person_of(request)) else "people:my_page"
        with translation.override(language):
            return reverse(page)

    def is_ajax(self, request: HttpRequest) -> bool:
        return False  # one answer for everybody, and it is a page

    def is_reauthentication_required(self, *, app: str, **_more: Any) -> bool:
        request = allauth_context.request
        records = get_authentication_records(request, request.user)
        newest = max((record["at"] for record in records if record.get("method") in ("password", "mfa")), default=0.0)
        return time.time() - newest > JUST_NOW

    # -- Mails and messages ------------------------------------------------------------------------

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        name = MAILS[template_prefix]
        if name in ("unknown", "known"):
            name = self._name_for_somebody_known(email, asked_for_account=name == "known") or name
        mails.send(name, to=email, code=context.get("code", ""), link=context.get("password_reset_url", ""))

    def get_reset_password_from_key_url(self, key: str) -> str:
        # Never from the request's Host header: a forged one would send people elsewhere.
        uid, _dash, token = key.partition("-")
        return mails.address("account_reset_password_from_key", uidb36=uid, key=token)

    def _name_for_somebody_known(self, email: str, *, asked_for_account: bool) -> str | None:
        """allauth treats somebody we sent elsewhere like somebody unknown; the mail tells them the way."""
        person = Person.objects.filter(email=email.lower(), is_active=True).first()
        if person is None:
            return None
        if person.is_staff_member:
            return "use_password"
        return None if asked_for_account else "use_code"

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        if template_prefix in NOTICES:
            mails.send("security", to=user.email, what=NOTICES[template_prefix])

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        text = message or MESSAGES.get(message_template or "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    # -- Limits ------------------------------------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        now = timezone.now()
        self._counted = [
            (PASSWORD_FAILURES_PER_ADDRESS, str(credentials.get("email", ""))),
            (PASSWORD_FAILURES_PER_CONNECTION, limits.connection_of(request)),
        ]
        # Each of them counts, whatever the others say.
        free = [limits.take(limit, who, now=now) for limit, who in self._counted]
        if not all(free):
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        """Only failures count."""
        for limit, who in self._counted:
            limits.give_back(limit, who, now=timezone.now())
