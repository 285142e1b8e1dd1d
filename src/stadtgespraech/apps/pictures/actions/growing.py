"""Target pictures grow out of starting pictures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.dialogue.models import Topic
from stadtgespraech.apps.pictures.actions.writing import ReasonMissing, locked_and_current, stored
from stadtgespraech.apps.pictures.models import LEADS_TO, Picture
from stadtgespraech.apps.pictures.queries.reading import starting_pictures_of
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import BadInput
from stadtgespraech.core.languages import Translated


class WrongKind(BadInput):
    """Only starting pictures lead to target pictures."""

    code = "wrong-kind"
    message = _("Ein Zielbild wächst aus Ausgangsbildern. Bitte prüfen Sie Ihre Auswahl.")


def _check(starting_pictures: Sequence[Picture]) -> None:
    if any(one.kind != Picture.Kind.STARTING or one.archived_at is not None for one in starting_pictures):
        raise WrongKind


@transaction.atomic
def grow_target_picture(
    *,
    starting_pictures: Sequence[Picture],
    title: Translated,
    text: Translated,
    topic: Topic | None = None,
    is_example: bool = False,
    by: Any,
    now: datetime,
) -> Picture:
    """Begin a target picture as a draft that grows out of starting pictures; their voices stand behind it.

    Raises:
        NotAllowed: ``by`` works neither in the strategy office nor in moderation.
        WrongKind: no starting picture is named, or one of them is none.
    """
    access.require(by, "pictures.grow_target_picture")
    if not starting_pictures:
        raise WrongKind
    _check(starting_pictures)
    target = stored(
        Picture(kind=Picture.Kind.TARGET, title=title, text=text, topic=topic, is_example=is_example or by.is_example),
        reason="",
        by=by,
        now=now,
    )
    thread.connect_many(starting_pictures, LEADS_TO, target, by=by, at=now)
    journal.record(
        "picture.grown",
        subject=target,
        by=by,
        at=now,
        topic=topic,
        starting_pictures=sorted(one.slug for one in starting_pictures),
    )
    return target


@transaction.atomic
def set_starting_pictures(
    *, picture: Picture, starting_pictures: Sequence[Picture], reason: str, by: Any, now: datetime
) -> Picture:
    """Say which starting pictures a target picture grows out of; those that are not named no longer lead to it.

    Raises:
        NotAllowed: ``by`` works neither in the strategy office nor in moderation.
        Archived: it is in the archive.
        WrongKind: the picture is no target picture, or one of the others is no starting picture.
        ReasonMissing: something changes, and nobody says why.
    """
    access.require(by, "pictures.grow_target_picture", picture)
    picture = locked_and_current(picture)
    before = {one.pk: one for one in starting_pictures_of(picture)}
    after = {one.pk: one for one in starting_pictures}
    added = [one for pk, one in after.items() if pk not in before]
    dropped = [one for pk, one in before.items() if pk not in after]
    if picture.kind != Picture.Kind.TARGET:
        raise WrongKind
    _check(added)
    if not added and not dropped:
        return picture
    if not reason.strip():
        raise ReasonMissing
    thread.connect_many(added, LEADS_TO, picture, by=by, at=now, reason=reason.strip())
    thread.disconnect_many(dropped, LEADS_TO, [picture])
    journal.record(
        "picture.starting_pictures_changed",
        subject=picture,
        by=by,
        at=now,
        reason=reason.strip(),
        added=sorted(one.slug for one in added),
        dropped=sorted(one.slug for one in dropped),
    )
    return picture
