"""Authors take their voice back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from stadtgespraech.apps.voices.actions.attaching import delete_pictures
from stadtgespraech.apps.voices.actions.moderating import put_with_answer
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import access, journal
from stadtgespraech.core.locking import locked


@transaction.atomic
def withdraw_voice(*, voice: Voice, by: Any, now: datetime) -> Voice:
    """Take one's own voice out of public sight, in whatever state it is, and delete its pictures.

    Withdrawing twice changes nothing.

    Raises:
        NotAllowed: it is somebody else's voice.
    """
    access.require(by, "voices.withdraw_voice", voice)
    voice = locked(voice)
    if voice.state == Voice.State.WITHDRAWN:
        return voice
    voice.state = Voice.State.WITHDRAWN
    voice.save(update_fields=["state"])
    delete_pictures([voice])
    put_with_answer(voice, now)
    journal.record("voice.withdrawn", subject=voice, by=by, at=now)
    return voice
