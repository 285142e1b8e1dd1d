"""Imported tables that wait for a confirmation."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class ImportPreview(models.Model):
    """An uploaded table as it was read. Nothing of it counts until its owner confirms it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    # [[row number, {column: cell}], …]
    rows = models.JSONField()
    ignored_columns = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    confirmed_at = models.DateTimeField(null=True)
    stored = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["-created_at"]
