"""The mail outbox: written in the caller's transaction, sent by a worker, each mail at most once.

A mail's state "sending" is committed before the first word to the mail server. If the worker dies after
that, nobody can know whether the mail went out; it becomes "unclear" and is never sent again by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from stadtgespraech.core.jobs import transport
from stadtgespraech.core.jobs.models import OutgoingMail
from stadtgespraech.core.jobs.transport import Outcome

State = OutgoingMail.State
# With the back-off below: about a day of a mail server that is down.
ATTEMPTS = 30


@dataclass(frozen=True)
class NewMail:
    """A mail for the outbox.

    Attributes:
        key: names this mail, e.g. ``"voice-12-answered"``.
        urgent: somebody is waiting for it in front of the screen; it overtakes mass mail.
        headers: beyond the usual ones, e.g. ``List-Unsubscribe``.
    """

    key: str
    to: str
    subject: str
    body: str
    urgent: bool = False
    headers: dict[str, str] = field(default_factory=dict)

    def row(self, now: datetime) -> OutgoingMail:
        """What is stored.

        Raises:
            ValidationError: ``to`` is no mail address.
        """
        validate_email(self.to)
        return OutgoingMail(
            key=self.key,
            to=self.to,
            subject=" ".join(self.subject.split())[:300],
            body=self.body,
            urgent=self.urgent,
            headers=self.headers,
            created_at=now,
            due_at=now,
        )


def send_mail(
    *, key: str, to: str, subject: str, body: str, urgent: bool = False, now: datetime | None = None
) -> OutgoingMail:
    """Put a mail into the outbox, in the caller's transaction. A second call with the same key changes nothing.

    Args: see ``NewMail``.
    Raises:
        ValidationError: ``to`` is no mail address.
    """
    send_mails([NewMail(key, to, subject, body, urgent)], now=now or timezone.now())
    return OutgoingMail.objects.get(key=key)


def send_mails(mails: Iterable[NewMail], *, now: datetime) -> None:
    """Put many mails into the outbox at once (one statement for every 500); known keys change nothing.

    Raises:
        ValidationError: one of the addresses is none; then no mail is queued.
    """
    OutgoingMail.objects.bulk_create([mail.row(now) for mail in mails], batch_size=500, ignore_conflicts=True)


def deliver_next(*, worker_id: str, now: datetime) -> bool:
    """Send the next mail that is due.

    Returns:
        False when there was none.
    """
    mail = _claim(worker_id, now)
    if mail is None:
        return False
    outcome = transport.deliver(mail)
    _note(mail, outcome, worker_id=worker_id)
    return True


def _claim(worker_id: str, now: datetime) -> OutgoingMail | None:
    """Mark the next due mail as being sent, and commit that."""
    due = OutgoingMail.objects.filter(state=State.QUEUED, due_at__lte=now)
    if not due.exists():  # spares SQLite's one write lock when there is nothing to do
        return None
    with transaction.atomic(durable=True):
        mail = due.select_for_update(skip_locked=True).first()
        if mail is None:
            return None
        mail.attempts += 1
        claimed = OutgoingMail.objects.filter(pk=mail.pk, state=State.QUEUED).update(
            state=State.SENDING, worker=worker_id, attempts=mail.attempts
        )
    return mail if claimed else None


def _note(mail: OutgoingMail, outcome: Outcome, *, worker_id: str) -> None:
    now = timezone.now()
    retry = outcome.state == State.QUEUED
    if retry and mail.attempts >= ATTEMPTS:
        outcome, retry = Outcome(State.FAILED, outcome.error), False
    # "unclear" too: a worker that was only slow knows better than the reaper who gave it up.
    ours = OutgoingMail.objects.filter(pk=mail.pk, worker=worker_id, state__in=(State.SENDING, State.UNCLEAR))
    ours.update(
        state=outcome.state,
        last_error=outcome.error,
        due_at=now + wait_after(mail.attempts) if retry else mail.due_at,
        over_at=None if retry else now,
    )


def wait_after(attempts: int) -> timedelta:
    """How long a refused mail waits: 5 s, 15 s, 45 s … an hour at most."""
    return timedelta(seconds=min(5 * 3 ** min(attempts - 1, 10), 3600))


def give_up(*, living: set[str], now: datetime) -> int:
    """Mark mails as unclear whose worker is none of the living."""
    lost = OutgoingMail.objects.filter(state=State.SENDING).exclude(worker__in=living)
    return lost.update(state=State.UNCLEAR, over_at=now, last_error="The worker died while it was sending.")


def send_again(key: str, *, now: datetime) -> bool:
    """Put an unclear or failed mail back into the queue: a person decided that twice is better than not at all."""
    over = OutgoingMail.objects.filter(key=key, state__in=(State.UNCLEAR, State.FAILED), erased_at=None)
    return bool(over.update(state=State.QUEUED, due_at=now, over_at=None, attempts=0, worker=""))


def erase_over_before(moment: datetime, *, now: datetime) -> int:
    """Erase what is personal in mails that were over before ``moment``; the row stays as a tombstone of its key."""
    old = OutgoingMail.objects.filter(state__in=OutgoingMail.OVER, over_at__lt=moment, erased_at=None)
    return old.update(to="", subject="", body="", headers={}, last_error="", erased_at=now)


def forget_address(address: str, *, now: datetime) -> int:
    """Erase every mail to an address, and send none that still waits (an account was deleted)."""
    theirs = OutgoingMail.objects.filter(to__iexact=address).exclude(state=State.SENDING)
    theirs.filter(state=State.QUEUED).update(state=State.FAILED, over_at=now)
    return theirs.update(to="", subject="", body="", headers={}, last_error="", erased_at=now)
