"""The example logins of the demo, with codes that work now (needs Django set up)."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Login:
    """One login per role.

    Attributes:
        name: what the role is called.
        password: empty for residents, who get a code by mail.
        code: second factor of this moment; empty for residents.
        secret: what the codes are made from, for an authenticator app or a script.
    """

    role: str
    name: str
    email: str
    password: str
    code: str
    secret: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def current_logins(now: float) -> list[Login]:
    """The example people with their codes at this moment (seconds since 1970)."""
    from stadtgespraech.apps.people.examples import example_logins
    from stadtgespraech.core.access import ROLES

    return [
        Login(
            role=login.role,
            name=str(ROLES.get(login.role, "Einwohnerin oder Einwohner")),
            email=login.email,
            password=login.password,
            code=code_at(login.totp_secret, now) if login.totp_secret else "",
            secret=login.totp_secret,
        )
        for login in example_logins()
    ]


def code_at(secret: str, now: float) -> str:
    """The six digits of a TOTP secret at a moment (RFC 6238, 30 s)."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(now // 30))))


def print_logins(port: int) -> None:
    """Print them as a table."""
    from django.db import connections

    now = time.time()
    logins = current_logins(now)
    connections.close_all()
    rows = [("Role", "E-mail", "Password", f"Code ({30 - int(now % 30)} s)")]
    rows += [
        (login.name, login.email, login.password or f"code by mail: http://localhost:{port}/postfach-demo/", login.code)
        for login in logins
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    sys.stdout.write("\n".join(lines) + "\n\n")
    sys.stdout.flush()
