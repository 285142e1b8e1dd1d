"""Which voices were sent from this browser. Somebody without an account can complete them while they are checked."""

from __future__ import annotations

from django.http import HttpRequest

SESSION_KEY = "own_voices"
# More than anybody sends before the first of them has been checked.
MOST_REMEMBERED = 50


def remember(request: HttpRequest, slug: str) -> None:
    """Note in the session that the voice of this name was sent from here."""
    known = [one for one in request.session.get(SESSION_KEY, []) if one != slug]
    request.session[SESSION_KEY] = [*known, slug][-MOST_REMEMBERED:]


def is_remembered(request: HttpRequest, slug: str) -> bool:
    """Whether the voice of this name was sent from this browser."""
    return slug in request.session.get(SESSION_KEY, [])
