"""Who may see pictures, and who may do what with them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.core import access


def visible_pictures(person: Any) -> Q:
    """Drafts are the administration's; the archive is the strategy office's."""
    current = Q() if "strategy_office" in access.roles_of(person) else Q(archived_at=None)
    return current if access.sees_internal(person) else current & ~Q(state=Picture.State.DRAFT)


access.visibility(Picture, visible_pictures)
