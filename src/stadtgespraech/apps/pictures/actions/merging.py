"""Voices become part of pictures, pictures become part of pictures; all of it can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.pictures.actions.writing import ReasonMissing, locked_and_current, stored
from stadtgespraech.apps.pictures.models import MERGED_INTO, Picture
from stadtgespraech.apps.pictures.queries.voices import parts_of
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import BadInput, Conflict
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.locking import locked


class NotPublished(BadInput):
    """Only what everybody can read becomes part of a picture."""

    code = "not-published"
    message = _("Nur veröffentlichte Stimmen können Teil eines Bildes werden. Bitte prüfen Sie Ihre Auswahl.")


class CanNotMerge(BadInput):
    """These two pictures can't become one."""

    code = "can-not-merge"
    message = _(
        "Diese beiden Bilder lassen sich nicht zusammenführen. Sie müssen von derselben Art sein, "
        "und beide müssen Entwürfe oder beide öffentlich sein."
    )


@transaction.atomic
def merge_voices(*, picture: Picture, voices: Sequence[Voice], reason: str, by: Any, now: datetime) -> list[Voice]:
    """Make voices part of a picture; returns those that were not part of it before.

    A voice may be part of several pictures. Merging twice changes nothing: of two editors who merge the same voice at
    once, one is told that it was new. Authors and supporters stay with their voices.

    Raises:
        NotAllowed: ``by`` works neither in the strategy office nor in moderation.
        Archived: the picture is in the archive.
        ReasonMissing: nobody says why.
        NotPublished: one of the voices is not public; none is merged.
    """
    access.require(by, "pictures.merge_voices", picture)
    if not reason.strip():
        raise ReasonMissing
    # Who merges into this picture waits here: what is new is found out and written by one at a time.
    picture = locked_and_current(picture)
    wanted = {voice.pk for voice in voices}
    public = Voice.objects.filter(pk__in=wanted, state=Voice.State.PUBLISHED, archived_at=None)
    found = list(public.select_for_update().order_by("pk"))
    if len(found) < len(wanted):
        raise NotPublished
    added = thread.connect_many(found, MERGED_INTO, picture, by=by, at=now, reason=reason.strip())
    if added:
        journal.record(
            "picture.voices_merged",
            subject=picture,
            by=by,
            at=now,
            reason=reason.strip(),
            number=len(added),
            voices=sorted(voice.slug for voice in added),
        )
    return added


@transaction.atomic
def take_out_voices(*, picture: Picture, voices: Sequence[Voice], reason: str, by: Any, now: datetime) -> list[Voice]:
    """Take voices out of a picture, and of the pictures that were merged into it; returns those that were in it.

    They stay part of every other picture. Taking out twice changes nothing.

    Raises:
        NotAllowed: ``by`` works neither in the strategy office nor in moderation.
        Archived: the picture is in the archive.
        ReasonMissing: nobody says why.
    """
    access.require(by, "pictures.merge_voices", picture)
    if not reason.strip():
        raise ReasonMissing
    picture = locked_and_current(picture)
    taken = thread.disconnect_many(voices, MERGED_INTO, parts_of(picture))
    if taken:
        journal.record(
            "picture.voices_taken_out",
            subject=picture,
            by=by,
            at=now,
            reason=reason.strip(),
            number=len(taken),
            voices=sorted(voice.slug for voice in taken),
        )
    return taken


def take_out_voice(*, picture: Picture, voice: Voice, reason: str, by: Any, now: datetime) -> bool:
    """Take one voice out of a picture; True if it was in it. See :func:`take_out_voices`."""
    return bool(take_out_voices(picture=picture, voices=[voice], reason=reason, by=by, now=now))


@transaction.atomic
def split_picture(
    *,
    picture: Picture,
    voices: Sequence[Voice],
    title: Translated,
    text: Translated,
    reason: str,
    by: Any,
    now: datetime,
) -> Picture:
    """Make a picture of its own out of some of a picture's voices. It is as public as the first one.

    Merging the new picture into the old one undoes it.

    Raises:
        NotAllowed, Archived, ReasonMissing: see :func:`merge_voices`.
        BadInput: none of the voices is part of the picture.
    """
    access.require(by, "pictures.merge_voices", picture)
    if not reason.strip():
        raise ReasonMissing
    picture = locked_and_current(picture)
    moved = thread.disconnect_many(voices, MERGED_INTO, parts_of(picture))
    if not moved:
        raise BadInput(_("Keine dieser Stimmen ist Teil des Bildes. Bitte prüfen Sie Ihre Auswahl."))
    is_draft = picture.state == Picture.State.DRAFT
    split = stored(
        Picture(
            kind=picture.kind,
            title=title,
            text=text,
            topic_id=picture.topic_id,
            state=Picture.State.DRAFT if is_draft else Picture.State.DISCUSSED,
            is_example=picture.is_example,
        ),
        reason=reason.strip(),
        by=by,
        now=now,
    )
    thread.connect_many(moved, MERGED_INTO, split, by=by, at=now, reason=reason.strip())
    journal.record(
        "picture.split",
        subject=picture,
        by=by,
        at=now,
        reason=reason.strip(),
        new_picture=split,
        number=len(moved),
        voices=sorted(voice.slug for voice in moved),
    )
    return split


@transaction.atomic
def merge_pictures(*, picture: Picture, into: Picture, reason: str, by: Any, now: datetime) -> Picture:
    """Make a picture part of another one: its voices, with their authors, stand behind that one from now on.

    The first picture goes to the archive with all of its links, so that :func:`separate_pictures` gives back exactly
    what was there. Merging twice changes nothing.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        Archived: one of them is in the archive.
        ReasonMissing: nobody says why.
        CanNotMerge: the same picture, another kind, or one of them is a draft and the other public.
    """
    access.require(by, "pictures.merge_pictures", picture)
    if not reason.strip():
        raise ReasonMissing
    if picture.pk == into.pk:
        raise CanNotMerge
    # In the order of their keys, so that two who merge A into B and B into A do not wait for each other for ever.
    first, second = sorted([picture, into], key=lambda one: one.pk)
    now_there = {one.pk: one for one in (locked(first), locked(second))}
    picture, into = now_there[picture.pk], now_there[into.pk]
    if picture.merged_into_id == into.pk:
        return into
    locked_and_current(picture)
    locked_and_current(into)
    # A draft is hidden, and so would be the voices that it brings along.
    if picture.kind != into.kind or (into.state == Picture.State.DRAFT) != (picture.state == Picture.State.DRAFT):
        raise CanNotMerge
    picture.merged_into, picture.archived_at = into, now
    picture.save(update_fields=["merged_into", "archived_at"])
    thread.put(picture, at=now)
    journal.record("picture.merged", subject=picture, by=by, at=now, reason=reason.strip(), into=into)
    return into


@transaction.atomic
def separate_pictures(*, picture: Picture, reason: str, by: Any, now: datetime) -> Picture:
    """Undo :func:`merge_pictures`: a picture stands for itself again, with the voices it brought along.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        ReasonMissing: nobody says why.
        Conflict: it is part of no other picture.
    """
    access.require(by, "pictures.merge_pictures", picture)
    if not reason.strip():
        raise ReasonMissing
    picture = locked(picture)
    if picture.merged_into is None:
        raise Conflict(_("Dieses Bild ist nicht Teil eines anderen."))
    into, picture.merged_into, picture.archived_at = picture.merged_into, None, None
    picture.save(update_fields=["merged_into", "archived_at"])
    thread.put(picture, at=now)
    journal.record("picture.separated", subject=picture, by=by, at=now, reason=reason.strip(), out_of=into)
    return picture
