"""Who may see voices and what hangs on them, and who may do what."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from stadtgespraech.apps.voices.models import Answer, Comment, Voice
from stadtgespraech.core import access

# Who works with voices before they are public.
_OFFICES = frozenset({"strategy_office", "moderator"})


def visible_voices(person: Any) -> Q:
    """Everybody sees what is published; the offices see all; authors see their own in every state."""
    if access.roles_of(person) & _OFFICES:
        return Q()
    public = Q(state=Voice.State.PUBLISHED, archived_at=None)
    return public if person is None else public | Q(author_id=person.pk)


def of_visible_voices(person: Any) -> Q:
    return Q(voice__in=access.visible(Voice, to=person).values("pk"))


def visible_comments(person: Any) -> Q:
    """Comments of visible voices; hidden ones only for the offices."""
    if access.roles_of(person) & _OFFICES:
        return Q()
    return Q(state=Comment.State.PUBLISHED) & of_visible_voices(person)


access.visibility(Voice, visible_voices)
access.visibility(Comment, visible_comments)
access.visibility(Answer, of_visible_voices)
