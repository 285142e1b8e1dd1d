"""Workers, the clock's memory, and the mail outbox. Queued jobs themselves stand in django-tasks' table."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Worker(models.Model):
    """A running worker. Past ``lease_until`` it counts as dead, and its jobs go back into the queue."""

    id = models.CharField(primary_key=True, max_length=64)
    host = models.CharField(max_length=200)
    process = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    lease_until = models.DateTimeField(db_index=True)


class ScheduledJob(models.Model):
    """The newest slot in which the clock queued a job."""

    name = models.CharField(primary_key=True, max_length=200)
    last_slot = models.DateTimeField()


class OutgoingMail(models.Model):
    """One mail to one address. It leaves the house at most once."""

    class State(models.TextChoices):
        QUEUED = "queued", _("wartet")
        SENDING = "sending", _("wird verschickt")
        SENT = "sent", _("verschickt")
        UNCLEAR = "unclear", _("unklar, ob angekommen")
        FAILED = "failed", _("abgelehnt")

    OVER = (State.SENT, State.UNCLEAR, State.FAILED)

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField(blank=True)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    # Beyond the usual ones, e.g. List-Unsubscribe; erased with the text, because they can name somebody.
    headers = models.JSONField(default=dict, blank=True)
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-urgent", "due_at", "id"]
        indexes = [models.Index(fields=["state", "-urgent", "due_at", "id"], name="jobs_mail_queue")]
