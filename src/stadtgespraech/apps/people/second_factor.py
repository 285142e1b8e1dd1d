"""The second factor of staff: where it is kept, and how it is checked once."""

from __future__ import annotations

import base64
import hashlib
import io
from typing import Any

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from allauth.mfa.utils import decrypt
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from qrcode.image.svg import SvgPathFillImage

from stadtgespraech.apps.people.models import Person


def _cipher() -> MultiFernet:
    secrets = map(str, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])
    keys = [hashlib.sha256(f"people.second-factor\n{secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets lie encrypted in the database, so that a copy of it opens no account."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        # Black on white, on a dark page too: cameras don't read it the other way round.
        picture = io.BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()

    def get_totp_issuer(self) -> str:
        from stadtgespraech.core.web.city import city

        return f"{city().site_name} {city().name}"


def has_second_factor(person: Person) -> bool:
    """Whether this person has set up an authenticator app."""
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


def authenticators_of(person: Person) -> list[Any]:
    """The app first, then the emergency codes."""
    return sorted(Authenticator.objects.filter(user=person), key=lambda one: one.type != Authenticator.Type.TOTP)


def fits(authenticator: Any, code: str) -> bool:
    """Whether this code opens; an emergency code is spent by it."""
    if authenticator.type == Authenticator.Type.TOTP:
        return validate_totp_code(decrypt(authenticator.data["secret"]), code)
    return bool(authenticator.wrap().validate_code(code))


def set_second_factor(person: Person, secret: str) -> Any:
    """Give a person this TOTP secret (Base32), in place of any other."""
    remove_second_factor(person)
    return TOTP.activate(person, secret).instance


def remove_second_factor(person: Person) -> bool:
    """Take authenticator app and recovery codes away; True if there were any."""
    return bool(Authenticator.objects.filter(user=person).delete()[0])
