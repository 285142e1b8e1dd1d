"""Complaints that wait for a decision."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from stadtgespraech.apps.voices.models import Complaint
from stadtgespraech.core import access


def open_complaints(*, seen_by: Any) -> QuerySet[Complaint]:
    """Complaints that nobody has closed, oldest first, with the text that they are about."""
    rows = access.visible(Complaint, to=seen_by).filter(closed_at=None)
    return rows.select_related("voice", "comment__unit").order_by("at", "pk")
