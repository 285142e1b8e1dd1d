"""Who stands behind what."""

from __future__ import annotations

from typing import Any

from stadtgespraech.apps.voices.models import Support, Voice


def supports(person: Any, voice: Voice) -> bool:
    """Whether this person stands behind this voice (one statement; none for visitors)."""
    return person is not None and Support.objects.filter(voice=voice, person=person).exists()
