"""What comments, pictures, complaints and tables add to other pages."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from stadtgespraech.apps.dialogue.models import Stage
from stadtgespraech.apps.voices import queries
from stadtgespraech.apps.voices.forms.commenting import CommentForm
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import access
from stadtgespraech.core.web import boxes
from stadtgespraech.core.web.addresses import localized

# A voice's page shows how the talk began; the rest has a page of its own.
SHOWN = 5


def pictures(voice: Voice, person: Any) -> boxes.Box:
    """The pictures that came with a voice."""
    rows = queries.pictures_of(voice)
    return ("voices/boxes/pictures.html", {"pictures": rows, "voice": voice}) if rows else None


def comments(voice: Voice, person: Any) -> boxes.Box:
    """The first comments, and the form for one more (at most three statements)."""
    is_public = voice.state == Voice.State.PUBLISHED
    page = queries.comments_of(voice, seen_by=person, limit=SHOWN) if is_public else None
    if page is None:
        return None
    is_open = Stage.Opens.COMMENTS in queries.opened_for(voice)
    context = {
        "voice": voice,
        "comments": page,
        "is_open": is_open,
        "moderates": access.may(person, "voices.hide_comment"),
        "form": CommentForm(person=person) if person is not None and is_open else None,
        "sign_in": f"{reverse('account_login')}?next={localized(voice.get_absolute_url())}",
    }
    return "voices/boxes/comments.html", context


def own_pictures(voice: Voice, person: Any) -> boxes.Box:
    """The way to the second step, for the author while the voice is checked, and for the moderation."""
    if not access.may(person, "voices.add_attachment", voice):
        return None
    moderates = access.may(person, "voices.moderate_attachments")
    if voice.state != Voice.State.PENDING and not moderates:
        return None
    return "voices/boxes/own_pictures.html", {"voice": voice}


def register() -> None:
    """Fill the slots."""
    boxes.register("voices.voice.main", pictures, order=10)
    boxes.register("voices.voice.main", comments, order=90)
    boxes.register("voices.voice.aside", own_pictures, order=60)
