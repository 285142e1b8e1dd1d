"""Pictures that come with a voice. The database leads, the files follow: none is left over, none is missing."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stadtgespraech.apps.voices.cleaned_images import CleanImage
from stadtgespraech.apps.voices.models import Attachment, Voice
from stadtgespraech.core import access, journal
from stadtgespraech.core.errors import Conflict

FOLDER = "voices"
MOST_PICTURES = 3
# A file is written just before its row is committed; younger ones may belong to a change that is still going on.
LEFT_OVER_AFTER = timedelta(hours=6)


class NoMorePictures(Conflict):
    """The voice has as many pictures as it may have, or is not waiting for moderation any more."""

    code = "no-more-pictures"
    message = gettext_lazy("Zu dieser Stimme können Sie keine Bilder mehr hinzufügen.")


@transaction.atomic
def add_picture(
    *, voice: Voice, image: CleanImage, description: str, sent_from_here: bool = False, by: Any, now: datetime
) -> Attachment:
    """Add a picture to a voice while it is being checked.

    Args:
        image: from :func:`~stadtgespraech.apps.voices.cleaned_images.clean_image`.
        description: what is to be seen, for those who don't see it.
        sent_from_here: ``by`` is nobody, but the voice came from this browser (see sent_from_here.py).
    Raises:
        NotAllowed: it is somebody else's voice.
        NoMorePictures: it has been checked meanwhile, or has three pictures.
    """
    if not sent_from_here:
        access.require(by, "voices.add_attachment", voice)
    # Held until the end of the transaction: two pictures at once are counted one by one.
    locked = Voice.objects.select_for_update().get(pk=voice.pk)
    if not may_grow(locked, by) or number_of_pictures(locked) >= MOST_PICTURES:
        raise NoMorePictures
    name = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}.jpg", ContentFile(image.content))
    try:
        picture = Attachment.objects.create(
            voice=locked,
            file=name,
            description=description,
            width=image.width,
            height=image.height,
            size=len(image.content),
            sha256=image.sha256,
        )
        journal.record("voice.picture_added", subject=voice, by=by, at=now, sha256=image.sha256)
    except BaseException:
        default_storage.delete(name)
        raise
    return picture


def number_of_pictures(voice: Voice) -> int:
    """How many there are; asked while the voice is locked."""
    return Attachment.objects.filter(voice=voice).count()


def may_grow(voice: Voice, person: Any) -> bool:
    """Authors add pictures while the voice is being checked; the offices also later (a photograph of a paper card)."""
    if access.may(person, "voices.moderate_attachments"):
        return voice.state in (Voice.State.PENDING, Voice.State.PUBLISHED)
    return bool(voice.state == Voice.State.PENDING)


@transaction.atomic
def remove_picture(*, picture: Attachment, sent_from_here: bool = False, by: Any, now: datetime) -> None:
    """Take a picture away, with its file.

    Raises:
        NotAllowed: neither the author of the voice nor the moderation.
        Conflict: somebody removed it already.
    """
    if not sent_from_here:
        access.require(by, "voices.remove_attachment", picture.voice)
    voice, name = picture.voice, str(picture.file.name)
    if not Attachment.objects.filter(pk=picture.pk).delete()[0]:
        raise Conflict(_("Dieses Bild ist schon entfernt."))
    _delete_files([name])
    journal.record("voice.picture_removed", subject=voice, by=by, at=now, sha256=picture.sha256)


def delete_pictures(voices: Iterable[Voice]) -> int:
    """Delete all pictures of voices that are withdrawn or deleted; call it before the voices go.

    Runs in the caller's transaction, whose journal entry speaks for it; the files go when that is committed.
    """
    rows = Attachment.objects.filter(voice__in=[voice.pk for voice in voices])
    names = list(rows.values_list("file", flat=True))
    rows.delete()
    _delete_files(names)
    return len(names)


def _delete_files(names: list[str]) -> None:
    def delete() -> None:
        for name in names:
            default_storage.delete(name)

    # After the commit: a file that is gone can't be rolled back.
    transaction.on_commit(delete)


def delete_left_over_pictures(*, now: datetime) -> int:
    """Delete pictures of withdrawn voices, and files that no row names (a crash, a voice that was deleted).

    Returns:
        How many files went.
    """
    with transaction.atomic():
        gone = delete_pictures(Voice.objects.filter(state=Voice.State.WITHDRAWN, attachments__isnull=False).distinct())
    if not default_storage.exists(FOLDER):
        return gone
    known = set(Attachment.objects.values_list("file", flat=True))
    for file in default_storage.listdir(FOLDER)[1]:
        name = f"{FOLDER}/{file}"
        if name not in known and default_storage.get_modified_time(name) < now - LEFT_OVER_AFTER:
            default_storage.delete(name)
            gone += 1
    return gone
