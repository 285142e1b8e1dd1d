"""Which voices were sent from this browser. Somebody without an account can complete them while they are checked."""

from __future__ import annotations

from django.http import HttpRequest

from stadtgespraech.apps.voices.models import Voice

SESSION_KEY = "own_voices"
# More than anybody sends before the first of them has been checked.
MOST_REMEMBERED = 50


def remember(request: HttpRequest, voice: Voice) -> None:
    """Note in the session that this voice was sent from here."""
    known = [slug for slug in request.session.get(SESSION_KEY, []) if slug != voice.slug]
    request.session[SESSION_KEY] = [*known, voice.slug][-MOST_REMEMBERED:]


def is_remembered(request: HttpRequest, voice: Voice) -> bool:
    """Whether this voice has no account and was sent from this browser."""
    return voice.author_id is None and voice.slug in request.session.get(SESSION_KEY, [])
