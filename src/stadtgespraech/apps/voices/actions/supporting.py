"""Standing behind a voice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from stadtgespraech.apps.dialogue.models import Stage
from stadtgespraech.apps.dialogue.queries import open_stage
from stadtgespraech.apps.voices.actions.submitting import Closed
from stadtgespraech.apps.voices.models import Support, Voice
from stadtgespraech.core import access, journal
from stadtgespraech.core.errors import Conflict


@transaction.atomic
def support_voice(*, voice: Voice, by: Any, now: datetime) -> Voice:
    """Stand behind a voice. Once per person: a second time changes nothing.

    The constraint decides who was first; the counter moves with the row, in the database.

    Raises:
        SignInFirst: nobody is signed in.
        NotAllowed: it is one's own voice.
        Closed: no stage opens it now.
        Conflict: the voice is not public (any more).
    """
    access.require(by, "voices.support_voice", voice)
    _require_open()
    if not Voice.objects.filter(pk=voice.pk, state=Voice.State.PUBLISHED, archived_at=None).exists():
        raise Conflict(_("Diese Stimme ist nicht mehr öffentlich."))
    _support, created = Support.objects.get_or_create(voice=voice, person=by, defaults={"at": now})
    if created:
        Voice.objects.filter(pk=voice.pk).update(support_count=F("support_count") + 1)
        journal.record("voice.supported", subject=voice, by=by, at=now)
    voice.refresh_from_db(fields=["support_count"])
    return voice


@transaction.atomic
def unsupport_voice(*, voice: Voice, by: Any, now: datetime) -> Voice:
    """Stand behind a voice no longer; always possible. A second time changes nothing.

    Raises:
        SignInFirst: nobody is signed in.
        NotAllowed: it is one's own voice.
    """
    access.require(by, "voices.support_voice", voice)
    deleted, _per_table = Support.objects.filter(voice=voice, person=by).delete()
    if deleted:
        Voice.objects.filter(pk=voice.pk).update(support_count=F("support_count") - 1)
        journal.record("voice.unsupported", subject=voice, by=by, at=now)
    voice.refresh_from_db(fields=["support_count"])
    return voice


def _require_open() -> None:
    if open_stage(Stage.Opens.SUPPORT) is None:
        raise Closed(_("Gerade ist keine Stufe offen, in der man Stimmen unterstützen kann."))
