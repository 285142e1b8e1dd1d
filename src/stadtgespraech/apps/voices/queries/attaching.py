"""Pictures that came with a voice."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from stadtgespraech.apps.voices.models import Attachment, Voice
from stadtgespraech.core import access


def pictures_of(voice: Voice) -> QuerySet[Attachment]:
    """Of a voice that the reader may see: it comes from :func:`access.get` or :func:`voice_for_pictures`."""
    return Attachment.objects.filter(voice=voice).order_by("pk")


def voice_for_pictures(slug: str, *, seen_by: Any, sent_from_here: Any) -> Voice:
    """A voice that this person may see, or that was sent from this browser by somebody without an account.

    Args:
        sent_from_here: voice → whether it was (sent_from_here.py).
    Raises:
        NotFound: neither.
    """
    voice = Voice.objects.filter(slug=slug).first() if "\x00" not in slug else None
    if voice is not None and sent_from_here(voice):
        return voice
    return access.get(Voice, to=seen_by, slug=slug)


def pictures_by(person: Any) -> list[dict[str, Any]]:
    """What this person sent, for the copy of their data: where each picture is, and what it says about itself."""
    rows = Attachment.objects.filter(voice__author=person).select_related("voice").order_by("pk")
    return [
        {
            "picture": reverse("voices:attachment", kwargs={"slug": row.voice.slug, "pk": row.pk}),
            "description": row.description,
            "width": row.width,
            "height": row.height,
        }
        for row in rows
    ]
