"""What becomes of voices and supports when an account is deleted."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from stadtgespraech.apps.voices.models import Answer, Support, Voice
from stadtgespraech.core import journal, thread

# What was never public, or is no longer, has no reason to stay without its author.
_GOES = (Voice.State.REJECTED, Voice.State.WITHDRAWN)


@transaction.atomic
def forget_author(person: Any, now: datetime) -> None:
    """Somebody deletes their account: each of their voices stays without their name, or goes, as they chose."""
    supported = Support.objects.filter(person=person).values("voice_id")
    Voice.objects.filter(pk__in=supported).update(support_count=F("support_count") - 1)
    Support.objects.filter(person=person).delete()
    for voice in Voice.objects.filter(author=person).select_for_update(of=("self",)):
        if voice.on_erasure == Voice.OnErasure.REMOVE or voice.state in _GOES:
            remove_voice(voice, now=now)
        else:
            voice.author, voice.signed_as, voice.author_erased = None, "", True
            voice.save(update_fields=["author", "signed_as", "author_erased"])
            thread.put(voice, at=now)


def remove_voice(voice: Voice, *, now: datetime) -> None:
    """Delete a voice with everything that hangs on it, in the caller's transaction. The journal says only that."""
    for answer in Answer.objects.filter(voice=voice):
        thread.drop(answer)
    thread.drop(voice)
    for name in voice.attachments.values_list("file", flat=True):
        transaction.on_commit(partial(default_storage.delete, name))
    journal.record("voice.removed", subject=voice, by=None, at=now)
    voice.delete()
