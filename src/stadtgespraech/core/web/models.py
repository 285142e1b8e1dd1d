"""Receipts of sent forms."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Submission(models.Model):
    """The receipt of one sent form: the same form sent again gets the same answer and changes nothing."""

    key = models.UUIDField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    result = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(db_index=True)


class CityFacts(models.Model):
    """Name and contact of the city, from its pack. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    facts = models.JSONField(default=dict)
