"""Pictures that came with a voice."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from stadtgespraech.apps.voices.models import Attachment, Voice
from stadtgespraech.core import access


def pictures_of(voice: Voice) -> list[Attachment]:
    """Of a voice that the reader may see: it comes from :func:`access.get` or :func:`voice_for_pictures`.

    One statement, none where they were read with the voice.
    """
    return sorted(voice.attachments.all(), key=lambda picture: picture.pk)


def picture_numbers(voice: Voice) -> str:
    """Which pictures a voice has, to see whether one came since somebody looked (one statement)."""
    return ",".join(map(str, Attachment.objects.filter(voice=voice).order_by("pk").values_list("pk", flat=True)))


def voice_for_pictures(slug: str, *, seen_by: Any, sent_from_here: bool) -> Voice:
    """A voice that this person may see, or that was sent from this browser by somebody without an account.

    Args:
        sent_from_here: the voice of this name was sent from this browser (sent_from_here.py).
    Raises:
        NotFound: neither.
    """
    own = Voice.objects.filter(slug=slug, author=None).first() if sent_from_here else None
    return own or access.get(Voice, to=seen_by, slug=slug)


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
