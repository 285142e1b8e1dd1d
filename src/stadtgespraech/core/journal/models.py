"""The journal's tables. Triggers in the database refuse to change or delete an entry (see migrations)."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class JournalEntry(models.Model):
    """One decision. ``body`` is what counts; the other columns repeat parts of it for searching."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=80, db_index=True)
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.CharField(max_length=120, blank=True)  # as long as a slug
    body = models.TextField()
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-seq"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "-seq"])]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class JournalHead(models.Model):
    """The newest entry's number and hash: one row, locked by each writer so that the chain never forks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)


class JournalSalt(models.Model):
    """The salt behind one commitment. Deleting it makes the commitment meaningless: that is how we forget."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.DO_NOTHING, related_name="salts")
    name = models.CharField(max_length=60)
    salt = models.CharField(max_length=64)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
