"""The access log: denied requests and reads of personal data. Kept apart from the journal and erasable."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class AccessLogEntry(models.Model):
    """One denied request, or one look at somebody's personal data."""

    class Kind(models.TextChoices):
        DENIED = "denied"
        PERSONAL_DATA_READ = "personal-data-read"

    kind = models.CharField(max_length=30, choices=Kind.choices)
    at = models.DateTimeField(db_index=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    method = models.CharField(max_length=10, blank=True)
    # The route's name, never the full address: addresses can hold personal data.
    route = models.CharField(max_length=200)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
