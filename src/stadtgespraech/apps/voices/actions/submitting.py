"""Somebody speaks: online, with an account or without."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.dialogue.models import District, Stage, Topic
from stadtgespraech.apps.dialogue.queries import open_stage
from stadtgespraech.apps.following import actions as following
from stadtgespraech.apps.voices.models import RECEIPT_LENGTH, Voice
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import Conflict

# Without what looks or sounds alike, and without vowels, so that no receipt is a word.
RECEIPT_LETTERS = "23456789bcdfghjkmnpqrstvwxz"


class Closed(Conflict):
    """No stage of the dialogue opens this now."""

    code = "closed"
    message = _("Gerade ist keine Stufe offen, in der man Stimmen abgeben kann. Ihre Eingaben stehen noch hier.")


def new_slug() -> str:
    """A receipt that nobody can guess and no other voice has (one statement)."""
    while True:
        slug = "".join(secrets.choice(RECEIPT_LETTERS) for _position in range(RECEIPT_LENGTH))
        if not Voice.objects.filter(slug=slug).exists():
            return slug


@transaction.atomic
def submit_voice(
    *,
    title: str,
    text: str,
    topic: Topic | None,
    district: District | None,
    by: Any,
    signed_as: str = "",
    on_erasure: str = Voice.OnErasure.KEEP,
    language: str = "de",
    email: str = "",
    now: datetime,
) -> Voice:
    """Take a voice that somebody wrote online. It waits for moderation; its author follows it from now on.

    Args:
        by: the author's account, or None for a guest.
        on_erasure: what becomes of it when the account is deleted; means nothing for guests.
        email: where a guest wants to hear what becomes of it; "" if nowhere. A mail asks whether it is theirs.
    Raises:
        Closed: no stage opens voices now.
        BadInput: ``email`` is no mail address.
    """
    access.require(by, "voices.submit_voice")
    stage = open_stage(Stage.Opens.VOICES)
    if stage is None:
        raise Closed
    voice = Voice.objects.create(
        slug=new_slug(),
        title=title,
        text=text,
        language=language,
        topic=topic,
        district=district,
        channel=Voice.Channel.ONLINE,
        stage=stage,
        author=by,
        signed_as=signed_as,
        on_erasure=on_erasure,
        given_at=now,
        is_example=getattr(by, "is_example", False),
    )
    thread.put(voice, at=now)
    journal.record("voice.submitted", subject=voice, by=by, at=now, channel=voice.channel)
    if by is not None:
        following.follow(obj=voice, by=by, now=now)
    elif email:
        following.follow_as_guest(obj=voice, email=email, language=language, now=now)
    return voice
