"""Who may follow, and who sees who follows."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from stadtgespraech.apps.following.models import Follow
from stadtgespraech.core import access


def own_follows(person: Any) -> Q:
    """Nobody sees what others follow, not even the strategy office."""
    return Q(pk=None) if person is None else Q(person_id=person.pk)


access.visibility(Follow, own_follows)
access.permission("following.follow_object", access.is_signed_in)
access.permission("following.see_follows", access.is_signed_in)
