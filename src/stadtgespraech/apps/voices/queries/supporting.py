"""Who stands behind what."""

from __future__ import annotations

from typing import Any

from stadtgespraech.apps.voices.models import Support, Voice


def supports(person: Any, voice: Voice) -> bool:
    """Whether this person stands behind this voice (one statement; none for visitors and where it was read with it)."""
    if person is None:
        return False
    known: bool | None = getattr(voice, "is_supported", None)
    return Support.objects.filter(voice=voice, person=person).exists() if known is None else known
