"""Who may see pictures, and who may do what with them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from stadtgespraech.apps.pictures.models import Agreement, Picture
from stadtgespraech.core import access


def visible_pictures(person: Any) -> Q:
    """Drafts are the administration's; the archive is the strategy office's.

    A picture that became part of another one keeps its page and says where it went.
    """
    current = Q() if "strategy_office" in access.roles_of(person) else Q(archived_at=None) | ~Q(merged_into=None)
    return current if access.sees_internal(person) else current & ~Q(state=Picture.State.DRAFT)


def of_visible_pictures(person: Any) -> Q:
    return Q(picture__in=access.visible(Picture, to=person).values("pk"))


access.visibility(Picture, visible_pictures)
access.visibility(Agreement, of_visible_pictures)

# Who works with pictures: the strategy office, and the moderation of workshops and conferences.
_editors = access.has_role("strategy_office", "moderator")
_office = access.has_role("strategy_office")
access.permission("pictures.create_picture", _editors)
access.permission("pictures.change_picture", _editors)
access.permission("pictures.merge_voices", _editors)
access.permission("pictures.grow_target_picture", _editors)
access.permission("pictures.record_agreement", _editors)
access.permission("pictures.confirm_picture", _editors)
access.permission("pictures.merge_pictures", _office)
access.permission("pictures.archive_picture", _office)
access.permission("pictures.answer_voices", _office)
