"""Handing one mail to the mail server, and knowing what became of it."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.utils import DNS_NAME

from stadtgespraech.core.jobs.models import OutgoingMail

State = OutgoingMail.State


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt: sent, queued (certainly not sent, try again), unclear, or failed for good."""

    state: State
    error: str = ""


def deliver(mail: OutgoingMail) -> Outcome:
    """Send one mail. Never raises for anything the network or the mail server does."""
    if settings.DEMO:
        return Outcome(State.SENT)  # the demo's mailbox page shows the outbox itself
    try:
        server = _connect()
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(State.QUEUED, _text(error))
    try:
        return _hand_over(server, mail)
    finally:
        server.close()


def _connect() -> smtplib.SMTP:
    server = smtplib.SMTP(
        settings.EMAIL_HOST, settings.EMAIL_PORT, local_hostname=str(DNS_NAME), timeout=settings.EMAIL_TIMEOUT
    )
    try:
        if settings.EMAIL_USE_TLS:
            server.starttls(context=ssl.create_default_context())
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except BaseException:
        server.close()
        raise
    return server


def _hand_over(server: smtplib.SMTP, mail: OutgoingMail) -> Outcome:
    try:
        server.ehlo_or_helo_if_needed()
        for code, reply in (server.mail(parseaddr(settings.DEFAULT_FROM_EMAIL)[1]), server.rcpt(mail.to)):
            if code >= 400:
                return _refused(code, reply)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(State.QUEUED, _text(error))
    # From here on the server may have the mail even when we hear nothing more of it.
    try:
        code, reply = server.data(message_of(mail))
    except smtplib.SMTPDataError as error:
        return _refused(error.smtp_code, error.smtp_error)  # it said no before we showed it the mail
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(State.UNCLEAR, _text(error))
    return Outcome(State.SENT) if code == 250 else _refused(code, reply)


def _refused(code: int, reply: bytes | str) -> Outcome:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return Outcome(State.FAILED if code >= 500 else State.QUEUED, f"{code} {text}"[:500])


def _text(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def message_of(mail: OutgoingMail) -> bytes:
    """The mail as it goes over the wire. Its Message-ID depends on its key only."""
    message_id = f"<{hashlib.sha256(mail.key.encode()).hexdigest()[:32]}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}>"
    headers = {**mail.headers, "Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    # Django's subclasses know ``linesep``, the standard library's class does not.
    message: Any = EmailMessage(
        mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to], headers=headers
    ).message()
    return bytes(message.as_bytes(linesep="\r\n"))
