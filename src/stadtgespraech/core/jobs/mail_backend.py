"""Django's mail functions, led through the outbox: login codes too survive a crash and are sent at most once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from stadtgespraech.core.jobs.outbox import send_mail


class OutboxBackend(BaseEmailBackend):
    """Puts each message into the outbox, once per recipient, as plain text."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for address in message.recipients():
                # What Django and allauth send by themselves (codes, confirmations) somebody is waiting for.
                send_mail(
                    key=f"mail-{uuid.uuid4()}",
                    to=address,
                    subject=str(message.subject),
                    body=str(message.body),
                    urgent=True,
                )
        return len(email_messages)
