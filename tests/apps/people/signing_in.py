"""Signing in as people really do: through the pages, with the mail and the authenticator app."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from stadtgespraech.core.jobs.models import OutgoingMail

PASSWORD = "ein Satz den nur ich kenne"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def totp(secret: str = SECRET, *, steps: int = 0) -> str:
    """The code an authenticator app shows now (or so many half minutes from now)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def newest_mail(to: str) -> OutgoingMail:
    return OutgoingMail.objects.filter(to=to).order_by("-id")[0]


def code_in_mail(to: str) -> str:
    found = re.search(r"\d{4}-\d{4}", newest_mail(to).body)
    assert found is not None, newest_mail(to).body
    return found[0]


def enter_password(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post("/anmelden/passwort/", {"login": email, "password": password})


def sign_in_fully(client: Client, email: str) -> Any:
    """Password, then the app's code."""
    enter_password(client, email)
    return client.post("/anmelden/zweiter-faktor/", {"code": totp()})


def sign_in_by_code(client: Client, email: str) -> Any:
    client.post("/anmelden/", {"email": email})
    return client.post("/anmelden/code/", {"code": code_in_mail(email)})
