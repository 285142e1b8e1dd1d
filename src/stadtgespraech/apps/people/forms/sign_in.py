"""The forms of sign-in: allauth's, with our words and our limits.

allauth calls them without a clock, so they look at it themselves.
"""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.people import limits
from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.people.second_factor import authenticators_of, fits
from stadtgespraech.apps.people.sign_in_limits import (
    CODES_PER_ADDRESS,
    CODES_PER_CONNECTION,
    NEW_ACCOUNTS_PER_CONNECTION,
    SECOND_FACTOR_FAILURES,
    SECOND_FACTOR_REMEMBERED,
)
from stadtgespraech.core.errors import TooMany

_ADDRESS = _("E-Mail-Adresse")
_PASSWORD = _("Passwort")
_NEW_PASSWORD = _("Neues Passwort")
_AGAIN = _("Neues Passwort noch einmal")
_CODE = _("Code")
_PASSWORD_RULE = _("Mindestens 12 Zeichen. Gut ist ein kurzer Satz, den nur Sie kennen.")
_NO_ADDRESS = _("Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.org.")
TOO_MANY = "too-many-requests"


def _word(form: forms.BaseForm, name: str, label: Any, *, help_text: Any = "", missing: Any = None) -> None:
    """Our words for one of allauth's fields."""
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    if missing is not None:
        field.error_messages["required"] = missing


def _word_address(form: forms.BaseForm, name: str = "email") -> None:
    _word(form, name, _ADDRESS, missing=_NO_ADDRESS)
    form.fields[name].error_messages["invalid"] = _NO_ADDRESS


def _word_code(form: forms.BaseForm, help_text: Any = "") -> None:
    _word(form, "code", _CODE, help_text=help_text, missing=_("Bitte geben Sie den Code ein."))
    form.fields["code"].widget.attrs["inputmode"] = "numeric"


def _count(limit: limits.Limit, who: str) -> None:
    if not limits.take(limit, who, now=timezone.now()):
        raise ValidationError(TooMany.message, code=TOO_MANY)


class AddressForm(account.RequestLoginCodeForm):
    """Residents sign in: where shall the code go?"""

    _user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_address(self)

    def clean_email(self) -> str:
        address: str = super().clean_email()
        _count(CODES_PER_CONNECTION, limits.connection_of(context.request))
        _count(CODES_PER_ADDRESS, address)
        # Whoever holds a role signs in with a password; the mail says so, the page says the same to everybody.
        if isinstance(self._user, Person) and self._user.is_staff_member:
            self._user = None
        return address


class CodeForm(account.ConfirmLoginCodeForm):
    """The code from the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_code(self, _("Acht Ziffern, zum Beispiel 1234-5678"))


class NewAccountForm(account.SignupForm):
    """A resident opens an account: an address, nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_address(self)

    def clean_email(self) -> str:
        _count(NEW_ACCOUNTS_PER_CONNECTION, limits.connection_of(context.request))
        _count(CODES_PER_ADDRESS, self.cleaned_data["email"])
        return str(super().clean_email())

    def try_save(self, request: HttpRequest) -> Any:
        """Two at once with the same address: the second gets what everybody gets whose address is known."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)


class NewAccountCodeForm(account.ConfirmEmailVerificationCodeForm):
    """The code from the mail that opens the account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_code(self, _("Acht Ziffern, zum Beispiel 1234-5678"))


class PasswordForm(account.LoginForm):
    """Staff sign in. The limit stands in the adapter, which also serves "password again"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_address(self, "login")
        _word(self, "password", _PASSWORD, missing=_("Bitte geben Sie Ihr Passwort ein."))

    def _setup_password_field(self) -> None:
        """Stays, although nobody types a password when opening an account."""


class PasswordAgainForm(account.ReauthenticateForm):
    """The password again, before something weighty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "password", _PASSWORD, missing=_("Bitte geben Sie Ihr Passwort ein."))


class ChangePasswordForm(account.ChangePasswordForm):
    """A new password for somebody signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "oldpassword", _("Jetziges Passwort"), missing=_("Bitte geben Sie Ihr jetziges Passwort ein."))
        _word_new_password(self)


class ForgottenPasswordForm(account.ResetPasswordForm):
    """Where shall the link for a new password go?"""

    users: list[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_address(self)

    def clean_email(self) -> str:
        address: str = super().clean_email()
        _count(CODES_PER_CONNECTION, limits.connection_of(context.request))
        _count(CODES_PER_ADDRESS, address)
        # Residents have no password; their mail says how they sign in.
        self.users = [user for user in self.users if isinstance(user, Person) and user.is_staff_member]
        return address


class NewPasswordForm(account.ResetPasswordKeyForm):
    """A first or new password, through the link from a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_new_password(self)


def _word_new_password(form: forms.BaseForm) -> None:
    missing = _("Bitte geben Sie ein neues Passwort ein.")
    _word(form, "password1", _NEW_PASSWORD, help_text=_PASSWORD_RULE, missing=missing)
    _word(form, "password2", _AGAIN, missing=_("Bitte geben Sie das neue Passwort noch einmal ein."))


class _Guarded:
    """Takes a code of the second factor: limited, and each code opens only once."""

    user: Any
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        now, who = timezone.now(), str(self.user.pk)
        if not limits.take(SECOND_FACTOR_FAILURES, who, now=now):
            raise ValidationError(TooMany.message, code=TOO_MANY)
        code = self.checked()
        limits.give_back(SECOND_FACTOR_FAILURES, who, now=now)
        # A code is good for a minute and a half; somebody who saw it typed may not use it again.
        used = f"second factor {who} {''.join(filter(str.isalnum, code))}"
        if not limits.once(used, now=now, within=SECOND_FACTOR_REMEMBERED):
            raise ValidationError(_("Dieser Code wurde schon benutzt. Bitte warten Sie auf den nächsten."), code="used")
        return code

    def checked(self) -> str:
        """The code, if it fits.

        Raises:
            ValidationError: it does not.
        """
        code = str(self.cleaned_data["code"])
        # allauth would remember used codes in the memory of one process; we do it above, in the database.
        self.authenticator = next((one for one in authenticators_of(self.user) if fits(one, code)), None)
        if self.authenticator is None:
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(_Guarded, second_factor.AuthenticateForm):
    """The code of the authenticator app, or an emergency code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_code(self, _("Sechs Ziffern aus Ihrer Authenticator-App, oder ein Notfall-Code"))


class SecondFactorAgainForm(_Guarded, second_factor.ReauthenticateForm):
    """The same again, before something weighty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_code(self, _("Sechs Ziffern aus Ihrer Authenticator-App, oder ein Notfall-Code"))


class SetUpSecondFactorForm(_Guarded, totp.ActivateTOTPForm):
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_code(self, _("Sechs Ziffern, die Ihre App jetzt zeigt"))

    def checked(self) -> str:
        return str(totp.ActivateTOTPForm.clean_code(self))
